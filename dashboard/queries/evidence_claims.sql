-- Claims on the indicator in the report that answers a promise: one row a claim.
SELECT words, verdict, completion_pct, quote, char_start, char_end FROM claims
WHERE place_id = $place AND year = $year AND indicator = $indicator ORDER BY char_start;
