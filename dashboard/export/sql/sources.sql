-- Documents by id: one row each, without the text but with its hash and length (code points), to find it again by.
SELECT doc_id, title, source_url, source_file, sha256, doc_type, place_name, place_path, report_year, published_on, meeting_on,
    citation, sha256(coalesce(text, '')) AS text_sha256, length(coalesce(text, '')) AS characters
FROM warehouse.main.documents WHERE list_contains($documents, doc_id) ORDER BY doc_id;
