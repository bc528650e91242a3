-- Promises by indicator and status in a year, of the chosen levels and area: one row an indicator; counts promises.
SELECT indicator, any_value(label_zh) AS label_zh, any_value(label_en) AS label_en, any_value(in_catalogue) AS in_catalogue,
    count(*) AS promises,
    count(*) FILTER (status IN ('exceeded', 'met')) AS kept,
    count(*) FILTER (status = 'near') AS near,
    count(*) FILTER (status = 'missed') AS missed,
    count(*) FILTER (status = 'unreported') AS unreported,
    count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
FROM promises
WHERE year = $year AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
    AND ($area = '' OR starts_with(place_path, $area || '/'))
GROUP BY indicator ORDER BY promises DESC, indicator;
