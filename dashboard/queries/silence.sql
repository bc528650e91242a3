-- The register of silence: one row for each promise that the next report, held in full, does not take up.
SELECT r.place_id, r.place_name, r.place_path, r.level, r.year, r.indicator, r.label_zh, r.label_en, r.target_id, r.status,
    r.measure, r.op, r.value_low, r.value_high, r.stretch, r.unit, r.relation, r.benchmark, r.scope, t.quote AS target_quote, r.reason, r.reason_en, r.rule,
    r.outcome_value, r.outcome_unit, r.gap, r.estimated, r.doubt, d.title AS answer_title, d.source_url AS answer_url,
    (SELECT count(*) FROM searches s WHERE s.target_id = r.target_id) AS passages
FROM promises r
LEFT JOIN (
    SELECT target_id, quote FROM targets WHERE ($year = 0 OR year = $year) AND ($indicator = '' OR indicator = $indicator)
) t USING (target_id)
LEFT JOIN documents d ON d.doc_id = r.outcome_doc_id
WHERE r.status = 'unreported' AND r.doubt <= $most AND ($year = 0 OR r.year = $year) AND list_contains($levels, r.level)
    AND ($area = '' OR starts_with(r.place_path, $area || '/')) AND ($indicator = '' OR r.indicator = $indicator)
ORDER BY r.year DESC, r.place_id, r.sort_order, r.target_id;
