-- What was judged, so that the next judgement looks only at places that changed.
DELETE FROM judge_state WHERE place_id IN (FROM j_changed);
INSERT INTO judge_state SELECT place_id, digest FROM j_state WHERE place_id IN (FROM j_changed) ORDER BY place_id;
