-- Years with comparisons and the level of place, newest first: one row for each year and level; decided = with a verdict.
SELECT year, level, sum(promises)::BIGINT AS promises, sum(decided)::BIGINT AS decided
FROM tallies WHERE period = 'year' GROUP BY year, level ORDER BY year DESC, level;
