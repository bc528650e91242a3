-- The latest year in which promises of some levels (and an area) have verdicts: one row, one value (null where none).
SELECT coalesce(max(year) FILTER (status <> 'pending'), max(year)) AS year
FROM promises
WHERE period = 'year' AND (len($levels) = 0 OR list_contains($levels, level))
    AND ($area = '' OR starts_with(place_path, $area || '/')) AND ($indicator = '' OR indicator = $indicator);
