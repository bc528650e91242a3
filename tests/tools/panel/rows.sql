-- One row for each figure that may go into the panel: the work reports (one for each place and year, the fullest copy), catalogue
-- indicators, the whole year, no row of low confidence, none that the reconciliation of growth and level could not explain.
WITH held AS (
    SELECT doc_id, place_id, place_name, place_path, level, report_year,
           (SELECT count(*) FROM targets t WHERE t.doc_id = d.doc_id) + (SELECT count(*) FROM outcomes o WHERE o.doc_id = d.doc_id) AS size
    FROM documents d
    WHERE doc_type = 'work_report' AND status IN ('ok', 'warned') AND place_id IS NOT NULL AND report_year IS NOT NULL
),
docs AS (
    SELECT *, row_number() OVER (PARTITION BY place_id, report_year ORDER BY size DESC, doc_id) AS rank FROM held
),
flagged AS (
    SELECT growth_id AS id FROM reconciliations WHERE status = 'unexplained'
    UNION SELECT level_id FROM reconciliations WHERE status = 'unexplained'
)
SELECT d.doc_id, d.rank, d.place_path AS place, d.place_id AS place_code, d.report_year, 'target' AS role, t.target_id AS row_id, t.year, t.indicator,
       t.scope, t.measure, t.op, t.value_low, t.value_high, t.stretch, t.unit, t.relation, t.benchmark, false AS estimated,
       t.headline, t.confidence, t.causes
FROM targets t JOIN docs d USING (doc_id)
WHERE t.period = 'year' AND t.year = d.report_year AND t.confidence IN ('high', 'medium')
UNION ALL
SELECT d.doc_id, d.rank, d.place_path, d.place_id, d.report_year, 'outcome', o.outcome_id, o.year, o.indicator,
       o.scope, o.measure, o.op, o.value_low, o.value_high, NULL, o.unit, '', '', o.estimated,
       false, o.confidence, o.causes
FROM outcomes o JOIN docs d USING (doc_id)
WHERE o.period = 'year' AND o.year = d.report_year - 1 AND o.confidence IN ('high', 'medium') AND o.measure IN ('growth', 'level')
  AND o.outcome_id NOT IN (SELECT id FROM flagged)
