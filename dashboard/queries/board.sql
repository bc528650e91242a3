-- The board: one row for each place and indicator of the year; the first voice speaks for the cell,
-- others are counted in `others`. Values in `unit`.
WITH chosen AS (
    SELECT * FROM promises
    WHERE year = $year AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
        AND ($area = '' OR starts_with(place_path, $area || '/'))
), cells AS (
    SELECT arg_min(target_id, (voice, target_id)) AS first, count(*) - 1 AS others FROM chosen GROUP BY place_id, indicator
)
SELECT place_id, place_name, place_path, level, indicator, label_zh, label_en, sort_order, in_catalogue,
    target_id, outcome_id, status, method, gap, attainment, measure, op, value_low, value_high, stretch, unit,
    relation, benchmark, scope, outcome_value, outcome_unit, outcome_op, estimated, apart, reference_value, doubt, others
FROM chosen JOIN cells ON target_id = first
ORDER BY place_id, sort_order, indicator;
