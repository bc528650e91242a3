-- Documents that only one of the attached warehouses `old` and `new` has, or whose facts differ.
-- Grain: one line for each source file, ordinal within it, and fact that differs; before or after is empty where it is missing.
WITH
facts_of_old AS (
    SELECT source_file, row_number() OVER (PARTITION BY source_file ORDER BY plan_year, place_path, doc_id) AS n,
           coalesce(place_path, '') AS 地方, doc_type AS 文种, coalesce(review_year::VARCHAR, '') AS 回顾年,
           coalesce(plan_year::VARCHAR, '') AS 目标年, status::VARCHAR AS 状态
    FROM old.documents
),
facts_of_new AS (
    SELECT source_file, row_number() OVER (PARTITION BY source_file ORDER BY plan_year, place_path, doc_id) AS n,
           coalesce(place_path, '') AS 地方, doc_type AS 文种, coalesce(review_year::VARCHAR, '') AS 回顾年,
           coalesce(plan_year::VARCHAR, '') AS 目标年, status::VARCHAR AS 状态
    FROM new.documents
),
before AS (UNPIVOT facts_of_old ON 地方, 文种, 回顾年, 目标年, 状态 INTO NAME fact VALUE value),
after AS (UNPIVOT facts_of_new ON 地方, 文种, 回顾年, 目标年, 状态 INTO NAME fact VALUE value)
SELECT source_file, n, fact, before.value AS before, after.value AS after
FROM before FULL JOIN after USING (source_file, n, fact)
WHERE before.value IS DISTINCT FROM after.value
ORDER BY source_file, n, fact
