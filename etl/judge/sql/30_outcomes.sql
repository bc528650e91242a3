-- j_outcomes: one row for each outcome of a document that reports on its year and period, in the base unit.
CREATE OR REPLACE TEMP TABLE j_outcomes AS
WITH base AS (
    SELECT o.outcome_id, o.doc_id, d.place_id, d.year, d.period, d.doc_rank, d.doc_type, o.indicator, o.indicator_label,
           o.measure, o.op, o.scope, o.value_low, o.value_high, o.unit, o.relation, o.benchmark, o.quote, o.char_start,
           o.char_end, o.estimated, o.section, o.confidence,
           CASE WHEN n.scope IS NULL THEN o.scope ELSE '' END AS scope_key,
           coalesce(u.dimension, o.unit) AS dimension, j_factor(coalesce(u.factor, 1.0), o.measure, o.unit, i.unit, coalesce(o.value_low, o.value_high)) AS factor
    FROM j_base_outcomes o
    JOIN j_outcome_docs d ON d.doc_id = o.doc_id AND d.year = o.year AND d.period = o.period
    LEFT JOIN j_units u ON u.unit = trim(o.unit)
    LEFT JOIN j_no_scope n ON n.scope = o.scope
    LEFT JOIN indicators i ON i.indicator = o.indicator
)
SELECT b.*, coalesce(w.class, b.scope_key) AS scope_class,
       coalesce(value_low, value_high) AS value,
       coalesce(value_low, value_high) * factor AS v,
       measure IN ('growth', 'level') AND coalesce(value_low, value_high) IS NOT NULL AS is_number
FROM base b
LEFT JOIN j_wording w ON w.indicator = b.indicator AND w.scope = b.scope_key;

-- j_scopes: in how many scopes a document gives an indicator in numbers.
CREATE OR REPLACE TEMP TABLE j_scopes AS
SELECT doc_id, year, period, indicator, count(DISTINCT scope_key) AS n_scopes
FROM j_outcomes WHERE is_number GROUP BY ALL;

-- j_best: one row for each place, year, period, indicator, scope, measure and dimension: the figure that answers.
-- The source document before the others, a plain number before a bound, the review before a five-year review, the sure
-- before the doubtful, the first statement before a repeated one.
CREATE OR REPLACE TEMP TABLE j_best AS
SELECT o.*, s.n_scopes
FROM j_outcomes o
JOIN j_scopes s USING (doc_id, year, period, indicator)
WHERE o.is_number
QUALIFY row_number() OVER (
    PARTITION BY o.place_id, o.year, o.period, o.indicator, o.scope_key, o.measure, o.dimension
    ORDER BY o.doc_rank, o.op IN ('ge', 'le'), o.section = 'five_year_review',
             CASE o.confidence WHEN 'low' THEN 1 ELSE 0 END, o.char_start NULLS LAST, o.outcome_id
) = 1;
