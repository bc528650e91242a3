-- What the place above the chosen ones reported of an indicator: one row for each year and unit; the area itself, else the
-- nation where provinces are compared.
SELECT o.year, o.value_low AS value, o.unit, o.measure, o.outcome_id, p.place_name
FROM outcomes o JOIN places p ON p.place_id = o.place_id
WHERE o.indicator = $indicator AND o.period = 'year' AND o.scope = '' AND o.value_low IS NOT NULL
    AND CASE WHEN $area <> '' THEN p.place_path = $area ELSE list_contains($levels, 'province') AND p.level = 'country' END
QUALIFY row_number() OVER (PARTITION BY o.year, o.unit, o.measure ORDER BY o.estimated, o.outcome_id) = 1
ORDER BY o.year;
