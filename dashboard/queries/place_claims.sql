-- What a place's reviews say of their own targets, beside the verdict: one row a claim (a report held twice counts once); kind `all` speaks of all targets of the
-- year, and promises, kept, missed, silent count its headline promises.
SELECT k.claim_id, k.doc_id, k.year, k.indicator, k.kind, k.says, k.target_id, k.status::VARCHAR AS status, k.finding,
    coalesce(f.zh, k.finding) AS finding_zh, coalesce(f.en, k.finding) AS finding_en, k.promises, k.kept, k.missed, k.silent,
    coalesce(i.label_zh, c.indicator_label) AS label_zh, coalesce(i.label_en, c.indicator_label) AS label_en,
    c.quote, c.char_start, c.char_end
FROM claims_checked k
JOIN claims c USING (claim_id)
JOIN documents d ON d.doc_id = k.doc_id AND d.duplicate_of IS NULL
LEFT JOIN indicators i ON i.indicator = k.indicator
LEFT JOIN claim_finding_labels f ON f.finding = k.finding
WHERE k.place_id = $place AND ($every OR k.kind = 'all' OR k.finding NOT IN ('not_promised', 'no_figure', 'progress', 'promise_not_held'))
ORDER BY k.year DESC, k.kind, i.sort_order, c.char_start;
