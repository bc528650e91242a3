-- The board: one row for each place and indicator of the year; the first voice speaks for the cell,
-- others are counted in `others`. Values in `unit`.
SELECT place_id, place_name, place_path, level, indicator, label_zh, label_en, sort_order, in_catalogue,
    target_id, outcome_id, status, method, gap, attainment, measure, op, value_low, value_high, stretch, unit,
    relation, benchmark, scope, outcome_value, outcome_unit, outcome_op, estimated, reference_value, doubt, others
FROM (
    SELECT *, count(*) OVER cell - 1 AS others,
        row_number() OVER (PARTITION BY place_id, indicator ORDER BY voice, target_id) AS nth
    FROM promises
    WHERE year = $year AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
        AND ($area = '' OR starts_with(place_path, $area || '/'))
    WINDOW cell AS (PARTITION BY place_id, indicator)
)
WHERE nth = 1
ORDER BY place_id, sort_order, indicator;
