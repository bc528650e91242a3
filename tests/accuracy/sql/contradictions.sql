-- Growth printed beside the growth that the levels of two reports imply. Grain: place, year, indicator, scope; gap in points.
SELECT r.place_name AS place, r.year, r.indicator, r.scope, r.growth, r.level, r.level_unit, r.last_level, r.last_unit, r.gap, r.status,
       g.quote AS growth_quote, l.quote AS level_quote, p.quote AS last_quote
FROM reconciliations r
LEFT JOIN outcomes g ON g.outcome_id = r.growth_id
LEFT JOIN outcomes l ON l.outcome_id = r.level_id
LEFT JOIN outcomes p ON p.outcome_id = r.last_id
ORDER BY abs(r.gap) DESC, place, r.year, r.indicator, r.scope;
