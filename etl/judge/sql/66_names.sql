-- A promise on a quantity outside the catalogue is silent only if its very name is nowhere in the next report before its plan.
-- Adds to j_findings one row for each such promise whose name stands there, and decides again.
CREATE OR REPLACE TEMP TABLE j_named AS
WITH wanted AS (
    SELECT t.target_id, h.doc_id, substr(t.indicator, 7) AS name
    FROM j_open t
    JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
    ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
    WHERE t.kind <> 'words' AND starts_with(t.indicator, 'other:') AND length(t.indicator) > 7
), hits AS (
    SELECT n.doc_id, n.name, strpos(d.text, n.name) - 1 AS char_start
    FROM (SELECT DISTINCT doc_id, name FROM wanted) n JOIN documents d ON d.doc_id = n.doc_id AND contains(d.text, n.name)
)
SELECT w.target_id, w.doc_id, w.name, h.char_start
FROM wanted w JOIN hits h USING (doc_id, name)
WHERE NOT EXISTS (
    FROM sections s WHERE s.doc_id = h.doc_id AND s.role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan')
                      AND h.char_start >= s.char_start AND h.char_start < s.char_end
);

INSERT INTO j_findings BY NAME
SELECT target_id, doc_id, 1 AS doc_rank, 'named' AS finding, 1 AS weight, name AS quote, char_start,
       char_start + length(name) AS char_end
FROM j_named;

CREATE OR REPLACE TEMP TABLE j_decisive AS
SELECT * FROM j_findings
QUALIFY row_number() OVER (
    PARTITION BY target_id ORDER BY weight DESC, doc_rank, outcome_id IS NULL, char_start NULLS LAST, outcome_id
) = 1;
