-- Levels of place that have comparisons: one row a level, with its number of places.
SELECT level, count(DISTINCT place_id) AS places FROM promisers WHERE level <> '' GROUP BY level ORDER BY level;
