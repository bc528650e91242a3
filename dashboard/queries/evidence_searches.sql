-- What the search behind a silent or unverifiable verdict found: one row a passage.
SELECT s.doc_id, s.finding, s.quote, s.char_start, s.char_end, d.title, d.report_year
FROM searches s LEFT JOIN documents d USING (doc_id) WHERE s.target_id = $target ORDER BY s.char_start;
