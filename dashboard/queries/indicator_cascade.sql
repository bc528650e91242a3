-- The targets of one indicator and year at every level, each with the target of the nearest place above: one row a target; in `unit`.
SELECT c.place_id, c.place_name, c.level, c.target_id, c.value AS x, c.unit, c.measure, c.parent_id, c.parent_name,
    c.parent_value AS parent_x, c.added, t.op, t.value_low, t.value_high, t.stretch, t.relation, t.benchmark
FROM cascade c JOIN targets t USING (target_id) LEFT JOIN places p ON p.place_id = c.place_id
WHERE c.indicator = $indicator AND c.year = $year
    AND c.target_id NOT IN (SELECT target_id FROM rows WHERE doubt > $most AND indicator = $indicator AND year = $year)
    AND ($area = '' OR c.level = 'country' OR p.place_path = $area OR starts_with(p.place_path, $area || '/')
        OR starts_with($area, p.place_path || '/'))
QUALIFY row_number() OVER (PARTITION BY c.place_id ORDER BY t.headline DESC, c.measure = 'growth' DESC, c.target_id) = 1
ORDER BY c.place_id;
