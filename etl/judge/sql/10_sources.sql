-- Which document serves as source.
-- j_documents: one row for each document that may serve, with its rank by kind and its number of rows.
CREATE OR REPLACE TEMP TABLE j_documents AS
WITH rows_of AS (
    SELECT doc_id, count(*) AS n FROM (
        SELECT doc_id FROM j_base_targets
        UNION ALL SELECT doc_id FROM j_base_outcomes
    ) GROUP BY doc_id
), figures AS (
    SELECT o.doc_id, count(DISTINCT o.indicator) AS n_indicators
    FROM j_base_outcomes o JOIN j_base_documents d ON d.doc_id = o.doc_id AND d.review_year = o.year
    WHERE o.period = 'year' AND o.measure IN ('growth', 'level') GROUP BY o.doc_id
), parts AS (
    SELECT doc_id, max(char_end) AS n_characters,
           sum(CASE WHEN role IN ('review', 'five_year_review', 'problems') THEN char_end - char_start ELSE 0 END)
               / nullif(sum(char_end - char_start), 0) AS review_share,
           bool_or(role IN ('plan', 'headline', 'multi_year_plan', 'quarter_plan')) AS has_plan
    FROM j_base_sections GROUP BY doc_id
)
SELECT d.doc_id, d.place_id, d.place_name, d.doc_type, d.review_year, d.plan_year, d.report_year, d.published_on,
       s.year AS rank_year, s.part AS rank_part, coalesce(r.n, 0) AS n_rows, f.doc_type IS NOT NULL AS is_full_type,
       f.doc_type IS NOT NULL AND NOT regexp_matches(d.title, getvariable('j_not_titled'))
           AND (p.doc_id IS NULL OR (p.review_share >= getvariable('j_min_review_share') AND p.has_plan
                                     AND coalesce(g.n_indicators, 0) >= floor(p.n_characters / getvariable('j_characters_per_outcome'))
                                     AND g.n_indicators > 0)) AS is_full
FROM j_base_documents d
JOIN j_source_order s USING (doc_type)
LEFT JOIN j_full_types f USING (doc_type)
LEFT JOIN rows_of r USING (doc_id)
LEFT JOIN figures g USING (doc_id)
LEFT JOIN parts p USING (doc_id)
WHERE d.status IN ('ok', 'warned');

-- j_target_source: one row for each place, year and period: the document whose targets are compared.
CREATE OR REPLACE TEMP TABLE j_target_source AS
WITH candidates AS (
    SELECT DISTINCT d.place_id, t.year, t.period, d.doc_id
    FROM j_base_targets t JOIN j_documents d ON d.doc_id = t.doc_id AND d.plan_year = t.year
), ranked AS (
    SELECT c.*, d.published_on, d.n_rows, CASE c.period WHEN 'year' THEN d.rank_year ELSE d.rank_part END AS rank_kind
    FROM candidates c JOIN j_documents d USING (doc_id)
), complete AS (
    SELECT *, n_rows >= getvariable('j_complete_share')
                        * max(n_rows) OVER (PARTITION BY place_id, year, period, rank_kind) AS is_complete
    FROM ranked
)
SELECT place_id, year, period, doc_id FROM complete
QUALIFY row_number() OVER (
    PARTITION BY place_id, year, period
    ORDER BY rank_kind, is_complete DESC, published_on DESC NULLS LAST, n_rows DESC, doc_id
) = 1;

-- j_outcome_docs: one row for each place, year, period and document that reports on it; doc_rank 1 is the source.
-- A quarter is reported by whichever document gives a figure for it; a year only by a report that reviews it.
CREATE OR REPLACE TEMP TABLE j_outcome_docs AS
WITH candidates AS (
    SELECT place_id, review_year AS year, 'year' AS period, doc_id FROM j_documents WHERE review_year IS NOT NULL
    UNION
    SELECT d.place_id, o.year, o.period, d.doc_id
    FROM j_base_outcomes o JOIN j_documents d USING (doc_id) WHERE o.period <> 'year'
), ranked AS (
    SELECT c.*, d.doc_type, d.published_on, d.n_rows, d.is_full AND c.period = 'year' AS is_full, d.is_full_type,
           CASE c.period WHEN 'year' THEN d.rank_year ELSE d.rank_part END AS rank_kind
    FROM candidates c JOIN j_documents d USING (doc_id)
), complete AS (
    SELECT *, n_rows >= getvariable('j_complete_share')
                        * max(n_rows) OVER (PARTITION BY place_id, year, period, rank_kind) AS is_complete
    FROM ranked
)
SELECT place_id, year, period, doc_id, doc_type, is_full, is_full_type,
       row_number() OVER (
           PARTITION BY place_id, year, period
           ORDER BY rank_kind, is_complete DESC, published_on DESC NULLS LAST, n_rows DESC, doc_id
       ) AS doc_rank
FROM complete;

-- j_held: one row for each place, year and period on which a document is held: what kind the source is, whether it is full.
CREATE OR REPLACE TEMP TABLE j_held AS
SELECT place_id, year, period, arg_min(doc_id, doc_rank) AS doc_id, arg_min(doc_type, doc_rank) AS doc_type,
       bool_or(is_full) AS is_full, bool_or(is_full_type) AS is_full_type, count(*) AS n_documents
FROM j_outcome_docs GROUP BY ALL;
