-- Documents with a warning, refused or skipped: one row a document.
SELECT doc_id, source_file, title, place_name, report_year, doc_type, status::VARCHAR AS status, warnings
FROM documents WHERE status <> 'ok' OR len(warnings) > 0
ORDER BY status = 'refused' DESC, status, source_file;
