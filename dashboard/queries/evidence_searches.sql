-- What the search behind a silent or unverifiable verdict found: one row a passage.
SELECT s.doc_id, s.finding, s.quote, s.char_start, s.char_end, coalesce(f.zh, s.finding) AS finding_zh, coalesce(f.en, s.finding) AS finding_en, d.title, d.report_year
FROM searches s LEFT JOIN documents d USING (doc_id) LEFT JOIN finding_labels f ON f.finding = s.finding
WHERE s.target_id = $target ORDER BY s.char_start;
