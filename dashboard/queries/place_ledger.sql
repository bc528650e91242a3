-- Quiet changes of a place, newest first: one row each; values in `unit`.
SELECT l.*, coalesce(k.zh, l.kind) AS kind_zh, coalesce(k.en, l.kind) AS kind_en,
    coalesce(i.label_zh, l.indicator) AS label_zh, coalesce(i.label_en, l.indicator) AS label_en
FROM ledger l LEFT JOIN indicators i USING (indicator) LEFT JOIN ledger_kinds k ON k.kind = l.kind
WHERE l.place_id = $place ORDER BY l.year DESC, i.sort_order, l.kind;
