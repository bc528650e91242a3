-- Indicators with comparisons: one row each, catalogue first; promises = how often promised. Outside the catalogue, what was
-- only ever capped is to go down.
SELECT c.indicator, coalesce(i.label_zh, c.indicator_label) AS label_zh, coalesce(i.label_en, c.indicator_label) AS label_en,
    coalesce(i.sort_order, 9999) AS sort_order, coalesce(i.in_catalogue, false) AS in_catalogue,
    coalesce(nullif(i.direction, ''), CASE WHEN c.capped THEN 'down' ELSE 'up' END) AS direction, c.promises, c.decided
FROM (
    SELECT indicator, any_value(indicator_label) AS indicator_label, bool_and(coalesce(op = 'le', false)) AS capped, count(*) AS promises,
        count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
    FROM comparisons WHERE decides GROUP BY indicator
) c LEFT JOIN indicators i USING (indicator)
ORDER BY in_catalogue DESC, sort_order, promises DESC, indicator;
