-- Which reports are held: one row for each place, report year and kind; full = a report in full.
SELECT d.place_id, coalesce(p.place_name, d.place_name) AS place_name, coalesce(p.place_path, d.place_path) AS place_path,
    coalesce(p.level, d.level) AS level, d.report_year, d.doc_type, d.documents, d.warned, d.title, d.source_url
FROM (
    SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path, any_value(level) AS level, report_year,
        doc_type, count(*) AS documents, bool_or(status = 'warned') AS warned, min(title) AS title, min(source_url) AS source_url
    FROM documents
    WHERE status IN ('ok', 'warned') AND place_id IS NOT NULL AND report_year IS NOT NULL
    GROUP BY place_id, report_year, doc_type
) d LEFT JOIN places p USING (place_id)
WHERE $area = '' OR starts_with(coalesce(p.place_path, d.place_path), $area)
ORDER BY d.place_id, d.report_year, d.doc_type;
