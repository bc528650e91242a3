-- Promises by how they are worded and status, of the chosen year, levels and area: one row each; counts promises.
SELECT p.wording, coalesce(w.zh, p.wording) AS zh, coalesce(w.en, p.wording) AS en, p.status, count(*) AS promises
FROM promises p LEFT JOIN wording_labels w ON w.wording = p.wording
WHERE p.year = $year AND p.period = 'year' AND p.doubt <= $most AND list_contains($levels, p.level) AND ($area = '' OR starts_with(p.place_path, $area || '/'))
GROUP BY ALL ORDER BY p.wording, p.status;
