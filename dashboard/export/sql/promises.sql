-- Promises (deciding rows, whole years) of one place, indicator or level of place: one row each, with the verdict, both
-- sentences and their offsets, both documents, what a derived or relative verdict is set against (a figure, or for tasks
-- handed down a target), and the claim that answers where no figure does. Values in `unit` (target), `outcome_unit`,
-- `reference_unit`. '' and [] mean any; rows in more doubt than $most are left out (2: none, see queries/_views.sql).
WITH cited AS (
    SELECT outcome_id AS id, 'outcome' AS kind, doc_id, place_name, year, indicator, indicator_label, measure, op, value_low,
        value_high, unit, relation, benchmark, quote, char_start, char_end, citation
    FROM warehouse.main.outcomes
    UNION ALL
    SELECT target_id, 'target', doc_id, place_name, year, indicator, indicator_label, measure, op, value_low,
        value_high, unit, relation, benchmark, quote, char_start, char_end, citation
    FROM warehouse.main.targets
)
SELECT r.*, c.reference_id, c.reason_code, c.reason_en, t.quote AS target_quote, o.quote AS outcome_quote,
    t.char_start AS target_start, t.char_end AS target_end, t.doc_id AS target_source, t.confidence AS target_confidence,
    t.citation AS target_row_citation,
    o.char_start AS outcome_start, o.char_end AS outcome_end, o.doc_id AS outcome_source, o.measure AS outcome_measure, o.unit AS outcome_row_unit,
    o.indicator AS outcome_indicator, coalesce(oi.label_zh, o.indicator_label) AS outcome_label,
    coalesce(oi.label_en, o.indicator_label) AS outcome_label_en, o.value_low AS outcome_low, o.value_high AS outcome_high, o.citation AS outcome_row_citation,
    f.id AS reference_row, f.kind AS reference_kind, f.quote AS reference_quote, f.char_start AS reference_start,
    f.char_end AS reference_end, f.doc_id AS reference_source, f.unit AS reference_unit, f.measure AS reference_measure,
    f.place_name AS reference_place, f.year AS reference_year, f.indicator AS reference_indicator,
    coalesce(fi.label_zh, f.indicator_label) AS reference_label, coalesce(fi.label_en, f.indicator_label) AS reference_label_en,
    f.op AS reference_op, f.value_low AS reference_low, f.value_high AS reference_high, f.relation AS reference_relation,
    f.benchmark AS reference_benchmark, f.citation AS reference_citation,
    k.claim_id, k.quote AS claim_quote, k.char_start AS claim_start, k.char_end AS claim_end, k.doc_id AS claim_source,
    k.words AS claim_words, k.verdict AS claim_verdict, k.completion_pct, k.target_value AS claim_target,
    i.direction AS catalogue_direction
FROM promises r
JOIN warehouse.main.comparisons c USING (target_id)
JOIN warehouse.main.targets t USING (target_id)
LEFT JOIN warehouse.main.outcomes o ON o.outcome_id = r.outcome_id
LEFT JOIN warehouse.main.indicators oi ON oi.indicator = o.indicator
LEFT JOIN cited f ON f.id = c.reference_id AND r.method IN ('derived', 'relative')
LEFT JOIN warehouse.main.claims k ON k.claim_id = c.reference_id AND r.method = 'claim'
LEFT JOIN warehouse.main.indicators fi ON fi.indicator = f.indicator
LEFT JOIN warehouse.main.indicators i ON i.indicator = r.indicator
WHERE ($place = '' OR r.place_id = $place) AND ($indicator = '' OR r.indicator = $indicator)
    AND r.year BETWEEN $first AND $last AND r.period = 'year' AND r.doubt <= $most
    AND (len($levels) = 0 OR list_contains($levels, r.level))
    AND ($area = '' OR starts_with(r.place_path, $area || '/'))
ORDER BY r.year DESC, r.place_id, r.headline DESC, r.sort_order, r.indicator, r.target_id;
