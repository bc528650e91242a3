-- The second look: before a target is called unreported, the review of the full report is searched once more for its subject in
-- the widest sense (data/second_look.yml, etl/judge/second_look.py). This step lays out what is to be searched.
-- j_unanswered: one row for each target that the full next report seems to pass over.
CREATE OR REPLACE TEMP TABLE j_unanswered AS
SELECT t.target_id, t.kind, t.indicator, t.in_catalogue, h.doc_id
FROM j_open t
JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
WHERE t.period = 'year';

-- j_looked: one row for each text that is looked into, read once for two purposes. review: its review, for the second look (NULL
-- where none is needed). stretches: what stands around growth figures that do not fit their levels (92_reconciliations).
CREATE OR REPLACE TEMP TABLE j_looked AS
WITH plans AS (
    SELECT doc_id, min(char_start) AS plan_start FROM j_base_sections
    WHERE role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan') GROUP BY doc_id
), searched AS (
    SELECT DISTINCT doc_id FROM j_unanswered WHERE in_catalogue OR kind = 'number'
), figures AS (
    SELECT doc_id, list({growth_id: growth_id, start: char_start, stop: char_end}) AS figures FROM j_reconciled
    WHERE gap <> 0 AND price_basis <> 'constant' AND char_start IS NOT NULL GROUP BY doc_id
), wanted AS (
    SELECT doc_id, s.doc_id IS NOT NULL AS is_searched, figures, coalesce(plan_start, 0) AS plan_start
    FROM searched s FULL JOIN figures USING (doc_id) LEFT JOIN plans USING (doc_id)
)
SELECT w.doc_id, CASE WHEN is_searched THEN CASE WHEN plan_start > 0 THEN left(d.text, plan_start) ELSE d.text END END AS review,
       list_transform(figures, lambda f: {
           growth_id: f.growth_id, before: least(30, f.start), len: f.stop - f.start,
           stretch: substring(d.text, greatest(1, f.start - 29), 30 + f.stop - f.start + 30)
       }) AS stretches
FROM wanted w JOIN j_rows r USING (doc_id) JOIN documents d ON d.rowid = r.row_number;

-- j_reviews: one row for each report that is searched again: its text up to its plan.
CREATE OR REPLACE TEMP VIEW j_reviews AS SELECT doc_id, review FROM j_looked WHERE review IS NOT NULL;

-- j_second: one row for each report and indicator of which the second look finds something
CREATE OR REPLACE TEMP TABLE j_second (doc_id VARCHAR, indicator VARCHAR, passage VARCHAR, char_start BIGINT);
