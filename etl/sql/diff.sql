-- What the rows of the attached warehouses `old` and `new` have that the other lacks.
-- Grain: one line for each distinct row and side. Rows are the same when they stand in the same document and say the same;
-- ids, offsets and quotes do not count.
WITH
old_rows AS (
    SELECT '目标' AS kind, d.source_file, t.place_name, t.year, t.period, t.indicator, t.scope, t.measure, t.op, t.value_low,
           t.value_high, t.stretch, t.unit, t.relation, t.headline::VARCHAR AS mark, t.quote
    FROM old.targets t JOIN old.documents d USING (doc_id)
    UNION ALL
    SELECT '结果', d.source_file, o.place_name, o.year, o.period, o.indicator, o.scope, o.measure, o.op, o.value_low,
           o.value_high, NULL, o.unit, o.relation, o.estimated::VARCHAR, o.quote
    FROM old.outcomes o JOIN old.documents d USING (doc_id)
    UNION ALL
    SELECT '自评', d.source_file, d.place_name, c.year, 'year', c.indicator, '', '', c.target_op, c.target_value,
           c.completion_pct, c.reported, c.unit, c.verdict, c.words, c.quote
    FROM old.claims c JOIN old.documents d USING (doc_id)
),
new_rows AS (
    SELECT '目标' AS kind, d.source_file, t.place_name, t.year, t.period, t.indicator, t.scope, t.measure, t.op, t.value_low,
           t.value_high, t.stretch, t.unit, t.relation, t.headline::VARCHAR AS mark, t.quote
    FROM new.targets t JOIN new.documents d USING (doc_id)
    UNION ALL
    SELECT '结果', d.source_file, o.place_name, o.year, o.period, o.indicator, o.scope, o.measure, o.op, o.value_low,
           o.value_high, NULL, o.unit, o.relation, o.estimated::VARCHAR, o.quote
    FROM new.outcomes o JOIN new.documents d USING (doc_id)
    UNION ALL
    SELECT '自评', d.source_file, d.place_name, c.year, 'year', c.indicator, '', '', c.target_op, c.target_value,
           c.completion_pct, c.reported, c.unit, c.verdict, c.words, c.quote
    FROM new.claims c JOIN new.documents d USING (doc_id)
),
both_sides AS (SELECT -1 AS side, * FROM old_rows UNION ALL SELECT 1, * FROM new_rows)
SELECT sum(side)::INTEGER AS change, source_file, place_name, kind, year, period, indicator, scope, measure, op, value_low,
       value_high, stretch, unit, relation, mark, coalesce(arg_max(quote, side), '') AS quote
FROM both_sides
GROUP BY ALL
HAVING sum(side) <> 0
ORDER BY source_file, place_name, kind, indicator, year, measure, change, quote
