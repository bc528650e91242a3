-- One document: one row (or none).
SELECT d.doc_id, title, doc_type, place_id, place_name, place_path, report_year, review_year, plan_year, published_on, meeting_on,
    source_url, source_file, citation, status::VARCHAR AS status, warnings, t.text
FROM documents d LEFT JOIN memory.held.texts t USING (doc_id) WHERE d.doc_id = $doc;
