-- A number promised for a quantity outside the catalogue is passed over in silence only if no three characters in a row of its
-- name stand in the next report before its plan (a shorter name can be searched for with no certainty). (Words on such a quantity are never called silent: 70_verdicts.)
-- Adds to j_findings one row for each such promise whose name, or part of it, stands there; then decides again.
CREATE OR REPLACE TEMP TABLE j_named AS
WITH wanted AS (
    SELECT t.target_id, h.doc_id, substr(t.indicator, 7) AS name
    FROM j_open t
    JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
    ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
    WHERE t.kind = 'number' AND starts_with(t.indicator, 'other:')
), plans AS (
    SELECT doc_id, min(char_start) AS plan_start FROM sections
    WHERE role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan') GROUP BY doc_id
), reviews AS (
    SELECT d.doc_id, CASE WHEN coalesce(p.plan_start, 0) > 0 THEN left(d.text, p.plan_start) ELSE d.text END AS review
    FROM (SELECT DISTINCT doc_id FROM wanted) w JOIN documents d USING (doc_id) LEFT JOIN plans p USING (doc_id)
), parts AS (
    SELECT DISTINCT doc_id, name, substr(name, i, 3) AS part
    FROM wanted, unnest(range(1, length(name) - 1)) AS r(i)
), hits AS (
    SELECT p.doc_id, p.name, p.part, strpos(v.review, p.part) - 1 AS char_start
    FROM parts p JOIN reviews v ON v.doc_id = p.doc_id AND contains(v.review, p.part)
    QUALIFY row_number() OVER (PARTITION BY p.doc_id, p.name ORDER BY strpos(v.review, p.part)) = 1
)
SELECT w.target_id, w.doc_id, h.part, h.char_start FROM wanted w JOIN hits h USING (doc_id, name)
UNION ALL
SELECT target_id, doc_id, NULL, NULL FROM wanted WHERE length(name) < 3;

INSERT INTO j_findings BY NAME
SELECT target_id, doc_id, 1 AS doc_rank, 'named' AS finding, 1 AS weight, part AS quote, char_start,
       char_start + length(part) AS char_end
FROM j_named;

CREATE OR REPLACE TEMP TABLE j_decisive AS
SELECT * FROM j_findings
QUALIFY row_number() OVER (
    PARTITION BY target_id ORDER BY weight DESC, doc_rank, outcome_id IS NULL, char_start NULLS LAST, outcome_id
) = 1;
