-- Targets that both warehouses compare, with another verdict in `new`. Grain: one line for each target.
WITH
old_verdicts AS (
    SELECT d.source_file, t.place_name, t.year, t.period, t.indicator, t.scope, t.measure, t.op, t.value_low, t.value_high,
           t.unit, t.quote, c.status, c.reason
    FROM old.comparisons c JOIN old.targets t USING (target_id) JOIN old.documents d ON d.doc_id = t.doc_id
),
new_verdicts AS (
    SELECT d.source_file, t.place_name, t.year, t.period, t.indicator, t.scope, t.measure, t.op, t.value_low, t.value_high,
           t.unit, t.quote, c.status, c.reason
    FROM new.comparisons c JOIN new.targets t USING (target_id) JOIN new.documents d ON d.doc_id = t.doc_id
)
SELECT DISTINCT n.source_file, n.place_name, n.year, n.period, n.indicator, n.scope, n.measure,
       o.status::VARCHAR AS before, n.status::VARCHAR AS after, n.reason, coalesce(n.quote, '') AS quote
FROM old_verdicts o JOIN new_verdicts n
  ON (o.source_file, o.year, o.period, o.indicator, o.scope, o.measure, o.op, o.unit)
   = (n.source_file, n.year, n.period, n.indicator, n.scope, n.measure, n.op, n.unit)
 AND o.place_name IS NOT DISTINCT FROM n.place_name
 AND o.value_low IS NOT DISTINCT FROM n.value_low AND o.value_high IS NOT DISTINCT FROM n.value_high
WHERE o.status::VARCHAR <> n.status::VARCHAR
ORDER BY ALL
