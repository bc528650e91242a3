-- Reports whose place or years stay open. Grain: one row for each document.
SELECT source_file AS file, doc_type AS kind, coalesce(place_name, '') AS place, review_year, plan_year, array_to_string(warnings, '；') AS why
FROM documents
WHERE status IN ('ok', 'warned') AND (place_id IS NULL OR coalesce(review_year, plan_year) IS NULL)
ORDER BY file;
