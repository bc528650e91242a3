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

-- The rows of this chunk, so that the steps read these and not every row of the warehouse again and again.
CREATE OR REPLACE TEMP TABLE j_base_targets AS SELECT * FROM targets WHERE place_id IN (FROM j_needed);
CREATE OR REPLACE TEMP TABLE j_base_outcomes AS SELECT * FROM outcomes WHERE place_id IN (FROM j_needed);
CREATE OR REPLACE TEMP TABLE j_base_claims AS SELECT * FROM claims WHERE place_id IN (FROM j_needed);
CREATE OR REPLACE TEMP TABLE j_base_mentions AS SELECT * FROM mentions WHERE place_id IN (FROM j_touched);
CREATE OR REPLACE TEMP TABLE j_base_documents AS SELECT * EXCLUDE (text) FROM documents WHERE place_id IN (FROM j_needed);
CREATE OR REPLACE TEMP TABLE j_base_sections AS SELECT * FROM sections SEMI JOIN j_base_documents USING (doc_id);
