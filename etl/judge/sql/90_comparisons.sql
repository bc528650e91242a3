-- comparisons: one row for each target of a source document. searches: one row for each passage behind a silence.
-- j_worded: how each target is worded. A 力争 that introduces a stretch beyond the bound leaves the bound as it is.
CREATE OR REPLACE TEMP TABLE j_worded AS
WITH by_words AS (
    SELECT t.target_id, arg_min(w.wording, w.priority) AS wording
    FROM j_targets t JOIN j_base_targets x USING (target_id) JOIN j_wording_words w ON contains(t.quote, w.word)
    WHERE t.compared AND x.stretch IS NULL GROUP BY t.target_id
)
SELECT t.target_id, coalesce(b.wording, w.wording) AS wording
FROM j_targets t
LEFT JOIN by_words b USING (target_id)
LEFT JOIN j_wordings w ON w.op = CASE t.kind WHEN 'number' THEN t.op ELSE t.kind END
WHERE t.compared;

INSERT INTO comparisons BY NAME
SELECT t.target_id, v.outcome_id, t.place_id, t.place_name, t.year, t.period, t.indicator, t.promise_id,
       -- the growth row decides for its promise, else the first
       row_number() OVER (PARTITION BY t.promise_id ORDER BY t.measure = 'growth' DESC, t.char_start NULLS LAST, t.target_id) = 1
           AS decides,
       v.status::verdict AS status, v.method, v.gap,
       CASE WHEN v.method = 'direct' AND NOT t.is_rate AND t.measure = 'level'
            THEN v.v / nullif(CASE WHEN t.less THEN t.hi ELSE t.lo END, 0) END AS attainment,
       v.status_strict::verdict AS status_strict, v.status_lenient::verdict AS status_lenient, r.zh AS reason, v.rule,
       v.outcome_value, v.outcome_unit, v.reference_id, v.reference_value, t.doc_id AS target_doc_id, v.outcome_doc_id,
       r.en AS reason_en, v.code AS reason_code,
       w.wording,
       -- the same number promised again in the same report (the target list first)
       nullif(first_value(t.target_id) OVER (
           PARTITION BY t.doc_id, t.period, t.indicator, t.scope_key, t.measure, t.dimension, t.op, t.lo, t.hi, t.relation, t.benchmark,
                        CASE WHEN t.kind = 'words' THEN t.target_id ELSE '' END
           ORDER BY x.headline DESC, t.char_start NULLS LAST, t.target_id
       ), t.target_id) AS repeats,
       x.indicator_label, x.scope, x.measure, x.op, x.value_low, x.value_high, x.stretch, x.unit, x.relation, x.benchmark,
       x.headline, x.confidence, o.op AS outcome_op, o.scope AS outcome_scope, o.estimated, o.confidence AS outcome_confidence
FROM j_targets t JOIN j_base_targets x USING (target_id) JOIN j_verdicts v USING (target_id) JOIN j_reasons r USING (target_id) JOIN j_worded w USING (target_id)
LEFT JOIN j_base_outcomes o ON o.outcome_id = v.outcome_id
WHERE t.compared
ORDER BY t.year, t.place_id, t.period, t.indicator, t.target_id;  -- the dashboard asks by year: its rows lie together

INSERT INTO searches BY NAME
SELECT f.target_id, f.doc_id, CASE f.finding WHEN 'named' THEN 'words' WHEN 'implausible' THEN 'unlinked_number' ELSE f.finding END AS finding, f.quote, f.char_start, f.char_end
FROM j_findings f JOIN j_verdicts v USING (target_id) JOIN j_targets t ON t.target_id = f.target_id AND t.compared
WHERE v.status IN ('unreported', 'unverifiable')
ORDER BY ALL;
