-- Years with comparisons and the level of place, newest first: one row for each year and level; decided = with a verdict.
SELECT year, level, count(*) AS promises, count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises WHERE period = 'year' GROUP BY year, level ORDER BY year DESC, level;
