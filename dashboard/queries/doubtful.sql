-- How many judged rows are in doubt beyond $most, of the chosen year (0: all), place, indicator, status ('': any), levels and
-- area: one row; counts promises.
SELECT count(*) AS hidden FROM promises
WHERE doubt > $most AND ($year = 0 OR year = $year) AND ($place = '' OR place_id = $place)
    AND ($indicator = '' OR indicator = $indicator) AND ($status = '' OR status = $status)
    AND list_contains($levels, level) AND ($area = '' OR starts_with(place_path, $area || '/'));
