-- Passages that the searches behind the register looked at: one row a passage.
SELECT s.target_id, s.doc_id, s.finding, s.quote, s.char_start, s.char_end, coalesce(f.zh, s.finding) AS finding_zh,
    coalesce(f.en, s.finding) AS finding_en
FROM searches s LEFT JOIN finding_labels f ON f.finding = s.finding
WHERE list_contains($targets, s.target_id) ORDER BY s.target_id, s.char_start;
