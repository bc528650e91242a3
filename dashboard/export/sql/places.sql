-- Places with promises that `name` may mean: by code, full name or path; one row each.
SELECT p.place_id, p.place_name, p.place_path, p.level, min(r.year) AS first_year, max(r.year) AS last_year,
    max(r.year) FILTER (r.status <> 'pending') AS last_decided, count(*) AS promised
FROM warehouse.main.places p JOIN promises r USING (place_id)
WHERE $name IN (p.place_id, p.place_name, p.place_path) OR list_contains(p.former_names, $name)
GROUP BY ALL ORDER BY promised DESC, place_id;
