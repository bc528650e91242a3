-- Relative targets, set against a figure that is held.

-- j_own: one row for each relative target and measure: the place's own figure, growth in % before points before a level.
CREATE OR REPLACE TEMP TABLE j_own AS
SELECT t.target_id, t.place_id, t.year, t.period, t.indicator, t.relation, t.benchmark, t.op AS promised_op, t.less, t.margin,
       t.direction, t.usual_unit, t.says_growth,
       CASE WHEN t.relation = 'sync_gdp' OR (t.relation = 'above_parent' AND t.says_sync) THEN 'sync'
            WHEN t.says_floor THEN 'floor' ELSE 'above' END AS relative_kind,
       a.outcome_id, a.doc_id, a.measure, a.dimension, a.v, a.value, a.unit, a.scope_key, a.apart
FROM j_targets t JOIN j_answers a USING (target_id)
WHERE t.kind = 'relative';

-- j_parents: one row for each place and word for a parent (全国, 全市 ...; '' is the direct parent): the place that is meant.
CREATE OR REPLACE TEMP TABLE j_parents AS
SELECT a.place_id, b.word, arg_min(a.ancestor_id, a.distance) AS parent_id, arg_min(a.place_name, a.distance) AS parent_name
FROM j_ancestors a JOIN j_benchmarks b ON b.level = a.level AND ends_with(a.place_name, b.suffix)
GROUP BY a.place_id, b.word
UNION ALL
SELECT place_id, '', ancestor_id, place_name FROM j_ancestors WHERE distance = 1;

-- to economic growth: growth of the indicator less growth of gdp, same place, same year
INSERT INTO j_measured BY NAME
SELECT w.target_id, w.outcome_id, w.doc_id AS outcome_doc_id, 'relative' AS method,
       w.relative_kind AS kind, 3 AS priority,
       CASE WHEN w.promised_op = 'le' THEN g.v - w.v ELSE w.v - g.v END AS v, w.margin AS lo, w.margin AS hi,
       false AS less, false AS exceedable, w.promised_op AS op, true AS is_rate,
       w.value AS outcome_value, w.unit AS outcome_unit, g.outcome_id AS reference_id, g.value AS reference_value,
       g.unit AS reference_unit, w.v - g.v AS gap, '百分点' AS gap_unit, w.relation AS rule,
       CASE WHEN w.apart THEN 'relative_apart' ELSE 'relative' END AS code,
       '地区生产总值' AS benchmark_zh, 'GDP' AS benchmark_en
FROM j_own w
JOIN j_best g ON g.place_id = w.place_id AND g.year = w.year AND g.period = w.period AND g.indicator = 'gdp'
             AND g.measure = 'growth' AND g.dimension = 'percent' AND g.scope_class IN ('', 'whole')
WHERE w.relation IN ('sync_gdp', 'above_gdp') AND w.measure = 'growth' AND w.dimension = 'percent' AND w.indicator <> 'gdp'
QUALIFY row_number() OVER (PARTITION BY w.target_id ORDER BY g.doc_id = w.doc_id DESC, g.doc_rank, g.scope_key) = 1;

-- to the parent place: the parent's own outcome of the same indicator, as growth; for a rate, as its level
INSERT INTO j_measured BY NAME
SELECT w.target_id, w.outcome_id, w.doc_id AS outcome_doc_id, 'relative' AS method, w.relative_kind AS kind, 3 AS priority,
       CASE WHEN w.less THEN g.v - w.v ELSE w.v - g.v END AS v, w.margin AS lo, w.margin AS hi,
       false AS less, false AS exceedable, w.promised_op AS op, true AS is_rate,
       w.value AS outcome_value, w.unit AS outcome_unit, g.outcome_id AS reference_id, g.value AS reference_value,
       g.unit AS reference_unit, w.v - g.v AS gap, '百分点' AS gap_unit, 'above_parent' AS rule, 'relative' AS code,
       p.parent_name AS benchmark_zh, p.parent_name AS benchmark_en
FROM j_own w
JOIN j_parents p ON p.place_id = w.place_id AND p.word = w.benchmark
JOIN j_best g ON g.place_id = p.parent_id AND g.year = w.year AND g.period = w.period AND g.indicator = w.indicator
             AND g.measure = w.measure AND g.dimension = w.dimension
             AND (g.scope_key = w.scope_key OR g.scope_key = '')
WHERE w.relation = 'above_parent' AND w.dimension IN ('percent')
QUALIFY row_number() OVER (
    PARTITION BY w.target_id
    ORDER BY w.measure = CASE WHEN w.usual_unit = '%' AND NOT w.says_growth THEN 'level' ELSE 'growth' END DESC,
             g.scope_key = w.scope_key DESC, g.doc_rank, g.outcome_id
) = 1;

-- to another indicator of the same place
INSERT INTO j_measured BY NAME
SELECT w.target_id, w.outcome_id, w.doc_id AS outcome_doc_id, 'relative' AS method, w.relative_kind AS kind, 3 AS priority,
       CASE WHEN w.promised_op = 'le' THEN g.v - w.v ELSE w.v - g.v END AS v, w.margin AS lo, w.margin AS hi,
       false AS less, false AS exceedable, w.promised_op AS op, true AS is_rate,
       w.value AS outcome_value, w.unit AS outcome_unit, g.outcome_id AS reference_id, g.value AS reference_value,
       g.unit AS reference_unit, w.v - g.v AS gap, '百分点' AS gap_unit, 'above_other' AS rule, 'relative' AS code,
       coalesce(i.label_zh, w.benchmark) AS benchmark_zh, coalesce(i.label_en, w.benchmark) AS benchmark_en
FROM j_own w
JOIN j_best g ON g.place_id = w.place_id AND g.year = w.year AND g.period = w.period AND g.indicator = w.benchmark
             AND g.measure = 'growth' AND g.dimension = 'percent'
LEFT JOIN indicators i ON i.indicator = w.benchmark
WHERE w.relation = 'above_other' AND w.measure = 'growth' AND w.dimension = 'percent' AND w.benchmark <> w.indicator
QUALIFY row_number() OVER (PARTITION BY w.target_id ORDER BY g.scope_key <> '', g.doc_rank, g.outcome_id) = 1;

-- to last year: growth against zero; where the promise speaks of the pace, growth against last year's growth; else the
-- amount or rate against last year's, each as its own report gave it
INSERT INTO j_measured BY NAME
WITH options AS (
    SELECT w.*, NULL AS reference_id, NULL::DOUBLE AS reference_value, NULL AS reference_unit, 0.0 AS x, 1 AS choice,
           'no_fall' AS code
    FROM j_own w
    WHERE w.relation = 'not_below_last_year' AND w.measure = 'growth' AND NOT w.says_growth
    UNION ALL
    SELECT w.*, p.outcome_id, p.value, p.unit, p.v, CASE w.measure WHEN 'growth' THEN 1 ELSE 2 END, 'last_year'
    FROM j_own w
    JOIN j_best p ON p.place_id = w.place_id AND p.year = w.year - 1 AND p.period = w.period AND p.indicator = w.indicator
                 AND p.scope_key = w.scope_key AND p.measure = w.measure AND p.dimension = w.dimension
    WHERE w.relation = 'not_below_last_year' AND (w.measure = 'growth') = w.says_growth
)
SELECT target_id, outcome_id, doc_id AS outcome_doc_id, 'relative' AS method, 'bounded' AS kind, 3 AS priority, v,
       x AS lo, x AS hi, less, false AS exceedable, 'eq' AS op,
       list_contains(getvariable('j_rate_dimensions'), dimension) AS is_rate, value AS outcome_value,
       unit AS outcome_unit, reference_id, reference_value, reference_unit,
       CASE WHEN x = 0 THEN value ELSE value * (v - x) / nullif(v, 0) END AS gap, unit AS gap_unit, 'last_year' AS rule, code
FROM options
QUALIFY row_number() OVER (PARTITION BY target_id ORDER BY choice, dimension <> 'percent', outcome_id) = 1;

-- positive growth
INSERT INTO j_measured BY NAME
SELECT target_id, outcome_id, doc_id AS outcome_doc_id, 'relative' AS method, 'positive' AS kind, 3 AS priority, v,
       0.0 AS lo, 0.0 AS hi, false AS less, false AS exceedable, 'ge' AS op, true AS is_rate, value AS outcome_value,
       unit AS outcome_unit, value AS gap, unit AS gap_unit, 'positive' AS rule,
       CASE WHEN apart THEN 'no_fall_apart' ELSE 'no_fall' END AS code
FROM j_own WHERE relation = 'positive' AND measure = 'growth'
QUALIFY row_number() OVER (PARTITION BY target_id ORDER BY dimension <> 'percent', outcome_id) = 1;

-- handed down: the number that the document of the level above names for the same indicator, year and period. Only rates
-- and growth come down unchanged; an amount for the parent is no amount for the place.
INSERT INTO j_measured BY NAME
SELECT w.target_id, w.outcome_id, w.doc_id AS outcome_doc_id, 'relative' AS method, 'bounded' AS kind, 3 AS priority,
       w.v, u.lo, u.hi, u.less, u.exceedable, u.op, u.is_rate, w.value AS outcome_value, w.unit AS outcome_unit,
       u.target_id AS reference_id, coalesce(u.value_low, u.value_high) AS reference_value, u.unit AS reference_unit,
       (w.v - CASE WHEN u.less THEN u.hi ELSE u.lo END) / u.factor AS gap, u.unit AS gap_unit, 'handed_down' AS rule,
       'handed_down' AS code, a.place_name AS benchmark_zh, a.place_name AS benchmark_en
FROM j_own w
LEFT JOIN j_parents named ON named.place_id = w.place_id AND named.word = w.benchmark AND w.benchmark <> ''
JOIN j_ancestors a ON a.place_id = w.place_id AND (w.benchmark = '' OR a.ancestor_id = named.parent_id)
JOIN j_targets u ON u.place_id = a.ancestor_id AND u.year = w.year AND u.period = w.period AND u.indicator = w.indicator
                AND u.kind = 'number' AND u.is_rate AND u.measure = w.measure AND u.dimension = w.dimension
                AND u.scope_key = w.scope_key
WHERE w.relation = 'handed_down'
QUALIFY row_number() OVER (PARTITION BY w.target_id ORDER BY a.distance, u.char_start NULLS LAST, u.target_id) = 1;
