-- The paragraph of the main targets of every report. Grain: one row for each such section; offsets into the document's text.
SELECT d.doc_id, d.source_file AS file, s.char_start, substring(d.text, s.char_start + 1, s.char_end - s.char_start) AS words
FROM sections s JOIN documents d USING (doc_id)
WHERE s.role = 'headline' AND d.status IN ('ok', 'warned')
ORDER BY file, s.char_start;
