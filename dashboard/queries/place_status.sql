-- Promises by place and status in a year, of the chosen levels and area: one row a place; counts promises.
SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path, any_value(level) AS level,
    count(*) AS promises,
    count(*) FILTER (status IN ('exceeded', 'met')) AS kept,
    count(*) FILTER (status = 'near') AS near,
    count(*) FILTER (status = 'missed') AS missed,
    count(*) FILTER (status = 'unreported') AS unreported,
    count(*) FILTER (status = 'unverifiable') AS unverifiable,
    count(*) FILTER (status = 'pending') AS pending,
    count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises
WHERE year = $year AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
    AND ($area = '' OR starts_with(place_path, $area || '/'))
GROUP BY place_id ORDER BY place_id;
