-- How many reports are held in full (a silence is only ever found in these): one row.
SELECT count(*) AS reports FROM documents WHERE status IN ('ok', 'warned') AND doc_type IN ('work_report', 'plan_report');
