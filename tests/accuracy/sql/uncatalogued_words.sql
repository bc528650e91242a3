-- The same for targets without a number. Grain: one row for each name.
SELECT indicator, count(*) AS rows, count(DISTINCT doc_id) AS documents, mode(relation) AS relation
FROM targets
WHERE starts_with(indicator, 'other:') AND measure NOT IN ('growth', 'level')
GROUP BY indicator HAVING count(DISTINCT doc_id) > 1
ORDER BY documents DESC, rows DESC, indicator;
