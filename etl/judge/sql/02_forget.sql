-- Take out what was said of the places that are to be judged again.
DELETE FROM searches WHERE target_id IN (SELECT target_id FROM comparisons WHERE place_id IN (SELECT place_id FROM j_chunks));
DELETE FROM comparisons WHERE place_id IN (SELECT place_id FROM j_chunks);
DELETE FROM document_differences WHERE place_id IN (SELECT place_id FROM j_chunks);
DELETE FROM reconciliations WHERE place_id IN (SELECT place_id FROM j_chunks);
DELETE FROM ledger WHERE place_id IN (SELECT place_id FROM j_chunks);
DELETE FROM claims_checked WHERE place_id IN (SELECT place_id FROM j_chunks);
DELETE FROM cascade WHERE place_id IN (SELECT place_id FROM j_chunks);
