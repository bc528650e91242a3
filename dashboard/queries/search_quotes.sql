-- Sentences that hold every word, in themselves or in the names of indicator and place or the year: one row a sentence,
-- targets first; words are lower case, unused ones ''. A word without capitals is looked for as it is, others in lower case.
-- A report held twice is found once.
WITH places_held AS (
    SELECT place_id, place_name, place_path, lower(place_path) AS low FROM places
), found AS (
    SELECT 'target' AS kind, target_id AS row_id, doc_id, place_id, place_name, year, indicator, indicator_label, quote, char_start, char_end
    FROM targets WHERE quote IS NOT NULL
    UNION ALL
    SELECT 'outcome', outcome_id, doc_id, place_id, place_name, year, indicator, indicator_label, quote, char_start, char_end
    FROM outcomes WHERE quote IS NOT NULL
    UNION ALL
    SELECT 'claim', claim_id, doc_id, place_id, NULL, year, indicator, indicator_label, quote, char_start, char_end FROM claims
    UNION ALL
    SELECT 'mention', NULL, doc_id, place_id, NULL, year, indicator, indicator, quote, char_start, char_end FROM mentions
), matched AS (
    SELECT f.*, p.place_path, coalesce(f.place_name, p.place_name) AS name
    FROM found f LEFT JOIN places_held p USING (place_id)
    WHERE f.doc_id NOT IN (SELECT doc_id FROM documents WHERE duplicate_of IS NOT NULL) AND ($kind = '' OR f.kind = $kind) AND ($year = 0 OR f.year = $year)
        AND ($a = '' OR contains(f.quote, $a) OR contains(f.indicator_label, $a) OR contains(p.low, $a) OR contains(f.year::VARCHAR, $a)
            OR ($a <> upper($a) AND (contains(lower(f.quote), $a) OR contains(lower(f.indicator_label), $a))))
        AND ($b = '' OR contains(f.quote, $b) OR contains(f.indicator_label, $b) OR contains(p.low, $b) OR contains(f.year::VARCHAR, $b)
            OR ($b <> upper($b) AND (contains(lower(f.quote), $b) OR contains(lower(f.indicator_label), $b))))
        AND ($c = '' OR contains(f.quote, $c) OR contains(f.indicator_label, $c) OR contains(p.low, $c) OR contains(f.year::VARCHAR, $c)
            OR ($c <> upper($c) AND (contains(lower(f.quote), $c) OR contains(lower(f.indicator_label), $c))))
        AND ($d = '' OR contains(f.quote, $d) OR contains(f.indicator_label, $d) OR contains(p.low, $d) OR contains(f.year::VARCHAR, $d)
            OR ($d <> upper($d) AND (contains(lower(f.quote), $d) OR contains(lower(f.indicator_label), $d))))
), shown AS (
    SELECT *, (SELECT count(*) FROM matched) AS total FROM matched
    ORDER BY year DESC, kind = 'target' DESC, kind = 'outcome' DESC, place_id, char_start, doc_id, kind, row_id,
        indicator
    LIMIT $limit OFFSET $offset
)
SELECT m.kind, m.row_id, CASE m.kind WHEN 'target' THEN m.row_id WHEN 'outcome' THEN
        (SELECT min(c.target_id) FROM comparisons c WHERE c.outcome_id = m.row_id) END AS target_id,
    m.doc_id, m.name AS place_name, m.place_path, m.year, m.indicator,
    coalesce(i.label_zh, m.indicator_label) AS label_zh, coalesce(i.label_en, m.indicator_label) AS label_en,
    m.quote, m.char_start, m.char_end, m.total
FROM shown m LEFT JOIN indicators i USING (indicator)
ORDER BY m.year DESC, m.kind = 'target' DESC, m.kind = 'outcome' DESC, m.place_id, m.char_start, m.doc_id, m.kind, m.row_id,
    m.indicator;
