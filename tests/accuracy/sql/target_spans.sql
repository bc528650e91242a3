-- The span and the numbers of every target row. Grain: one row for each target.
SELECT doc_id, char_start, char_end, value_low, value_high, stretch FROM targets WHERE char_start IS NOT NULL ORDER BY doc_id, char_start;
