-- Documents whose text holds every word, as typed or in capitals: one row a document, with the surroundings of the first
-- word (first_at, 1-based).
WITH held AS (
    SELECT doc_id, title, place_name, place_path, report_year, doc_type, source_url, text
    FROM documents
    WHERE status IN ('ok', 'warned') AND ($year = 0 OR report_year = $year)
        AND (contains(text, $a) OR contains(text, upper($a))) AND (contains(text, $b) OR contains(text, upper($b)))
        AND (contains(text, $c) OR contains(text, upper($c))) AND (contains(text, $d) OR contains(text, upper($d)))
), counted AS (
    SELECT *, count(*) OVER () AS total FROM held ORDER BY report_year DESC, place_path, doc_id LIMIT $limit OFFSET $offset
), placed AS (
    SELECT *, CASE WHEN contains(text, $a) THEN position($a IN text) ELSE position(upper($a) IN text) END AS first_at FROM counted
)
SELECT doc_id, title, place_name, place_path, report_year, doc_type, source_url, first_at, total,
    substring(text, greatest(first_at - 70, 1), 200) AS snippet
FROM placed ORDER BY report_year DESC, place_path, doc_id;
