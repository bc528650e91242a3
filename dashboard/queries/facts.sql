-- What the warehouse holds: one row; counts of rows. places counts those with a report, promises comparisons that decide.
SELECT
    (SELECT count(*) FROM documents WHERE status IN ('ok', 'warned')) AS documents,
    (SELECT count(*) FROM documents WHERE status = 'refused') AS refused,
    (SELECT count(DISTINCT place_id) FROM documents WHERE status IN ('ok', 'warned')) AS places,
    (SELECT count(*) FROM comparisons WHERE decides) AS promises,
    (SELECT count(*) FROM targets) AS targets,
    (SELECT count(*) FROM outcomes) AS outcomes;
