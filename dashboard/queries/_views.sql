-- Views that every question may use; made once for each warehouse file and kept in the database in memory.
-- rows: one for each comparison, with its target, its outcome, its place and its indicator.
-- promises: the rows that decide a promise; boards and counts count these. voice: which of several about one thing speaks, the
-- least: of the headline before others, without a scope before parts, growth before levels.
-- promisers: the places that promise anything.
-- tallies: promises counted by place, year, period and status, decided = with a verdict; for what needs no more of them.
-- x: the target as a number (a range gives its lower bound if more is better, its upper one if less is).
-- y: the outcome in the target's unit (a derived growth beside a level: x + gap).
-- tolerance, margin: CONTRACT.md's n and m, in the target's unit.
-- apart: the outcome is the lower of two quantities that the promise named as one (城乡居民收入).
-- doubt: 2 where the target or the outcome is of low confidence or flagged by a correction, 1 where either is of medium
-- confidence, else 0. Questions on judged rows leave out what is above $most (2: nothing).
CREATE OR REPLACE VIEW memory.main.rows AS
WITH flagged AS (SELECT row_id FROM warehouse.main.corrected_rows WHERE action = 'flag'), based AS (
    SELECT
        c.target_id, c.outcome_id, c.place_id, coalesce(c.place_name, '') AS place_name, c.year, c.period, c.indicator,
        c.promise_id, c.decides, c.status::VARCHAR AS status, c.status_strict::VARCHAR AS status_strict,
        c.status_lenient::VARCHAR AS status_lenient, c.method, c.gap, c.attainment, c.reason, c.reason_en, c.rule, c.wording,
        c.outcome_value, c.outcome_unit, c.reference_value, c.target_doc_id, c.outcome_doc_id,
        c.measure, c.op, c.value_low, c.value_high, c.stretch, c.unit, c.relation, c.benchmark, c.headline, c.scope, c.indicator_label,
        c.outcome_op, c.estimated, c.outcome_scope, ends_with(c.reason_code, '_apart') AS apart,
        coalesce(p.level, '') AS level, coalesce(p.place_path, c.place_name, '') AS place_path, p.parent_id,
        coalesce(i.label_zh, c.indicator_label) AS label_zh, coalesce(i.label_en, c.indicator_label) AS label_en,
        coalesce(i.sort_order, 9999) AS sort_order, coalesce(i.in_catalogue, false) AS in_catalogue,
        CASE WHEN c.op = 'ge' THEN 'up' WHEN c.op = 'le' THEN CASE i.direction WHEN 'ceiling' THEN 'ceiling' ELSE 'down' END
             ELSE coalesce(i.direction, 'up') END AS direction,
        CASE WHEN c.confidence = 'low' OR c.outcome_confidence = 'low' OR c.target_id IN (FROM flagged) OR c.outcome_id IN (FROM flagged) THEN 2
             WHEN c.confidence = 'medium' OR c.outcome_confidence = 'medium' THEN 1 ELSE 0 END AS doubt
    FROM warehouse.main.comparisons c
    LEFT JOIN warehouse.main.places p ON p.place_id = c.place_id
    LEFT JOIN warehouse.main.indicators i ON i.indicator = c.indicator
), sized AS (
    SELECT *, CASE WHEN direction = 'up' THEN coalesce(value_low, value_high) ELSE coalesce(value_high, value_low) END AS x,
        unit IN ('%', '百分点', '个百分点') AS is_rate
    FROM based
)
SELECT *,
    CASE WHEN unit = '' OR outcome_unit = unit THEN outcome_value WHEN gap IS NOT NULL THEN x + gap END AS y,
    abs(x) * CASE WHEN is_rate THEN 1 ELSE 0.2 END * CASE WHEN op = 'approx' THEN 0.10 ELSE 0.05 END AS tolerance,
    abs(x) * CASE WHEN is_rate THEN 0.10 ELSE 0.05 END AS margin
FROM sized;

CREATE OR REPLACE VIEW memory.main.promises AS
SELECT *, CASE WHEN headline THEN 0 ELSE 4 END + CASE WHEN scope = '' THEN 0 ELSE 2 END + CASE WHEN measure = 'growth' THEN 0 ELSE 1 END AS voice
FROM memory.main.rows WHERE decides;

CREATE OR REPLACE VIEW memory.main.tallies AS
SELECT c.*, coalesce(p.level, '') AS level, coalesce(p.place_path, c.place_name, '') AS place_path, p.parent_id
FROM (
    SELECT place_id, any_value(place_name) AS place_name, year, period, status::VARCHAR AS status, count(*) AS promises,
        count(*) FILTER (status NOT IN ('pending', 'unverifiable')) AS decided
    FROM warehouse.main.comparisons WHERE decides GROUP BY place_id, year, period, status
) c LEFT JOIN warehouse.main.places p ON p.place_id = c.place_id;

CREATE OR REPLACE VIEW memory.main.promisers AS
SELECT c.place_id, coalesce(p.level, '') AS level, coalesce(p.place_path, c.place_name, '') AS place_path
FROM (SELECT place_id, any_value(place_name) AS place_name FROM warehouse.main.comparisons WHERE decides GROUP BY place_id) c
LEFT JOIN warehouse.main.places p ON p.place_id = c.place_id;
