-- Quiet changes of a place, newest first: one row each; values in `unit`; the documents and offsets of what stood before and after.
WITH said AS (
    SELECT target_id AS id, doc_id, char_start, char_end FROM targets WHERE place_id = $place
    UNION ALL
    SELECT outcome_id, doc_id, char_start, char_end FROM outcomes WHERE place_id = $place
)
SELECT l.*, coalesce(k.zh, l.kind) AS kind_zh, coalesce(k.en, l.kind) AS kind_en,
    coalesce(i.label_zh, l.indicator) AS label_zh, coalesce(i.label_en, l.indicator) AS label_en,
    b.doc_id AS before_doc, b.char_start AS before_start, b.char_end AS before_end,
    a.doc_id AS after_doc, a.char_start AS after_start, a.char_end AS after_end
FROM ledger l LEFT JOIN indicators i USING (indicator) LEFT JOIN ledger_kinds k ON k.kind = l.kind
LEFT JOIN said b ON b.id = l.before_id LEFT JOIN said a ON a.id = l.after_id
WHERE l.place_id = $place ORDER BY l.year DESC, i.sort_order, l.kind;
