-- Figures outside what their indicator can be ($bounds: indicator or '*', measure, unit, low, high). Grain: one row for each row
-- of targets or outcomes; values in the row's own unit. Amounts added (cause `increment`) are no levels, and are left out.
WITH bounds AS (SELECT unnest($bounds, recursive := true)), rows AS (
    SELECT 'target' AS role, target_id AS id, doc_id, year, indicator, measure, coalesce(value_low, value_high) AS value, unit, confidence, causes, quote FROM targets
    UNION ALL
    SELECT 'outcome', outcome_id, doc_id, year, indicator, measure, coalesce(value_low, value_high), unit, confidence, causes, quote FROM outcomes
), bound AS (
    SELECT r.*, b.low, b.high FROM rows r
    JOIN bounds b ON b.measure = r.measure AND b.unit = r.unit AND b.indicator IN (r.indicator, '*')
    QUALIFY row_number() OVER (PARTITION BY r.id ORDER BY b.indicator = '*') = 1
)
SELECT d.source_file AS file, b.role, b.year, b.indicator, b.measure, b.value, b.unit, b.confidence, b.quote
FROM bound b JOIN documents d USING (doc_id)
WHERE b.value NOT BETWEEN b.low AND b.high AND NOT list_contains(b.causes, 'increment')
ORDER BY b.indicator, abs(b.value) DESC, file;
