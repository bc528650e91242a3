-- The places of this chunk. j_touched: those to be judged; j_above: the places above them that have documents, and are not among
-- them; j_needed: both.
CREATE OR REPLACE TEMP TABLE j_touched AS
SELECT place_id FROM j_chunks WHERE chunk = getvariable('j_chunk');

CREATE OR REPLACE TEMP TABLE j_above AS
SELECT DISTINCT a.ancestor_id AS place_id
FROM j_ancestors a SEMI JOIN j_touched t ON t.place_id = a.place_id
ANTI JOIN j_touched o ON o.place_id = a.ancestor_id
SEMI JOIN documents d ON d.place_id = a.ancestor_id;

CREATE OR REPLACE TEMP TABLE j_needed AS
FROM j_touched UNION ALL FROM j_above;

SET VARIABLE j_has_above = (SELECT count(*) > 0 FROM j_above);

-- j_rows: where the documents of this chunk lie. Texts are read through it: a join on rowid reads these rows alone, a join on
-- doc_id would read every text of the warehouse.
CREATE OR REPLACE TEMP TABLE j_rows AS
SELECT doc_id, rowid AS row_number FROM documents
WHERE rowid BETWEEN getvariable('j_documents_first') AND getvariable('j_documents_last') AND place_id IN (FROM j_touched);

-- The rows of this chunk, so that the steps read these and not every row of the warehouse again and again. Those of the places to
-- be judged lie near each other (j_extents).
CREATE OR REPLACE TEMP TABLE j_base_documents AS
SELECT * EXCLUDE (text) FROM documents
WHERE rowid BETWEEN getvariable('j_documents_first') AND getvariable('j_documents_last') AND place_id IN (FROM j_touched)
UNION ALL
SELECT * EXCLUDE (text) FROM documents WHERE getvariable('j_has_above') AND place_id IN (FROM j_above);

CREATE OR REPLACE TEMP TABLE j_base_targets AS
SELECT * FROM targets
WHERE rowid BETWEEN getvariable('j_targets_first') AND getvariable('j_targets_last') AND place_id IN (FROM j_touched)
UNION ALL
SELECT * FROM targets WHERE getvariable('j_has_above') AND place_id IN (FROM j_above);

CREATE OR REPLACE TEMP TABLE j_base_outcomes AS
SELECT * FROM outcomes
WHERE rowid BETWEEN getvariable('j_outcomes_first') AND getvariable('j_outcomes_last') AND place_id IN (FROM j_touched)
UNION ALL
SELECT * FROM outcomes WHERE getvariable('j_has_above') AND place_id IN (FROM j_above);

CREATE OR REPLACE TEMP TABLE j_base_claims AS
SELECT * FROM claims
WHERE rowid BETWEEN getvariable('j_claims_first') AND getvariable('j_claims_last') AND place_id IN (FROM j_touched)
UNION ALL
SELECT * FROM claims WHERE getvariable('j_has_above') AND place_id IN (FROM j_above);

CREATE OR REPLACE TEMP TABLE j_base_mentions AS
SELECT * FROM mentions
WHERE rowid BETWEEN getvariable('j_mentions_first') AND getvariable('j_mentions_last') AND place_id IN (FROM j_touched);

CREATE OR REPLACE TEMP TABLE j_base_sections AS SELECT * FROM sections SEMI JOIN j_base_documents USING (doc_id);

-- A file rewritten meanwhile would have its rows elsewhere: better no verdicts than verdicts on half of the rows.
SELECT error('rows have moved: ' || rows_of) FROM j_extents
WHERE chunk = getvariable('j_chunk') AND n <> CASE rows_of
    WHEN 'documents' THEN (SELECT count(*) FROM j_rows)
    WHEN 'targets' THEN (SELECT count(*) FROM j_base_targets SEMI JOIN j_touched USING (place_id))
    WHEN 'outcomes' THEN (SELECT count(*) FROM j_base_outcomes SEMI JOIN j_touched USING (place_id))
    WHEN 'claims' THEN (SELECT count(*) FROM j_base_claims SEMI JOIN j_touched USING (place_id))
    ELSE (SELECT count(*) FROM j_base_mentions) END;
