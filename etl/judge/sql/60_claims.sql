-- Where no figure answers, what the report says of its own target: a rate of completion, or words.
-- j_claims: one row for each place, year and indicator: the most telling claim of the best document.
CREATE OR REPLACE TEMP TABLE j_claims AS
SELECT d.place_id, d.year, c.indicator, c.doc_id, c.claim_id, c.completion_pct, c.words, c.verdict, c.reported, c.unit,
       c.target_value, regexp_matches(c.words, getvariable('j_handed_down_words')) AS handed_down,
       -- 完成下降16%的目标 names its target too
       CASE WHEN c.completion_pct IS NULL
            THEN nullif(regexp_extract(c.words, '([0-9]+(\.[0-9]+)?)[%％]', 1), '')::DOUBLE END AS words_percent, coalesce(u.dimension, c.unit) AS dimension, coalesce(u.factor, 1.0) AS factor, d.doc_rank, c.char_start
FROM j_base_claims c
JOIN j_outcome_docs d ON d.doc_id = c.doc_id AND d.year = c.year AND d.period = 'year'
LEFT JOIN j_units u ON u.unit = trim(c.unit)
WHERE c.period = 'year' AND (c.verdict <> 'progress' OR c.completion_pct >= getvariable('j_progress_floor'));

-- A claim that names another target number than the promise speaks of another promise; so does a claim on a task handed down,
-- unless the promise itself is to meet that task.
INSERT INTO j_measured BY NAME
SELECT t.target_id, NULL AS outcome_id, c.doc_id AS outcome_doc_id, 'claim' AS method,
       CASE WHEN c.completion_pct IS NOT NULL AND NOT t.less THEN 'completion' ELSE 'word' END AS kind, 4 AS priority,
       c.completion_pct AS v, 100.0 AS lo, 100.0 AS hi, false AS less, t.exceedable, t.op, t.is_rate,
       c.completion_pct AS outcome_value, CASE WHEN c.completion_pct IS NOT NULL THEN '%' END AS outcome_unit,
       c.claim_id AS reference_id, 'claim' AS rule,
       CASE WHEN c.completion_pct IS NOT NULL AND NOT t.less THEN 'claim_pct' ELSE 'claim_words' END AS code
FROM j_targets t
JOIN j_claims c ON c.place_id = t.place_id AND c.year = t.year AND c.indicator = t.indicator AND t.period = 'year'
ANTI JOIN j_measured m ON m.target_id = t.target_id
WHERE (c.verdict <> 'progress' OR NOT t.less)
  AND (t.kind <> 'number' OR NOT c.handed_down)
  AND (c.words_percent IS NULL OR (t.kind = 'number' AND t.is_rate AND abs(c.words_percent - abs(t.lo)) <= 0.001 * abs(t.lo)))
  AND (c.target_value IS NULL
       OR (t.kind = 'number' AND c.dimension = t.dimension
           AND abs(c.target_value * c.factor - CASE WHEN t.less THEN t.hi ELSE t.lo END)
               <= 0.001 * greatest(1e-9, abs(c.target_value * c.factor))))
QUALIFY row_number() OVER (
    PARTITION BY t.target_id ORDER BY c.doc_rank, c.completion_pct IS NULL, c.char_start, c.claim_id
) = 1;
