-- Years of a place with comparisons, newest first: one row a year; decided = promises with a verdict.
SELECT year, count(*) AS promises, count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises WHERE place_id = $place GROUP BY year ORDER BY year DESC;
