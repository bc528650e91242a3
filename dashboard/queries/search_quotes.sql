-- Sentences that hold every word: one row a sentence, targets first; words are lower case, unused ones ''.
WITH found AS (
    SELECT 'target' AS kind, t.target_id AS row_id, t.target_id, t.doc_id, t.place_id, t.place_name, t.year, t.indicator,
        t.indicator_label, t.quote, t.char_start, t.char_end
    FROM targets t WHERE t.quote IS NOT NULL
    UNION ALL
    SELECT 'outcome', o.outcome_id, c.target_id, o.doc_id, o.place_id, o.place_name, o.year, o.indicator, o.indicator_label, o.quote,
        o.char_start, o.char_end
    FROM outcomes o LEFT JOIN (SELECT outcome_id, min(target_id) AS target_id FROM comparisons GROUP BY outcome_id) c USING (outcome_id)
    WHERE o.quote IS NOT NULL
    UNION ALL
    SELECT 'claim', c.claim_id, NULL, c.doc_id, c.place_id, NULL, c.year, c.indicator, c.indicator_label, c.quote, c.char_start, c.char_end
    FROM claims c
    UNION ALL
    SELECT 'mention', NULL, NULL, m.doc_id, m.place_id, NULL, m.year, m.indicator, m.indicator, m.quote, m.char_start, m.char_end
    FROM mentions m
), matched AS (
    SELECT f.*, lower(concat_ws(' ', f.quote, f.indicator_label, p.place_path, f.year)) AS hay, p.place_path,
        coalesce(f.place_name, p.place_name) AS name, p.level
    FROM found f LEFT JOIN places p USING (place_id)
)
SELECT m.kind, m.row_id, m.target_id, m.doc_id, m.name AS place_name, m.place_path, m.year, m.indicator,
    coalesce(i.label_zh, m.indicator_label) AS label_zh, coalesce(i.label_en, m.indicator_label) AS label_en,
    m.quote, m.char_start, m.char_end, count(*) OVER () AS total
FROM matched m LEFT JOIN indicators i USING (indicator)
WHERE contains(hay, $a) AND contains(hay, $b) AND contains(hay, $c) AND contains(hay, $d)
    AND ($kind = '' OR m.kind = $kind) AND ($year = 0 OR m.year = $year)
ORDER BY m.year DESC, m.kind = 'target' DESC, m.kind = 'outcome' DESC, m.place_id, m.char_start
LIMIT $limit OFFSET $offset;
