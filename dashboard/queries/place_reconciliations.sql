-- Growth as printed beside the growth that two printed levels imply, where they disagree: one row each; in %, gap in points.
SELECT r.*, coalesce(l.zh, r.cause) AS cause_zh, coalesce(l.en, r.cause) AS cause_en,
    coalesce(i.label_zh, r.indicator) AS label_zh, coalesce(i.label_en, r.indicator) AS label_en
FROM reconciliations r LEFT JOIN indicators i USING (indicator) LEFT JOIN cause_labels l ON l.cause = r.cause
WHERE r.place_id = $place AND r.status IN ('explained', 'unexplained')
ORDER BY r.year DESC, abs(r.gap) DESC;
