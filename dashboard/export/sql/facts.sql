-- Facts of the warehouse that a pack states: one row; dates are the latest of the reports held.
SELECT
    (SELECT count(*) FROM warehouse.main.documents WHERE status IN ('ok', 'warned')) AS documents,
    (SELECT max(coalesce(published_on, meeting_on)) FROM warehouse.main.documents WHERE status IN ('ok', 'warned')) AS latest,
    (SELECT max(report_year) FROM warehouse.main.documents WHERE status IN ('ok', 'warned')) AS latest_year,
    (SELECT string_agg(key || '=' || value, ';' ORDER BY key) FROM warehouse.main.build_info) AS build;
