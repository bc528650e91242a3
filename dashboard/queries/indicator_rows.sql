-- One indicator across places in $year (0: in all years), of the chosen levels and area: one row for each place and year (the
-- first voice speaks). Values in `unit`, gap = outcome - target.
SELECT place_id, place_name, place_path, level, year, indicator, label_zh, label_en, target_id, outcome_id, status, method, gap,
    attainment, measure, op, value_low, value_high, stretch, unit, relation, benchmark, scope, x, y, tolerance, margin, direction,
    outcome_value, outcome_unit, outcome_op, estimated, apart, reference_value, reason, reason_en, doubt
FROM promises
WHERE indicator = $indicator AND ($year = 0 OR year = $year) AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
    AND ($area = '' OR starts_with(place_path, $area || '/'))
QUALIFY row_number() OVER (PARTITION BY place_id, year ORDER BY voice, target_id) = 1
ORDER BY year, place_id;
