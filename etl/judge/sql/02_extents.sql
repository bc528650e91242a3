-- j_extents: one row for each chunk and table: how many rows its places have, and between which rows of the file they lie.
CREATE OR REPLACE TEMP TABLE j_extents AS
SELECT chunk, 'documents' AS rows_of, count(*) AS n, min(t.rowid) AS first_row, max(t.rowid) AS last_row
FROM documents t JOIN j_chunks USING (place_id) GROUP BY chunk
UNION ALL
SELECT chunk, 'targets', count(*), min(t.rowid), max(t.rowid) FROM targets t JOIN j_chunks USING (place_id) GROUP BY chunk
UNION ALL
SELECT chunk, 'outcomes', count(*), min(t.rowid), max(t.rowid) FROM outcomes t JOIN j_chunks USING (place_id) GROUP BY chunk
UNION ALL
SELECT chunk, 'claims', count(*), min(t.rowid), max(t.rowid) FROM claims t JOIN j_chunks USING (place_id) GROUP BY chunk
UNION ALL
SELECT chunk, 'mentions', count(*), min(t.rowid), max(t.rowid) FROM mentions t JOIN j_chunks USING (place_id) GROUP BY chunk;
