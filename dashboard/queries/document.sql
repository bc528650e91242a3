-- One document: one row (or none).
SELECT doc_id, title, doc_type, place_id, place_name, place_path, report_year, review_year, plan_year, published_on, meeting_on,
    source_url, source_file, citation, status::VARCHAR AS status, warnings, text
FROM documents WHERE doc_id = $doc;
