-- Quiet changes of a place: one row each; values in `unit`.
SELECT l.*, coalesce(i.label_zh, l.indicator) AS label_zh, coalesce(i.label_en, l.indicator) AS label_en
FROM ledger l LEFT JOIN indicators i USING (indicator)
WHERE l.place_id = $place ORDER BY l.year DESC, i.sort_order, l.kind;
