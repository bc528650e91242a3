-- What the search behind a silent or unverifiable verdict found: one row for each passage; a row without a quote says that
-- the document was searched and held nothing.
SELECT target_id, doc_id, finding, quote, char_start, char_end
FROM warehouse.main.searches JOIN (SELECT unnest($targets) AS target_id) USING (target_id)
ORDER BY target_id, char_start NULLS FIRST;
