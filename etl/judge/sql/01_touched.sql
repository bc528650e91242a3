-- Which places are to be judged again: those of j_suspects whose documents, rows, claims or mentions are not what they were at the
-- last judgement (judge_state), and the places below them, whose relative targets look up.
-- j_state: one row for each suspect place now, with a digest of everything that its verdicts rest on.
CREATE OR REPLACE TEMP TABLE j_state AS
WITH items AS (
    SELECT place_id, concat_ws('|', 'd', doc_id, place_name, doc_type, report_year, review_year, plan_year, plan_period,
                               published_on, status) AS item
    FROM documents WHERE place_id IN (FROM j_suspects)
    UNION ALL
    SELECT place_id, concat_ws('|', 't', target_id, promise_id, doc_id, year, period, indicator, indicator_label, scope, measure,
                               op, value_low, value_high, stretch, unit, relation, benchmark, headline, confidence, quote, char_start,
                               char_end)
    FROM targets WHERE place_id IN (FROM j_suspects)
    UNION ALL
    SELECT place_id, concat_ws('|', 'o', outcome_id, doc_id, year, period, indicator, indicator_label, scope, measure, op,
                               value_low, value_high, unit, relation, benchmark, estimated, quote, char_start, char_end, section,
                               confidence)
    FROM outcomes WHERE place_id IN (FROM j_suspects)
    UNION ALL
    SELECT place_id, concat_ws('|', 'c', claim_id, doc_id, year, indicator, reported, unit, target_value, target_op,
                               completion_pct, words, verdict, quote, char_start, char_end)
    FROM claims WHERE place_id IN (FROM j_suspects)
    UNION ALL
    SELECT place_id, concat_ws('|', 'm', doc_id, indicator, finding, char_start, char_end) FROM mentions
    WHERE place_id IN (FROM j_suspects)
)
SELECT place_id, sum(md5_number_lower(item)::HUGEINT) AS digest FROM items GROUP BY place_id;

CREATE OR REPLACE TEMP TABLE j_changed AS
SELECT place_id FROM j_state ANTI JOIN judge_state USING (place_id, digest)
UNION
SELECT place_id FROM judge_state SEMI JOIN j_suspects USING (place_id) ANTI JOIN j_state USING (place_id);

-- j_ancestors: one row for each place and each place above it; distance 1 is the direct parent.
CREATE OR REPLACE TEMP TABLE j_ancestors AS
WITH RECURSIVE up AS (
    SELECT place_id, parent_id AS ancestor_id, 1 AS distance FROM places WHERE coalesce(parent_id, '') <> ''
    UNION ALL
    SELECT up.place_id, p.parent_id, up.distance + 1
    FROM up JOIN places p ON p.place_id = up.ancestor_id
    WHERE coalesce(p.parent_id, '') <> '' AND up.distance < 6
)
SELECT up.place_id, up.ancestor_id, up.distance, p.level,
       CASE p.level WHEN 'country' THEN '全国' ELSE p.place_name END AS place_name
FROM up JOIN places p ON p.place_id = up.ancestor_id;

-- j_chunks: one row for each place to be judged, with the number of the chunk in which that is done. Chunks of places bound the
-- memory that judging takes, however large the warehouse; they follow the order in which documents lie in the file, so that the
-- texts of a chunk lie together.
CREATE OR REPLACE TEMP TABLE j_chunks AS
WITH touched AS (
    SELECT place_id FROM j_changed
    UNION
    SELECT a.place_id FROM j_ancestors a SEMI JOIN j_changed c ON c.place_id = a.ancestor_id
), sizes AS (
    SELECT place_id, count(*) AS n FROM (
        SELECT place_id FROM documents UNION ALL SELECT place_id FROM targets UNION ALL SELECT place_id FROM outcomes
        UNION ALL SELECT place_id FROM claims UNION ALL SELECT place_id FROM mentions
    ) WHERE place_id IN (FROM touched) GROUP BY place_id
), firsts AS (
    SELECT place_id, min(rowid) AS first_row FROM documents WHERE place_id IN (FROM touched) GROUP BY place_id
), ordered AS (
    SELECT t.place_id, coalesce(sum(s.n) OVER (ORDER BY f.first_row NULLS FIRST, t.place_id), 0) - coalesce(s.n, 0) AS rows_before,
           coalesce(sum(s.n) OVER (), 0) AS n_rows
    FROM touched t LEFT JOIN sizes s USING (place_id) LEFT JOIN firsts f USING (place_id)
), counted AS (
    -- as many chunks as all hands have work with, unless there is little to do
    SELECT *, CASE WHEN n_rows <= getvariable('j_few_rows') THEN 1
                   ELSE ceil(n_rows / getvariable('j_chunk_rows') / getvariable('j_hands')) * getvariable('j_hands') END AS n_chunks
    FROM ordered
)
SELECT place_id, floor(rows_before * n_chunks / greatest(n_rows, 1))::INTEGER AS chunk FROM counted;
