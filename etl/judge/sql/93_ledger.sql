-- ledger: one row for each quiet change, with the row before and the row after. Values in the unit of the earlier row.
CREATE OR REPLACE TEMP TABLE j_ledger (
    place_id VARCHAR, indicator VARCHAR, year INTEGER, kind VARCHAR, before_id VARCHAR, after_id VARCHAR,
    before_value DOUBLE, after_value DOUBLE, unit VARCHAR, after_year INTEGER
);

-- outcome_restated: a later report gives another figure for the same year
INSERT INTO j_ledger BY NAME
WITH later AS (
    SELECT o.*, d.place_id AS place, d.review_year, coalesce(u.dimension, o.unit) AS dimension, coalesce(u.factor, 1.0) AS factor,
           CASE WHEN n.scope IS NULL THEN o.scope ELSE '' END AS scope_key, coalesce(o.value_low, o.value_high) AS value
    FROM j_base_outcomes o
    JOIN j_documents d ON d.doc_id = o.doc_id AND d.review_year > o.year
    LEFT JOIN j_units u ON u.unit = trim(o.unit)
    LEFT JOIN j_no_scope n ON n.scope = o.scope
    WHERE o.measure IN ('growth', 'level') AND o.op IN ('eq', 'approx') AND o.confidence <> 'low'
      AND d.place_id IN (FROM j_touched)
)
SELECT b.place_id, b.indicator, b.year, 'outcome_restated' AS kind, b.outcome_id AS before_id, l.outcome_id AS after_id,
       b.value AS before_value, l.value * l.factor / b.factor AS after_value, b.unit, l.review_year + 1 AS after_year
FROM j_best b
JOIN later l ON l.place = b.place_id AND l.year = b.year AND l.period = b.period AND l.indicator = b.indicator
            AND l.measure = b.measure AND l.dimension = b.dimension AND l.scope_key = b.scope_key
WHERE b.op IN ('eq', 'approx')
  AND abs(l.value * l.factor - b.v) > (1 + 1e-9) * greatest(0.5 * pow(10, -j_decimals(b.value)) * b.factor,
                                                            0.5 * pow(10, -j_decimals(l.value)) * l.factor)
QUALIFY row_number() OVER (PARTITION BY b.outcome_id, l.doc_id ORDER BY l.char_start NULLS LAST, l.outcome_id) = 1;

-- outcome_implied: level and growth of the later report imply another level for the year before, and no cause is named
INSERT INTO j_ledger BY NAME
SELECT place_id, indicator, year - 1 AS year, 'outcome_implied' AS kind, last_id AS before_id, level_id AS after_id,
       last_level AS before_value, last_level * ((implied_low + implied_high) / 200 + 1) / (1 + growth / 100) AS after_value,
       last_unit AS unit, year + 1 AS after_year
FROM reconciliations
WHERE place_id IN (FROM j_touched) AND status = 'unexplained' AND growth > -100;

-- target_adjusted: another document of the same year plans another number for the year (a quarterly plan, a plan report)
INSERT INTO j_ledger BY NAME
SELECT t.place_id, t.indicator, t.year, 'target_adjusted' AS kind, t.target_id AS before_id, o.target_id AS after_id,
       coalesce(t.value_low, t.value_high) AS before_value, coalesce(o.value_low, o.value_high) * u.factor / t.factor AS after_value,
       t.unit, t.year AS after_year
FROM j_targets t
JOIN j_base_targets o ON o.place_id = t.place_id AND o.year = t.year AND o.period = t.period AND o.indicator = t.indicator
              AND o.measure = t.measure AND o.scope = t.scope AND o.doc_id <> t.doc_id
JOIN j_documents d ON d.doc_id = o.doc_id AND d.doc_type IN ('quarter_plan', 'plan_report')
JOIN j_units u ON u.unit = trim(o.unit) AND u.dimension = t.dimension
WHERE t.kind = 'number' AND t.compared
  AND abs(coalesce(o.value_low, o.value_high) * u.factor - t.lo) > 1e-9 * greatest(1, abs(t.lo))
QUALIFY row_number() OVER (PARTITION BY t.target_id, o.doc_id ORDER BY o.char_start NULLS LAST, o.target_id) = 1;

-- target_remembered: the next review names another number for its target than the one that was promised
INSERT INTO j_ledger BY NAME
SELECT t.place_id, t.indicator, t.year, 'target_remembered' AS kind, t.target_id AS before_id, NULL AS after_id,
       coalesce(t.value_low, t.value_high) AS before_value, c.target_value * c.factor / t.factor AS after_value, t.unit,
       t.year + 1 AS after_year
FROM j_targets t
JOIN j_claims c ON c.place_id = t.place_id AND c.year = t.year AND c.indicator = t.indicator AND c.dimension = t.dimension
WHERE t.kind = 'number' AND t.measure = 'level' AND t.compared AND c.target_value IS NOT NULL AND t.scope_key = ''
  AND regexp_matches(c.words, getvariable('j_names_target'))
  AND abs(c.target_value * c.factor - t.lo) > 0.001 * greatest(1e-9, abs(t.lo))
QUALIFY row_number() OVER (PARTITION BY t.target_id ORDER BY c.char_start, c.claim_id) = 1;

-- j_lists: one row for each place, year and indicator of the catalogue in the headline list of a work report
CREATE OR REPLACE TEMP TABLE j_lists AS
WITH listed AS (
    SELECT t.place_id, t.year, t.indicator, t.target_id, t.kind, t.measure, t.op, t.scope_key, t.dimension,
           coalesce(t.value_low, t.value_high) AS value, t.unit, t.char_start, t.less, t.lo
    FROM j_targets t
    JOIN j_base_targets x USING (target_id)
    JOIN j_documents d ON d.doc_id = t.doc_id AND d.is_full
    WHERE t.compared AND t.period = 'year' AND t.in_catalogue AND x.headline
)
SELECT *, count(DISTINCT indicator) OVER (PARTITION BY place_id, year) AS n FROM listed
QUALIFY row_number() OVER (PARTITION BY place_id, year, indicator
                           ORDER BY kind = 'number' DESC, measure = 'growth' DESC, scope_key, char_start NULLS LAST, target_id) = 1;

-- indicator_switched, indicator_dropped: in the headline list of one year, and nowhere among the targets of the next
INSERT INTO j_ledger BY NAME
WITH gone AS (
    SELECT a.* FROM j_lists a
    SEMI JOIN (SELECT DISTINCT place_id, year FROM j_lists WHERE n >= 3) b ON b.place_id = a.place_id AND b.year = a.year + 1
    ANTI JOIN j_targets t ON t.place_id = a.place_id AND t.year = a.year + 1 AND t.indicator = a.indicator
    WHERE a.kind = 'number' AND a.n >= 3
), switched AS (
    SELECT g.*, s.target_id AS other_id, s.value AS other_value
    FROM gone g
    JOIN j_families f ON f.indicator = g.indicator
    JOIN j_lists s ON s.place_id = g.place_id AND s.year = g.year + 1 AND s.indicator = f.other
    ANTI JOIN j_lists before ON before.place_id = g.place_id AND before.year = g.year AND before.indicator = f.other
    QUALIFY row_number() OVER (PARTITION BY g.target_id ORDER BY s.target_id) = 1
)
SELECT g.place_id, g.indicator, g.year + 1 AS year,
       CASE WHEN s.target_id IS NULL THEN 'indicator_dropped' ELSE 'indicator_switched' END AS kind, g.target_id AS before_id,
       s.other_id AS after_id, g.value AS before_value, s.other_value AS after_value, g.unit, g.year + 1 AS after_year
FROM gone g LEFT JOIN switched s ON s.target_id = g.target_id;

-- bound_softened: the same quantity promised less firmly than the year before (以上 -> 左右, a number -> words), and not higher
INSERT INTO j_ledger BY NAME
WITH firm AS (
    SELECT l.*, CASE l.kind WHEN 'number' THEN l.op ELSE l.kind END AS wording, f.firmness
    FROM j_lists l JOIN j_firmness f ON f.op = CASE l.kind WHEN 'number' THEN l.op ELSE l.kind END
)
SELECT a.place_id, a.indicator, b.year, CASE b.wording WHEN 'words' THEN 'number_to_words' WHEN 'relative' THEN 'number_to_relative'
                                             ELSE 'bound_softened' END AS kind,
       a.target_id AS before_id, b.target_id AS after_id, a.value AS before_value, b.value AS after_value, a.unit,
       b.year AS after_year
FROM firm a
JOIN firm b ON b.place_id = a.place_id AND b.year = a.year + 1 AND b.indicator = a.indicator
           AND (b.kind <> 'number' OR (b.measure = a.measure AND b.dimension = a.dimension AND b.scope_key = a.scope_key))
WHERE a.kind = 'number' AND b.firmness < a.firmness
  AND (b.kind <> 'number' OR CASE WHEN a.less THEN b.lo >= a.lo ELSE b.lo <= a.lo END);

INSERT INTO ledger BY NAME
SELECT l.place_id, p.place_name, l.indicator, l.year, l.kind, l.before_id, l.after_id, l.before_value, l.after_value, l.unit,
       j_ledger_text(k.zh, l.year, l.after_year, coalesce(i.label_zh, l.indicator), coalesce(b.zh, j_num(l.before_value) || l.unit),
                     coalesce(a.zh, j_num(round(l.after_value, 2)) || l.unit), coalesce(ai.label_zh, '')) AS detail,
       j_ledger_text(k.en, l.year, l.after_year, coalesce(i.label_en, l.indicator), coalesce(b.en, j_en(l.before_value, l.unit, u.en)),
                     coalesce(a.en, j_en(round(l.after_value, 2), l.unit, u.en)), coalesce(ai.label_en, '')) AS detail_en
FROM j_ledger l
JOIN places p ON p.place_id = l.place_id
JOIN j_ledger_kinds k ON k.kind = l.kind
LEFT JOIN indicators i ON i.indicator = l.indicator
LEFT JOIN j_units_en u ON u.unit = l.unit
LEFT JOIN j_promised b ON b.target_id = l.before_id
LEFT JOIN j_promised a ON a.target_id = l.after_id
LEFT JOIN j_targets other ON other.target_id = l.after_id
LEFT JOIN indicators ai ON ai.indicator = other.indicator
ORDER BY l.place_id, l.year, l.indicator, l.kind, l.before_id, l.after_id;
