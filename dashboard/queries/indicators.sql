-- Indicators with comparisons: one row each, catalogue first; promises = how often promised.
SELECT indicator, any_value(label_zh) AS label_zh, any_value(label_en) AS label_en, min(sort_order) AS sort_order,
    bool_or(in_catalogue) AS in_catalogue, any_value(direction) AS direction, count(*) AS promises,
    count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises GROUP BY indicator ORDER BY in_catalogue DESC, sort_order, promises DESC, indicator;
