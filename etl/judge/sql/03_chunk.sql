-- The places of this chunk. j_touched: those to be judged; j_needed: those and the places above them.
CREATE OR REPLACE TEMP TABLE j_touched AS
SELECT place_id FROM j_chunks WHERE chunk = getvariable('j_chunk');

CREATE OR REPLACE TEMP TABLE j_needed AS
SELECT place_id FROM j_touched
UNION
SELECT a.ancestor_id FROM j_ancestors a SEMI JOIN j_touched t ON t.place_id = a.place_id;

-- j_rows: where the documents of this chunk lie. Texts are read through it: a join on rowid reads these rows alone, a join on
-- doc_id would read every text of the warehouse.
CREATE OR REPLACE TEMP TABLE j_rows AS
SELECT doc_id, rowid AS row_number FROM documents WHERE place_id IN (FROM j_touched);
