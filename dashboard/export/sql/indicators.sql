-- Indicators with promises that `name` may mean: by id or by label in either language; one row each.
SELECT indicator, any_value(label_zh) AS label_zh, any_value(label_en) AS label_en, any_value(direction) AS direction,
    max(year) FILTER (status <> 'pending') AS last_decided, max(year) AS last_year
FROM promises WHERE $name IN (indicator, label_zh, label_en, indicator_label)
GROUP BY indicator ORDER BY indicator = $name DESC, count(*) DESC, indicator;
