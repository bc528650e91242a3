-- What the warehouse holds: one row; counts of rows. promises counts comparisons that decide.
SELECT
    (SELECT count(*) FROM documents WHERE status IN ('ok', 'warned')) AS documents,
    (SELECT count(*) FROM documents WHERE status = 'refused') AS refused,
    (SELECT count(DISTINCT place_id) FROM comparisons) AS places,
    (SELECT count(*) FROM comparisons WHERE decides) AS promises,
    (SELECT count(*) FROM targets) AS targets,
    (SELECT count(*) FROM outcomes) AS outcomes;
