-- Promises by year and status, of the chosen levels and area: one row for each year and status; counts promises.
SELECT year, status, count(*) AS promises
FROM promises
WHERE period = 'year' AND doubt <= $most AND list_contains($levels, level) AND ($area = '' OR starts_with(place_path, $area || '/'))
GROUP BY year, status ORDER BY year DESC, status;
