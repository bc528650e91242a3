-- Names of quantities without a catalogue id that occur in several reports, with a number. Grain: one row for each name.
SELECT indicator, count(*) AS rows, count(DISTINCT doc_id) AS documents, count(DISTINCT place_id) AS places,
       mode(unit) AS unit, min(year) AS first_year, max(year) AS last_year
FROM targets
WHERE starts_with(indicator, 'other:') AND measure IN ('growth', 'level')
GROUP BY indicator HAVING count(DISTINCT doc_id) > 1
ORDER BY documents DESC, rows DESC, indicator;
