-- Documents whose text holds every word, as typed or in capitals: one row a document, with the surroundings of the first
-- word (first_at, 1-based); a report held twice is found once.
WITH placed AS (
    SELECT doc_id, CASE WHEN contains(text, $a) THEN position($a IN text) ELSE position(upper($a) IN text) END AS first_at,
        substring(text, greatest(first_at - 70, 1), 200) AS snippet
    FROM memory.held.texts
    WHERE (contains(text, $a) OR ($a <> upper($a) AND contains(text, upper($a))))
        AND ($b = '' OR contains(text, $b) OR ($b <> upper($b) AND contains(text, upper($b))))
        AND ($c = '' OR contains(text, $c) OR ($c <> upper($c) AND contains(text, upper($c))))
        AND ($d = '' OR contains(text, $d) OR ($d <> upper($d) AND contains(text, upper($d))))
)
SELECT doc_id, d.title, d.place_name, d.place_path, d.report_year, d.doc_type, d.source_url, p.first_at, count(*) OVER () AS total, p.snippet
FROM placed p JOIN documents d USING (doc_id)
WHERE d.status IN ('ok', 'warned') AND d.duplicate_of IS NULL AND ($year = 0 OR d.report_year = $year)
ORDER BY d.report_year DESC, d.place_path, doc_id LIMIT $limit OFFSET $offset;
