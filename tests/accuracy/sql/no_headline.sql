-- Work and plan reports in which no paragraph of the main targets was found. Grain: one row for each document.
SELECT d.source_file AS file, d.place_name AS place, d.plan_year, length(d.text) AS characters
FROM documents d
WHERE d.status IN ('ok', 'warned') AND d.doc_type IN ('work_report', 'plan_report')
  AND NOT EXISTS (FROM sections s WHERE s.doc_id = d.doc_id AND s.role = 'headline')
ORDER BY file;
