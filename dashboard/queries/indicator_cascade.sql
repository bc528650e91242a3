-- The targets of one indicator and year at every level, with the target of the place above: one row a place; in `unit`.
WITH own AS (
    SELECT place_id, place_name, place_path, level, parent_id, target_id, x, unit, measure, op, value_low, value_high, stretch,
        relation, benchmark, status, outcome_value, outcome_unit, estimated
    FROM promises
    WHERE indicator = $indicator AND year = $year AND period = 'year' AND x IS NOT NULL AND scope = ''
        AND ($area = '' OR starts_with(place_path, $area || '/') OR place_path = $area OR starts_with($area, place_path || '/')
            OR level = 'country')
    QUALIFY row_number() OVER (PARTITION BY place_id ORDER BY headline DESC, measure = 'growth' DESC, target_id) = 1
)
SELECT own.*, above.x AS parent_x, above.unit AS parent_unit, above.place_name AS parent_name
FROM own LEFT JOIN own above ON above.place_id = own.parent_id
ORDER BY own.place_id;
