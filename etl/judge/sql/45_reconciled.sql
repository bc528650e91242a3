-- j_reconciled: one row for each place, year, indicator and scope of which level, last year's level and growth are all printed: the
-- growth that the two levels imply, as an interval that allows for rounding in print, in %.
CREATE OR REPLACE TEMP TABLE j_reconciled AS
WITH triples AS (
    SELECT g.place_id, g.year, g.indicator, g.scope_key AS scope, g.outcome_id AS growth_id, g.doc_id, g.value AS growth,
           g.quote AS growth_quote, g.char_start, g.char_end, l.outcome_id AS level_id, l.value AS level, l.unit AS level_unit,
           p.outcome_id AS last_id, p.value AS last_level, p.unit AS last_unit,
           0.5 * pow(10, -j_decimals(g.value)) AS growth_half,
           (l.v - 0.5 * pow(10, -j_decimals(l.value)) * l.factor) / (p.v + 0.5 * pow(10, -j_decimals(p.value)) * p.factor) AS low,
           (l.v + 0.5 * pow(10, -j_decimals(l.value)) * l.factor)
               / nullif(p.v - 0.5 * pow(10, -j_decimals(p.value)) * p.factor, 0) AS high
    FROM j_best g
    JOIN j_best l ON l.place_id = g.place_id AND l.year = g.year AND l.period = g.period AND l.indicator = g.indicator
                 AND l.scope_key = g.scope_key AND l.measure = 'level' AND l.doc_id = g.doc_id
    JOIN j_best p ON p.place_id = g.place_id AND p.year = g.year - 1 AND p.period = g.period AND p.indicator = g.indicator
                 AND p.scope_key = g.scope_key AND p.measure = 'level' AND p.dimension = l.dimension
    WHERE g.measure = 'growth' AND g.dimension = 'percent' AND l.dimension <> 'percent' AND g.period = 'year'
      AND g.op NOT IN ('ge', 'le') AND l.op NOT IN ('ge', 'le') AND p.op NOT IN ('ge', 'le') AND p.v > 0
      AND g.place_id IN (FROM j_touched)
), intervals AS (
    SELECT *, (low - 1) * 100 AS implied_low, (high - 1) * 100 AS implied_high FROM triples WHERE high > 0
)
SELECT r.*, coalesce(i.price_basis, '') AS price_basis,
       CASE WHEN growth - growth_half > implied_high THEN growth - growth_half - implied_high
            WHEN growth + growth_half < implied_low THEN growth + growth_half - implied_low ELSE 0 END AS gap
FROM intervals r LEFT JOIN indicators i USING (indicator)
QUALIFY row_number() OVER (PARTITION BY place_id, year, indicator, scope ORDER BY abs(gap), level_id, last_id) = 1;
