-- cascade: one row for each rate or growth promised for a year by a place, beside what the nearest place above it promised for
-- the same quantity. added: how much the place puts on top (层层加码), in points; bounds as in targets (the lower, for 以内 the upper).
INSERT INTO cascade BY NAME
WITH rates AS (
    SELECT t.*, coalesce(t.value_low, t.value_high) AS value
    FROM j_targets t
    WHERE t.kind = 'number' AND t.is_rate AND t.in_catalogue AND t.scope_key = '' AND t.period = 'year'
    QUALIFY row_number() OVER (PARTITION BY place_id, year, indicator, measure, dimension ORDER BY char_start NULLS LAST, target_id) = 1
)
SELECT t.indicator, t.measure, t.year, t.place_id, t.place_name, p.level, t.target_id, t.op, t.value, t.unit,
       u.place_id AS parent_id, u.place_name AS parent_name, a.level AS parent_level, u.target_id AS parent_target_id,
       u.op AS parent_op, u.value AS parent_value, t.value - u.value AS added
FROM rates t
JOIN places p ON p.place_id = t.place_id
LEFT JOIN j_ancestors a ON a.place_id = t.place_id
LEFT JOIN rates u ON u.place_id = a.ancestor_id AND u.year = t.year AND u.indicator = t.indicator AND u.measure = t.measure
                 AND u.dimension = t.dimension
WHERE t.compared
QUALIFY row_number() OVER (PARTITION BY t.target_id ORDER BY u.target_id IS NULL, a.distance) = 1
ORDER BY t.indicator, t.year, t.place_id;
