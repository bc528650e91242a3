-- What the second look found keeps the target from being silent, and is shown. Adds to j_findings, and decides again.
INSERT INTO j_findings BY NAME
SELECT t.target_id, s.doc_id, 1 AS doc_rank,
       CASE WHEN regexp_matches(s.passage, '[0-9０-９]') THEN 'unlinked_number' ELSE 'words' END AS finding, 1 AS weight,
       s.passage AS quote, s.char_start, s.char_start + length(s.passage) AS char_end
FROM j_open t
JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period AND h.is_full
JOIN j_second s ON s.doc_id = h.doc_id AND s.indicator = t.indicator
ANTI JOIN (SELECT target_id FROM j_decisive WHERE weight > 0) f ON f.target_id = t.target_id
WHERE t.period = 'year';

CREATE OR REPLACE TEMP TABLE j_decisive AS
SELECT * FROM j_findings
QUALIFY row_number() OVER (
    PARTITION BY target_id ORDER BY weight DESC, doc_rank, outcome_id IS NULL, char_start NULLS LAST, outcome_id
) = 1;
