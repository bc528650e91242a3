-- Parents that hold places with comparisons: one row each; path as in places.place_path.
SELECT path, count(DISTINCT place_id) AS places
FROM (
    SELECT place_id, array_to_string(parts[1:n], '/') AS path
    FROM (SELECT place_id, string_split(place_path, '/') AS parts FROM promisers) held, range(1, len(parts)) steps(n)
)
WHERE path <> '' GROUP BY path ORDER BY path;
