-- documents.duplicate_of: a report of the same place and year whose text is nearly that of another (a copy on another site, a
-- corrected version) points to the one that serves as source. Documents of one identical text are marked by the store.
-- j_shared: the documents that share place, year and kind with another.
CREATE OR REPLACE TEMP TABLE j_shared AS
SELECT doc_id, place_id, report_year, doc_type, published_on FROM j_base_documents
WHERE place_id IN (FROM j_touched) AND status IN ('ok', 'warned') AND doc_type <> 'figures' AND report_year IS NOT NULL
  AND (duplicate_of IS NULL OR NOT contains(doc_id, '~'))
QUALIFY count(*) OVER (PARTITION BY place_id, report_year, doc_type) > 1;

-- Where there is none, no text is read: a join would unpack some even so.
SET VARIABLE j_has_shared = (SELECT count(*) > 0 FROM j_shared);

-- j_sketch: for each of them the 96 smallest hashes of its clauses.
CREATE OR REPLACE TEMP TABLE j_sketch AS
WITH clauses AS (
    SELECT s.*, list_distinct(regexp_extract_all(d.text, '[^\s，。；：、！？,.;:!?“”（）()]{6,}')) AS clauses
    FROM j_shared s JOIN j_rows r USING (doc_id) JOIN documents d ON d.rowid = r.row_number
    WHERE getvariable('j_has_shared')
)
SELECT * EXCLUDE (clauses), list_sort(list_transform(clauses, lambda c: md5_number_lower(c)))[1:96] AS sketch
FROM clauses;

CREATE OR REPLACE TEMP TABLE j_pairs AS
WITH pairs AS (
    SELECT a.doc_id AS doc_id, b.doc_id AS twin_id, a.published_on, b.published_on AS twin_published_on, a.sketch, b.sketch AS twin,
           list_sort(list_distinct(a.sketch || b.sketch))[1:least(len(a.sketch), len(b.sketch))] AS joint
    FROM j_sketch a JOIN j_sketch b USING (place_id, report_year, doc_type)
    WHERE a.doc_id <> b.doc_id AND len(a.sketch) > 0 AND len(b.sketch) > 0
)
SELECT doc_id, twin_id, published_on, twin_published_on FROM pairs
WHERE len(list_intersect(list_intersect(joint, sketch), twin)) >= getvariable('j_near_identical') * len(joint);

-- The later publication stands for both (a corrected version); without dates, the one with more rows, then the lower id.
CREATE OR REPLACE TEMP TABLE j_twins AS
WITH rows_of AS (
    SELECT doc_id, count(*) AS n FROM (SELECT doc_id FROM j_base_targets UNION ALL SELECT doc_id FROM j_base_outcomes)
    WHERE doc_id IN (SELECT doc_id FROM j_pairs) GROUP BY doc_id
), ranked AS (
    SELECT p.doc_id, p.twin_id, (coalesce(p.published_on, DATE '0001-01-01'), coalesce(a.n, 0)) AS mine,
           (coalesce(p.twin_published_on, DATE '0001-01-01'), coalesce(b.n, 0)) AS theirs
    FROM j_pairs p LEFT JOIN rows_of a ON a.doc_id = p.doc_id LEFT JOIN rows_of b ON b.doc_id = p.twin_id
)
SELECT doc_id, arg_max(twin_id, (theirs, md5(twin_id))) AS twin_id
FROM ranked WHERE theirs > mine OR (theirs = mine AND twin_id < doc_id) GROUP BY doc_id;

UPDATE documents SET duplicate_of = NULL
WHERE duplicate_of IS NOT NULL AND NOT contains(doc_id, '~') AND place_id IN (FROM j_touched)
  AND doc_id NOT IN (SELECT doc_id FROM j_twins);
UPDATE documents SET duplicate_of = t.twin_id FROM j_twins t
WHERE documents.doc_id = t.doc_id AND documents.duplicate_of IS DISTINCT FROM t.twin_id;
