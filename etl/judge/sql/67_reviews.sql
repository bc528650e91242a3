-- The second look: before a target is called unreported, the review of the full report is searched once more for its subject in
-- the widest sense (data/second_look.yml, etl/judge/second_look.py). This step lays out what is to be searched.
-- j_wanted: one row for each full report and indicator that nothing was found of. j_reviews: each such report up to its plan.
CREATE OR REPLACE TEMP TABLE j_wanted AS
SELECT DISTINCT h.doc_id, t.indicator
FROM j_open t
JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
WHERE t.in_catalogue AND t.period = 'year';

CREATE OR REPLACE TEMP TABLE j_reviews AS
WITH plans AS (
    SELECT doc_id, min(char_start) AS plan_start FROM sections
    WHERE role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan') GROUP BY doc_id
)
SELECT d.doc_id, CASE WHEN coalesce(p.plan_start, 0) > 0 THEN left(d.text, p.plan_start) ELSE d.text END AS review
FROM (SELECT DISTINCT doc_id FROM j_wanted) w JOIN documents d USING (doc_id) LEFT JOIN plans p USING (doc_id);

-- j_second: one row for each report and indicator that the second look finds something of
CREATE OR REPLACE TEMP TABLE j_second (doc_id VARCHAR, indicator VARCHAR, passage VARCHAR, char_start BIGINT);
