-- The promises of the same place and year in the order of the text: one row each; for "previous" and "next".
SELECT target_id, indicator, label_zh, label_en, status, value_low, value_high, op, unit
FROM promises
WHERE place_id = $place AND year = $year AND period = $period
ORDER BY sort_order, indicator, target_id;
