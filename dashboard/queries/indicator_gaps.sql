-- The gaps of one indicator through the years, of the chosen levels and area: one row a year; promises counts its places.
-- n, quartiles and whiskers (the furthest within 1.5 times the middle half) are of the rows with x and y in the `unit` most in
-- use. places, low, high and outside are of all years: gaps beyond four times the middle half are outside, the rest lie from low
-- to high.
WITH cells AS (
    SELECT place_id, year, unnest(arg_min({'unit': unit, 'gap': gap, 'comparable': x IS NOT NULL AND y IS NOT NULL}, (voice, target_id)))
    FROM promises
    WHERE indicator = $indicator AND period = 'year' AND doubt <= $most AND list_contains($levels, level)
        AND ($area = '' OR starts_with(place_path, $area || '/'))
    GROUP BY place_id, year
), main AS (
    SELECT mode(unit ORDER BY unit) AS unit FROM cells WHERE comparable
), held AS (
    SELECT year, gap FROM cells JOIN main USING (unit) WHERE comparable AND gap IS NOT NULL
), usual AS (
    SELECT quantile_cont(gap, 0.25) AS q1, quantile_cont(gap, 0.75) AS q3, 4 * greatest(q3 - q1, 0.5) AS reach FROM held
), boxes AS (
    SELECT year, count(*) AS n, quantile_cont(gap, 0.25) AS q1, median(gap) AS median, quantile_cont(gap, 0.75) AS q3
    FROM held GROUP BY year
), whiskers AS (
    SELECT year, min(gap) FILTER (gap >= q1 - 1.5 * (q3 - q1)) AS lower, max(gap) FILTER (gap <= q3 + 1.5 * (q3 - q1)) AS upper
    FROM held JOIN boxes USING (year) GROUP BY year
)
SELECT c.year, c.promises, main.unit, coalesce(b.n, 0) AS n, b.q1, b.median, b.q3, w.lower, w.upper, every.places, span.low, span.high, span.outside
FROM (SELECT year, count(*) AS promises FROM cells GROUP BY year) c
LEFT JOIN boxes b USING (year) LEFT JOIN whiskers w USING (year)
CROSS JOIN main
CROSS JOIN (SELECT count(DISTINCT place_id) AS places FROM cells) every
CROSS JOIN (
    SELECT min(gap) FILTER (gap BETWEEN q1 - reach AND q3 + reach) AS low, max(gap) FILTER (gap BETWEEN q1 - reach AND q3 + reach) AS high,
        count(*) FILTER (gap NOT BETWEEN q1 - reach AND q3 + reach) AS outside
    FROM held CROSS JOIN usual
) span
ORDER BY c.year;
