-- Everything that was read in one document, in the order of the text: one row a span.
SELECT 'target' AS kind, indicator, indicator_label, quote, char_start, char_end, target_id FROM targets
WHERE doc_id = $doc AND char_start IS NOT NULL
UNION ALL
SELECT 'outcome', o.indicator, o.indicator_label, o.quote, o.char_start, o.char_end, c.target_id
FROM outcomes o LEFT JOIN (SELECT outcome_id, min(target_id) AS target_id FROM comparisons WHERE outcome_doc_id = $doc GROUP BY outcome_id) c USING (outcome_id)
WHERE o.doc_id = $doc AND o.char_start IS NOT NULL
UNION ALL
SELECT 'claim', indicator, indicator_label, quote, char_start, char_end, NULL FROM claims WHERE doc_id = $doc
UNION ALL
SELECT 'mention', m.indicator, coalesce(i.label_zh, m.indicator), m.quote, m.char_start, m.char_end, NULL
FROM mentions m LEFT JOIN indicators i USING (indicator) WHERE m.doc_id = $doc
ORDER BY char_start, char_end, kind, indicator;
