-- Places of some levels (and an area) with promises for a year: one row each.
SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path, any_value(level) AS level,
    count(*) AS promises
FROM promises
WHERE year = $year AND period = 'year' AND (len($levels) = 0 OR list_contains($levels, level))
    AND ($area = '' OR starts_with(place_path, $area || '/'))
GROUP BY place_id ORDER BY place_id;
