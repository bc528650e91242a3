-- Reports held of a place, newest first: one row a document.
SELECT doc_id, title, doc_type, report_year, review_year, plan_year, published_on, source_url, source_file, citation,
    status::VARCHAR AS status, warnings
FROM documents WHERE place_id = $place ORDER BY report_year DESC, doc_type;
