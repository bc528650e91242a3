-- Places with comparisons: one row a place, in the order of their codes; latest_decided = last year with a verdict.
SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path, any_value(level) AS level,
    any_value(parent_id) AS parent_id, count(*) AS promises,
    count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided,
    max(year) FILTER (status NOT IN ('pending', 'unverifiable')) AS latest_decided
FROM promises WHERE place_id IS NOT NULL GROUP BY place_id ORDER BY place_id;
