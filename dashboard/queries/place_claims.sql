-- What a place's reviews say of their own targets, beside the verdict: one row a claim.
SELECT c.claim_id, c.doc_id, c.year, c.indicator, coalesce(i.label_zh, c.indicator_label) AS label_zh,
    coalesce(i.label_en, c.indicator_label) AS label_en, c.words, c.verdict, c.completion_pct, c.reported, c.unit, c.quote,
    p.target_id, p.status
FROM claims c
LEFT JOIN indicators i ON i.indicator = c.indicator
LEFT JOIN (
    SELECT year, indicator, any_value(target_id ORDER BY headline DESC, target_id) AS target_id,
        any_value(status ORDER BY headline DESC, target_id) AS status
    FROM promises WHERE place_id = $place AND period = 'year' GROUP BY year, indicator
) p ON p.year = c.year AND p.indicator = c.indicator
WHERE c.place_id = $place ORDER BY c.year DESC, i.sort_order, c.char_start;
