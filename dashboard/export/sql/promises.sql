-- Promises (deciding rows, whole years) of one place, indicator or level of place: one row each, with the verdict, both
-- sentences and their offsets, both documents, the figure that a relative verdict is set against, and the claim that
-- answers where no figure does. Values in `unit` (target), `outcome_unit`, `reference_unit`. '' and [] mean any.
SELECT r.*, c.reference_id,
    t.char_start AS target_start, t.char_end AS target_end, t.doc_id AS target_source, t.confidence AS target_confidence,
    t.citation AS target_row_citation,
    o.char_start AS outcome_start, o.char_end AS outcome_end, o.doc_id AS outcome_source, o.measure AS outcome_measure,
    o.value_low AS outcome_low, o.value_high AS outcome_high, o.citation AS outcome_row_citation,
    f.outcome_id AS reference_row, f.quote AS reference_quote, f.char_start AS reference_start, f.char_end AS reference_end,
    f.doc_id AS reference_source, f.unit AS reference_unit, f.measure AS reference_measure, f.place_name AS reference_place,
    f.year AS reference_year, f.indicator AS reference_indicator, f.indicator_label AS reference_label, fi.label_en AS reference_label_en, f.op AS reference_op,
    f.value_low AS reference_low, f.value_high AS reference_high, f.citation AS reference_citation,
    k.claim_id, k.quote AS claim_quote, k.char_start AS claim_start, k.char_end AS claim_end, k.doc_id AS claim_source,
    k.words AS claim_words, k.verdict AS claim_verdict, k.completion_pct, k.target_value AS claim_target,
    i.direction AS catalogue_direction
FROM promises r
JOIN warehouse.main.comparisons c USING (target_id)
JOIN warehouse.main.targets t USING (target_id)
LEFT JOIN warehouse.main.outcomes o ON o.outcome_id = r.outcome_id
LEFT JOIN warehouse.main.outcomes f ON f.outcome_id = c.reference_id
LEFT JOIN warehouse.main.indicators fi ON fi.indicator = f.indicator
LEFT JOIN warehouse.main.indicators i ON i.indicator = r.indicator
LEFT JOIN LATERAL (
    SELECT * FROM warehouse.main.claims
    WHERE r.method = 'claim' AND claims.doc_id = r.outcome_doc_id AND claims.indicator = r.indicator AND claims.year = r.year
    ORDER BY char_start LIMIT 1
) k ON true
WHERE ($place = '' OR r.place_id = $place) AND ($indicator = '' OR r.indicator = $indicator)
    AND r.year BETWEEN $first AND $last AND r.period = 'year'
    AND (len($levels) = 0 OR list_contains($levels, r.level))
    AND ($area = '' OR starts_with(r.place_path, $area || '/'))
ORDER BY r.year DESC, r.place_id, r.headline DESC, r.sort_order, r.indicator, r.target_id;
