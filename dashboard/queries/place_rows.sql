-- All comparisons of a place, every year and period: one row for each target of a source document. Values in `unit`,
-- gap = outcome - target in `unit`; tolerance and margin as in _views.sql.
SELECT * FROM rows WHERE place_id = $place AND doubt <= $most ORDER BY year DESC, sort_order, indicator, headline DESC, decides DESC, target_id;
