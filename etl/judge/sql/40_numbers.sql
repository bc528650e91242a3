-- j_measured collects every target that a figure answers. One row for each target and method; v, lo, hi in the base unit.
-- kind: bounded (a number with its bounds), sync, above (a difference of two figures against a margin), positive.
CREATE OR REPLACE TEMP TABLE j_measured (
    target_id VARCHAR, outcome_id VARCHAR, outcome_doc_id VARCHAR, method VARCHAR, kind VARCHAR, priority INTEGER,
    v DOUBLE, lo DOUBLE, hi DOUBLE, less BOOLEAN, exceedable BOOLEAN, op VARCHAR, is_rate BOOLEAN,
    outcome_value DOUBLE, outcome_unit VARCHAR, reference_id VARCHAR, reference_value DOUBLE, reference_unit VARCHAR,
    gap DOUBLE, gap_unit VARCHAR, rule VARCHAR, code VARCHAR, benchmark_zh VARCHAR, benchmark_en VARCHAR
);

-- j_answers: for each target and each measure and dimension, the figure of its own indicator in its own scope, or in a scope
-- that differs in wording only and is the only one that the document gives.
CREATE OR REPLACE TEMP TABLE j_answers AS
SELECT t.target_id, b.* EXCLUDE (place_id, indicator_label), t.scope_key <> b.scope_key AS by_wording
FROM j_targets t
JOIN j_best b ON b.place_id = t.place_id AND b.year = t.year AND b.period = t.period AND b.indicator = t.indicator
             AND b.scope_class = t.scope_class
WHERE t.scope_key = b.scope_key OR b.n_scopes = 1
QUALIFY row_number() OVER (
    PARTITION BY t.target_id, b.measure, b.dimension
    ORDER BY b.doc_rank, t.scope_key <> b.scope_key, b.op IN ('ge', 'le'), b.char_start NULLS LAST, b.outcome_id
) = 1;

-- 城乡居民收入 is promised as one and reported apart: of the two growths the lower one answers, where growth alone decides and
-- nothing is asked of another place or year.
ALTER TABLE j_answers ADD COLUMN apart BOOLEAN DEFAULT false;
INSERT INTO j_answers BY NAME
SELECT t.target_id, b.* EXCLUDE (place_id, indicator_label), false AS by_wording, true AS apart
FROM j_targets t
JOIN j_together g ON g.indicator = t.indicator AND contains(t.quote, g.words)
JOIN j_best b ON b.place_id = t.place_id AND b.year = t.year AND b.period = t.period AND b.indicator = g.part
             AND b.scope_class = t.scope_class AND b.measure = 'growth' AND b.dimension = 'percent'
WHERE (t.kind = 'number' OR t.relation IN ('sync_gdp', 'above_gdp', 'positive'))
  AND NOT EXISTS (FROM j_answers a WHERE a.target_id = t.target_id AND a.measure = 'growth')
QUALIFY count(*) OVER (PARTITION BY t.target_id) = g.n
    AND row_number() OVER (PARTITION BY t.target_id ORDER BY b.v, b.indicator) = 1;

-- direct: the same measure in the same dimension
INSERT INTO j_measured BY NAME
SELECT t.target_id, a.outcome_id, a.doc_id AS outcome_doc_id, 'direct' AS method, 'bounded' AS kind, 1 AS priority,
       a.v, t.lo, t.hi, t.less, t.exceedable, t.op, t.is_rate, a.value AS outcome_value, a.unit AS outcome_unit,
       (a.v - CASE WHEN t.less THEN t.hi ELSE t.lo END) / t.factor AS gap, t.unit AS gap_unit,
       CASE WHEN t.direction = 'ceiling' THEN 'ceiling' WHEN t.less THEN 'less_is_better'
            WHEN t.op <> 'ge' AND t.direction <> 'up' THEN 'assumed_more_is_better' ELSE 'more_is_better' END AS rule,
       CASE WHEN a.apart THEN 'direct_apart' WHEN a.by_wording THEN 'direct_wording' ELSE 'direct' END AS code
FROM j_targets t
JOIN j_answers a ON a.target_id = t.target_id AND a.measure = t.measure AND a.dimension = t.dimension
WHERE t.kind = 'number' AND NOT j_implausible(t.indicator, t.measure, t.scope_key, t.dimension, a.v, t.lo);

-- derived: growth of a nominal quantity from this year's amount and last year's, each as its own report gave it; a change
-- in points of a rate likewise. Never where the promise is of real or comparable growth.
INSERT INTO j_measured BY NAME
SELECT t.target_id, a.outcome_id, a.doc_id AS outcome_doc_id, 'derived' AS method, 'bounded' AS kind, 2 AS priority,
       CASE t.dimension WHEN 'point' THEN a.v - p.v ELSE (a.v / p.v - 1) * 100 END AS v, t.lo, t.hi, t.less, t.exceedable,
       t.op, t.is_rate, a.value AS outcome_value, a.unit AS outcome_unit, p.outcome_id AS reference_id,
       p.value AS reference_value, p.unit AS reference_unit,
       CASE t.dimension WHEN 'point' THEN a.v - p.v ELSE (a.v / p.v - 1) * 100 END
           - CASE WHEN t.less THEN t.hi ELSE t.lo END AS gap, t.unit AS gap_unit,
       CASE WHEN t.direction = 'ceiling' THEN 'ceiling' WHEN t.less THEN 'less_is_better'
            WHEN t.op <> 'ge' AND t.direction <> 'up' THEN 'assumed_more_is_better' ELSE 'more_is_better' END AS rule,
       CASE t.dimension WHEN 'point' THEN 'derived_points' ELSE 'derived' END AS code
FROM j_targets t
JOIN j_answers a ON a.target_id = t.target_id AND a.measure = 'level' AND NOT a.by_wording
JOIN j_best p ON p.place_id = t.place_id AND p.year = t.year - 1 AND p.period = t.period AND p.indicator = t.indicator
             AND p.scope_key = a.scope_key AND p.measure = 'level' AND p.dimension = a.dimension
WHERE t.kind = 'number' AND t.measure = 'growth' AND NOT t.says_real AND t.scope_key <> '同口径'
  AND t.indicator NOT IN (FROM j_never_derived)
  AND a.op NOT IN ('ge', 'le') AND p.op NOT IN ('ge', 'le')
  AND (   (t.dimension = 'percent' AND t.price_basis = 'nominal' AND a.dimension <> 'percent' AND p.v > 0
           AND (list_contains(getvariable('j_volatile'), t.indicator)
                OR (a.v / p.v - 1) * 100 BETWEEN getvariable('j_least_growth') AND getvariable('j_most_growth')))
       OR (t.dimension = 'point' AND t.price_basis <> 'constant' AND a.dimension = 'percent'))
QUALIFY row_number() OVER (PARTITION BY t.target_id ORDER BY a.doc_rank, a.char_start NULLS LAST, a.outcome_id) = 1;
