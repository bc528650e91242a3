-- Figures that the source of a place, year and period and another document on it state differently, of an area or a place ('':
-- all): one row each, with both values in their own units, both sentences and both documents; role is target or outcome.
WITH cited AS (
    SELECT target_id AS row_id, quote, char_start, char_end, citation FROM targets
    WHERE target_id IN (SELECT source_row_id FROM document_differences UNION ALL SELECT other_row_id FROM document_differences)
    UNION ALL
    SELECT outcome_id, quote, char_start, char_end, citation FROM outcomes
    WHERE outcome_id IN (SELECT source_row_id FROM document_differences UNION ALL SELECT other_row_id FROM document_differences)
)
SELECT d.place_id, d.place_name, d.year, d.period, d.role, d.indicator, d.scope, d.measure,
    coalesce(i.label_zh, d.indicator) AS label_zh, coalesce(i.label_en, d.indicator) AS label_en,
    d.source_value, d.source_unit, d.source_doc_id, sd.title AS source_title, sd.doc_type AS source_kind, sd.source_url AS source_url,
    s.quote AS source_quote, s.char_start AS source_start, s.char_end AS source_end,
    coalesce(nullif(s.citation, ''), sd.citation) AS source_citation,
    d.other_value, d.other_unit, d.other_doc_id, od.title AS other_title, od.doc_type AS other_kind, od.source_url AS other_url,
    o.quote AS other_quote, o.char_start AS other_start, o.char_end AS other_end,
    coalesce(nullif(o.citation, ''), od.citation) AS other_citation
FROM document_differences d
LEFT JOIN indicators i ON i.indicator = d.indicator
LEFT JOIN documents sd ON sd.doc_id = d.source_doc_id
LEFT JOIN documents od ON od.doc_id = d.other_doc_id
LEFT JOIN cited s ON s.row_id = d.source_row_id
LEFT JOIN cited o ON o.row_id = d.other_row_id
LEFT JOIN places p ON p.place_id = d.place_id
WHERE ($place = '' OR d.place_id = $place) AND ($area = '' OR p.place_path = $area OR starts_with(p.place_path, $area || '/'))
ORDER BY d.year DESC, d.place_id, i.sort_order, d.indicator, d.role DESC, d.measure, d.other_doc_id;
