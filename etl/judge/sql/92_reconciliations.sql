-- reconciliations: one row for each place, year, indicator and scope of which level, last year's level and growth are all printed
-- (45_reconciled), with the cause that the text names for a gap.
-- causes: what the sentence around the printed growth says of how it was counted
CREATE OR REPLACE TEMP TABLE j_causes AS
WITH windows AS (
    SELECT unnest(stretches, recursive := true) FROM j_looked
), sentences AS (
    -- the quote, back to the last full stop before it and on to the next one after it
    SELECT growth_id, regexp_extract(left(stretch, before), '[^。！？\n]*$') || substring(stretch, before + 1, len)
           || regexp_extract(substring(stretch, before + len + 1), '^[^。！？；\n]*') AS sentence
    FROM windows
)
SELECT s.growth_id, first(c.cause ORDER BY c.priority) AS cause
FROM sentences s JOIN j_cause_words c ON contains(s.sentence, c.word) GROUP BY s.growth_id;

INSERT INTO reconciliations BY NAME
SELECT r.place_id, p.place_name, r.year, r.indicator, r.scope, r.doc_id, r.growth_id, r.level_id, r.last_id, r.growth, r.level,
       r.level_unit, r.last_level, r.last_unit, r.implied_low, r.implied_high, r.gap,
       CASE WHEN r.price_basis = 'constant' THEN 'constant_prices' WHEN r.gap = 0 THEN 'agrees'
            WHEN c.cause IS NOT NULL THEN 'explained' ELSE 'unexplained' END AS status,
       coalesce(c.cause, '') AS cause
FROM j_reconciled r
LEFT JOIN j_causes c USING (growth_id)
JOIN places p ON p.place_id = r.place_id
ORDER BY r.place_id, r.year, r.indicator, r.scope;
