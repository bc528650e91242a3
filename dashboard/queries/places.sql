-- Places with comparisons: one row a place, in the order of their codes; latest_decided = last year with a verdict.
SELECT place_id, any_value(place_name) AS place_name, any_value(place_path) AS place_path, any_value(level) AS level,
    any_value(parent_id) AS parent_id, sum(promises)::BIGINT AS promises, sum(decided)::BIGINT AS decided,
    max(year) FILTER (decided > 0) AS latest_decided
FROM tallies WHERE place_id IS NOT NULL GROUP BY place_id ORDER BY place_id;
