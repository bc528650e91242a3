-- The record of a place beside its peers (same level, same parent) in a year: one row a place; counts promises.
SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path,
    count(*) AS promises,
    count(*) FILTER (status IN ('exceeded', 'met')) AS kept,
    count(*) FILTER (status = 'near') AS near,
    count(*) FILTER (status = 'missed') AS missed,
    count(*) FILTER (status = 'unreported') AS unreported,
    count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises
WHERE year = $year AND period = 'year' AND doubt <= $most AND (list_contains($places, place_id)
    OR (len($places) <= 1 AND parent_id = (SELECT parent_id FROM places WHERE place_id = $place)
        AND level = (SELECT level FROM places WHERE place_id = $place)))
GROUP BY place_id ORDER BY kept / nullif(decided, 0) DESC NULLS LAST, place_id;
