-- The second look: before a target is called unreported, the review of the full report is searched once more for its subject in
-- the widest sense (data/second_look.yml, etl/judge/second_look.py). This step lays out what is to be searched.
-- j_unanswered: one row for each target that the full next report seems to pass over.
CREATE OR REPLACE TEMP TABLE j_unanswered AS
SELECT t.target_id, t.kind, t.indicator, t.in_catalogue, h.doc_id
FROM j_open t
JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
WHERE t.period = 'year';

-- j_reviews: one row for each such report: its text up to its plan.
CREATE OR REPLACE TEMP TABLE j_reviews AS
WITH plans AS (
    SELECT doc_id, min(char_start) AS plan_start FROM j_base_sections
    WHERE role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan') GROUP BY doc_id
)
SELECT w.doc_id, CASE WHEN coalesce(p.plan_start, 0) > 0 THEN left(d.text, p.plan_start) ELSE d.text END AS review
FROM (SELECT DISTINCT doc_id FROM j_unanswered WHERE in_catalogue OR kind = 'number') w
JOIN j_rows r USING (doc_id) JOIN documents d ON d.rowid = r.row_number LEFT JOIN plans p ON p.doc_id = w.doc_id;

-- j_second: one row for each report and indicator of which the second look finds something
CREATE OR REPLACE TEMP TABLE j_second (doc_id VARCHAR, indicator VARCHAR, passage VARCHAR, char_start BIGINT);
