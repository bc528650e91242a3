-- What the second look found keeps a target from being silent, and is shown: it is added to j_findings, and j_decisive follows.
INSERT INTO j_findings BY NAME
SELECT t.target_id, s.doc_id, 1 AS doc_rank,
       CASE WHEN regexp_matches(s.passage, '[0-9０-９]') THEN 'unlinked_number' ELSE 'words' END AS finding, 1 AS weight,
       s.passage AS quote, s.char_start, s.char_start + length(s.passage) AS char_end
FROM j_unanswered t JOIN j_second s USING (doc_id, indicator);

-- j_uncatalogued: one row for each number promised for a quantity outside the catalogue that the report seems to pass over.
CREATE OR REPLACE TEMP VIEW j_uncatalogued AS
SELECT target_id, doc_id, substr(indicator, 7) AS name
FROM j_unanswered WHERE kind = 'number' AND starts_with(indicator, 'other:');

-- A number promised for a quantity outside the catalogue is passed over in silence only if no three characters in a row of its
-- name stand in the review; a shorter name, or a piece of a sentence, can be searched for with no certainty. (Words on such a
-- quantity are never called silent: 70_verdicts.)
INSERT INTO j_findings BY NAME
WITH parts AS (
    SELECT DISTINCT doc_id, name, substr(name, i, 3) AS part
    FROM j_uncatalogued, unnest(range(1, length(name) - 1)) AS r(i)
), hits AS (
    SELECT p.doc_id, p.name, p.part, strpos(v.review, p.part) - 1 AS char_start
    FROM parts p JOIN j_reviews v ON v.doc_id = p.doc_id AND contains(v.review, p.part)
    QUALIFY row_number() OVER (PARTITION BY p.doc_id, p.name ORDER BY strpos(v.review, p.part)) = 1
)
SELECT w.target_id, w.doc_id, 1 AS doc_rank, 'named' AS finding, 1 AS weight, h.part AS quote, h.char_start,
       h.char_start + length(h.part) AS char_end
FROM j_uncatalogued w LEFT JOIN hits h USING (doc_id, name)
WHERE h.part IS NOT NULL OR length(w.name) < 3 OR regexp_matches(w.name, getvariable('j_no_name'));

-- Such a quantity may be spoken of in words that share nothing with its name (减排任务全面完成 answers for 氨氮排放总量).
INSERT INTO j_findings BY NAME
WITH hits AS (
    SELECT w.target_id, w.doc_id, regexp_extract(v.review, '[^，。；！？\n]*(?:' || x.names || ')[^，。；！？\n]*') AS passage, v.review
    FROM j_uncatalogued w JOIN j_wider x ON regexp_matches(w.name, x.label) JOIN j_reviews v USING (doc_id)
)
SELECT target_id, doc_id, 1 AS doc_rank, 'words' AS finding, 1 AS weight, passage AS quote, strpos(review, passage) - 1 AS char_start,
       strpos(review, passage) - 1 + length(passage) AS char_end
FROM hits WHERE passage <> '';
