-- Which reports are held: one row for each place, report year and kind; full = a report in full.
SELECT d.place_id, coalesce(p.place_name, d.place_name) AS place_name, coalesce(p.place_path, d.place_path) AS place_path,
    coalesce(p.level, d.level) AS level, d.report_year, d.doc_type, count(*) AS documents,
    bool_or(d.status = 'warned') AS warned, any_value(d.title) AS title, any_value(d.source_url) AS source_url
FROM documents d LEFT JOIN places p USING (place_id)
WHERE d.status IN ('ok', 'warned') AND d.place_id IS NOT NULL AND d.report_year IS NOT NULL
    AND ($area = '' OR starts_with(coalesce(p.place_path, d.place_path), $area))
GROUP BY ALL ORDER BY d.place_id, d.report_year;
