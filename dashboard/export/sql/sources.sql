-- Documents by id: one row each, without the text but with its length (code points).
SELECT doc_id, title, source_url, source_file, sha256, doc_type, place_name, place_path, report_year, published_on, meeting_on,
    citation, length(coalesce(text, '')) AS characters
FROM warehouse.main.documents JOIN (SELECT unnest($documents) AS doc_id) USING (doc_id) ORDER BY doc_id;
