-- Claims on the year's target of the indicator in the report that answers a promise: one row a claim.
SELECT c.words, c.verdict, c.completion_pct, c.quote, c.char_start, c.char_end
FROM claims c SEMI JOIN claims_checked USING (claim_id) JOIN documents d ON d.doc_id = c.doc_id AND d.duplicate_of IS NULL
WHERE c.place_id = $place AND c.year = $year AND c.indicator = $indicator ORDER BY c.char_start;
