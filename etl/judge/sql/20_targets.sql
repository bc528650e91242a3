-- j_targets: one row for each target of a source document; compared: its place is judged now (the others serve as parents). lo and hi are its bounds in the base unit of its dimension (equal
-- where there is one bound); less: less is better; kind: number, relative or words.
CREATE OR REPLACE TEMP TABLE j_targets AS
WITH base AS (
    SELECT t.target_id, t.promise_id, t.doc_id, s.place_id, t.place_name, s.place_id IN (FROM j_touched) AS compared, t.year, t.period, t.indicator, t.indicator_label,
           t.scope, t.measure, CASE t.op WHEN '' THEN 'eq' ELSE t.op END AS op, t.value_low, t.value_high, t.unit,
           t.relation, t.benchmark, t.quote, t.char_start,
           CASE WHEN n.scope IS NULL THEN t.scope ELSE '' END AS scope_key,
           coalesce(u.dimension, t.unit) AS dimension, j_factor(coalesce(u.factor, 1.0), t.measure, t.unit, i.unit, coalesce(t.value_low, t.value_high)) AS factor,
           coalesce(i.direction, '') AS direction, coalesce(i.price_basis, '') AS price_basis, coalesce(i.unit, '') AS usual_unit,
           coalesce(i.in_catalogue, false) AS in_catalogue
    FROM j_base_targets t
    JOIN j_target_source s ON s.doc_id = t.doc_id AND s.year = t.year AND s.period = t.period
    LEFT JOIN j_units u ON u.unit = trim(t.unit)
    LEFT JOIN j_no_scope n ON n.scope = t.scope
    LEFT JOIN indicators i ON i.indicator = t.indicator
)
SELECT b.* EXCLUDE (factor), factor,
       coalesce(w.class, b.scope_key) AS scope_class,
       coalesce(value_low, value_high) * factor AS lo, coalesce(value_high, value_low) * factor AS hi,
       op = 'le' OR (op <> 'ge' AND direction IN ('down', 'ceiling')) AS less,
       direction <> 'ceiling' AS exceedable,
       list_contains(getvariable('j_rate_dimensions'), dimension) AS is_rate,
       CASE
           WHEN measure IN ('growth', 'level') AND coalesce(value_low, value_high) IS NOT NULL THEN 'number'
           WHEN relation IN ('sync_gdp', 'above_gdp', 'above_parent', 'above_other', 'not_below_last_year', 'positive',
                             'stable', 'handed_down') THEN 'relative'
           ELSE 'words'
       END AS kind,
       -- only for relative targets: the margin in points, 0 where none is given
       CASE WHEN measure IN ('relative', 'qualitative') THEN abs(coalesce(value_low, value_high, 0)) ELSE 0 END AS margin,
       coalesce(regexp_matches(quote, getvariable('j_growth_words')), false) AS says_growth,
       coalesce(regexp_matches(quote, getvariable('j_sync_words')), false) AS says_sync,
       coalesce(regexp_matches(quote, getvariable('j_floor_words')), false) AS says_floor,
       coalesce(regexp_matches(quote, getvariable('j_real_growth_words')), false) AS says_real
FROM base b
LEFT JOIN j_wording w ON w.indicator = b.indicator AND w.scope = b.scope_key;
