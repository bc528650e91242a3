-- Promises kept under the three readings, of the chosen year, levels and area: one row; counts promises with a verdict.
SELECT count(*) AS judged, count(*) FILTER (status_strict IN ('met', 'exceeded', 'near')) AS strict,
    count(*) FILTER (status IN ('met', 'exceeded', 'near')) AS standard,
    count(*) FILTER (status_lenient IN ('met', 'exceeded', 'near')) AS lenient,
    count(*) FILTER (status_strict <> status OR status_lenient <> status) AS depends
FROM promises
WHERE year = $year AND period = 'year' AND doubt <= $most AND list_contains($levels, level) AND ($area = '' OR starts_with(place_path, $area || '/'))
    AND status NOT IN ('pending', 'unverifiable');
