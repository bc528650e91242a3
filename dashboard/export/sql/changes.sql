-- Quiet changes (the ledger) of a place, an indicator or a level of place, in some years: one row each, with the rows before and
-- after (a target or an outcome each), the growth that an implied figure follows from, and the claim that names another target,
-- each as a struct ('id' is null where there is none). '' and [] mean any.
WITH chosen AS (
    SELECT l.*, p.level, p.place_path, coalesce(i.label_zh, l.indicator) AS label_zh, coalesce(i.label_en, l.indicator) AS label_en,
        coalesce(i.sort_order, 9999) AS sort_order, coalesce(i.direction, 'up') AS direction
    FROM warehouse.main.ledger l
    JOIN warehouse.main.places p USING (place_id)
    LEFT JOIN warehouse.main.indicators i ON i.indicator = l.indicator
    WHERE ($place = '' OR l.place_id = $place) AND ($indicator = '' OR l.indicator = $indicator)
        AND l.year BETWEEN $first AND $last AND (len($levels) = 0 OR list_contains($levels, p.level))
        AND ($area = '' OR starts_with(p.place_path, $area || '/'))
), implied AS (
    SELECT last_id, level_id, any_value(growth_id) AS growth_id FROM warehouse.main.reconciliations GROUP BY ALL
), named AS (
    SELECT c.before_id, k.claim_id AS id, 'claim' AS kind, k.doc_id, k.place_id, k.place_name, k.year, k.indicator, k.indicator_label,
        k.target_value AS value_low, k.unit, k.words, k.quote, k.char_start, k.char_end
    FROM chosen c
    JOIN (SELECT x.*, p.place_name FROM warehouse.main.claims x JOIN warehouse.main.places p USING (place_id)) k
        ON k.place_id = c.place_id AND k.year = c.year AND k.indicator = c.indicator AND k.target_value IS NOT NULL
    WHERE c.kind = 'target_remembered'
    QUALIFY row_number() OVER (PARTITION BY c.before_id ORDER BY k.unit = c.unit DESC, abs(k.target_value - c.after_value), k.char_start) = 1
), wanted AS (
    SELECT before_id AS id FROM chosen UNION SELECT after_id FROM chosen
    UNION SELECT growth_id FROM chosen c JOIN implied r ON r.last_id = c.before_id AND r.level_id = c.after_id
), cited AS (
    SELECT outcome_id AS id, 'outcome' AS kind, doc_id, place_id, place_name, year, indicator, indicator_label, scope, measure, op,
        value_low, value_high, NULL::DOUBLE AS stretch, unit, relation, benchmark, false AS headline, estimated, quote, char_start,
        char_end, citation
    FROM warehouse.main.outcomes WHERE outcome_id IN (FROM wanted)
    UNION ALL
    SELECT target_id, 'target', doc_id, place_id, place_name, year, indicator, indicator_label, scope, measure, op,
        value_low, value_high, stretch, unit, relation, benchmark, headline, false, quote, char_start, char_end, citation
    FROM warehouse.main.targets WHERE target_id IN (FROM wanted)
), labelled AS (
    SELECT c.*, coalesce(i.label_zh, c.indicator_label) AS label_zh, coalesce(i.label_en, c.indicator_label) AS label_en,
        coalesce(i.direction, 'up') AS direction
    FROM cited c LEFT JOIN warehouse.main.indicators i USING (indicator)
)
SELECT c.place_id, c.place_name, c.place_path, c.level, c.year, c.kind, c.indicator, c.label_zh, c.label_en,
    b AS before, a AS after, g AS growth, k AS claim
FROM chosen c
LEFT JOIN labelled b ON b.id = c.before_id
LEFT JOIN labelled a ON a.id = c.after_id
LEFT JOIN implied r ON c.kind = 'outcome_implied' AND r.last_id = c.before_id AND r.level_id = c.after_id
LEFT JOIN labelled g ON g.id = r.growth_id
LEFT JOIN named k ON c.kind = 'target_remembered' AND k.before_id = c.before_id
ORDER BY c.year DESC, c.place_id, c.sort_order, c.indicator, c.kind, c.before_id, c.after_id;
