-- Documents whose text holds every word: one row a document, with the surroundings of the first word (first_at, 1-based).
SELECT doc_id, title, place_name, place_path, report_year, doc_type, source_url, first_at,
    substring(text, greatest(first_at - 70, 1), 200) AS snippet, count(*) OVER () AS total
FROM (
    SELECT *, position($a IN lower(text)) AS first_at FROM documents
    WHERE text IS NOT NULL AND status IN ('ok', 'warned') AND contains(lower(text), $a) AND contains(lower(text), $b)
        AND contains(lower(text), $c) AND contains(lower(text), $d) AND ($year = 0 OR report_year = $year)
)
ORDER BY report_year DESC, place_path, doc_id LIMIT $limit OFFSET $offset;
