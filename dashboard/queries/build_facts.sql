-- Facts of the build and counts of documents by status: one row each.
SELECT key, value FROM build_info
UNION ALL SELECT 'documents.' || status::VARCHAR, count(*)::VARCHAR FROM documents GROUP BY status
ORDER BY key;
