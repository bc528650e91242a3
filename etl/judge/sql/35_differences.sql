-- document_differences: one row for each figure that two documents on the same place, year and period state differently, beyond
-- what rounding in print allows: the source's figure and the other's. Values in their own units.
INSERT INTO document_differences BY NAME
WITH figures AS (
    SELECT 'outcome' AS role, o.place_id, o.year, o.period, o.indicator, o.scope_key AS scope, o.measure, o.dimension, o.doc_id,
           o.doc_rank, o.outcome_id AS row_id, o.v, o.value, o.unit, o.factor, o.op, o.char_start
    FROM j_outcomes o WHERE o.is_number
    UNION ALL
    SELECT 'target', d.place_id, t.year, t.period, t.indicator, CASE WHEN n.scope IS NULL THEN t.scope ELSE '' END, t.measure,
           coalesce(u.dimension, t.unit), t.doc_id, CASE WHEN s.doc_id IS NULL THEN 2 ELSE 1 END, t.target_id,
           coalesce(t.value_low, t.value_high) * coalesce(u.factor, 1), coalesce(t.value_low, t.value_high), t.unit,
           coalesce(u.factor, 1), t.op, t.char_start
    FROM j_base_targets t
    JOIN j_documents d ON d.doc_id = t.doc_id AND d.plan_year = t.year
    LEFT JOIN j_target_source s ON s.doc_id = t.doc_id AND s.year = t.year AND s.period = t.period
    LEFT JOIN j_units u ON u.unit = trim(t.unit)
    LEFT JOIN j_no_scope n ON n.scope = t.scope
    WHERE t.measure IN ('growth', 'level') AND coalesce(t.value_low, t.value_high) IS NOT NULL
), firsts AS (
    SELECT *, 0.5 * pow(10, -j_decimals(value)) * factor AS half
    FROM figures
    WHERE (place_id, year) IN (SELECT (place_id, year) FROM j_outcome_docs GROUP BY place_id, year HAVING count(*) > 1)
       OR role = 'target'
    QUALIFY row_number() OVER (
        PARTITION BY role, place_id, year, period, indicator, scope, measure, dimension, doc_id
        ORDER BY char_start NULLS LAST, row_id
    ) = 1
)
SELECT a.place_id, p.place_name, a.year, a.period, a.role, a.indicator, a.scope, a.measure,
       a.doc_id AS source_doc_id, a.row_id AS source_row_id, a.value AS source_value, a.unit AS source_unit,
       b.doc_id AS other_doc_id, b.row_id AS other_row_id, b.value AS other_value, b.unit AS other_unit
FROM firsts a
JOIN firsts b USING (role, place_id, year, period, indicator, scope, measure, dimension)
JOIN j_documents p ON p.doc_id = a.doc_id
WHERE a.doc_rank = 1 AND b.doc_rank > 1 AND a.place_id IN (FROM j_touched)
  AND (a.role = 'target' OR (a.op NOT IN ('ge', 'le') AND b.op NOT IN ('ge', 'le')))
  AND abs(a.v - b.v) > greatest(a.half, b.half) * (1 + 1e-9)
ORDER BY ALL;
