-- j_promised: one row for each compared target: the promise in words, Chinese and English.
CREATE OR REPLACE TEMP TABLE j_promised AS
SELECT t.target_id,
       CASE t.kind
           WHEN 'number' THEN j_fill(p.zh, j_zh(coalesce(t.value_low, t.value_high), t.unit), j_num(abs(t.value_low)), j_zh(t.value_high, t.unit))
           -- a long list of names before one relation would be cut before it says anything
           WHEN 'relative' THEN coalesce(CASE WHEN length(t.quote) <= 30 THEN '“' || t.quote || '”' END, replace(replace(r.zh, '{benchmark}', coalesce(nullif(i.label_zh, ''), nullif(t.benchmark, ''), '上级')), '{v}',
                                        CASE WHEN t.margin > 0 THEN j_zh(t.margin, t.unit) ELSE '' END))
           ELSE coalesce('“' || left(t.quote, 40) || CASE WHEN length(t.quote) > 40 THEN '…' ELSE '' END || '”', '文字表述') END AS zh,
       CASE t.kind
           WHEN 'number' THEN j_fill(p.en, j_en(coalesce(t.value_low, t.value_high), t.unit, u.en), j_num(abs(t.value_low)), j_en(t.value_high, t.unit, u.en))
           WHEN 'relative' THEN replace(replace(r.en, '{benchmark}', coalesce(nullif(i.label_en, ''), nullif(t.benchmark, ''), 'the parent place')), '{v}',
                                        CASE WHEN t.margin > 0 THEN ' by ' || j_en(t.margin, t.unit, u.en) ELSE '' END)
           ELSE coalesce('“' || left(t.quote, 40) || CASE WHEN length(t.quote) > 40 THEN '…' ELSE '' END || '”', 'words only') END AS en
FROM j_targets t
LEFT JOIN j_phrases p ON p.key = j_phrase_key(t.measure, t.direction, t.unit, t.op, coalesce(t.value_low, t.value_high))
LEFT JOIN j_relations r ON r.relation = CASE WHEN t.relation = 'above_parent' AND t.says_sync THEN 'sync_parent'
                                             WHEN t.less AND t.relation = 'above_parent' THEN 'below_parent'
                                             WHEN t.less AND t.relation = 'not_below_last_year' THEN 'not_above_last_year'
                                             ELSE t.relation END
LEFT JOIN j_units_en u ON u.unit = t.unit
LEFT JOIN indicators i ON i.indicator = t.benchmark;

-- j_reported: one row for each outcome that a verdict names, in words.
CREATE OR REPLACE TEMP TABLE j_reported AS
SELECT o.outcome_id, o.scope, o.indicator_label, coalesce(i.label_zh, o.indicator_label) AS label_zh,
       coalesce(i.label_en, o.indicator_label) AS label_en,
       CASE WHEN o.measure IN ('growth', 'level') AND p.zh IS NOT NULL
            THEN j_fill(p.zh, j_zh(coalesce(o.value_low, o.value_high), o.unit), j_num(abs(o.value_low)), j_zh(o.value_high, o.unit))
            ELSE coalesce('“' || left(o.quote, 40) || '”', '文字表述') END AS zh,
       CASE WHEN o.measure IN ('growth', 'level') AND p.zh IS NOT NULL
            THEN j_fill(p.en, j_en(coalesce(o.value_low, o.value_high), o.unit, u.en), j_num(abs(o.value_low)), j_en(o.value_high, o.unit, u.en))
            ELSE coalesce('“' || left(o.quote, 40) || '”', 'words only') END AS en
FROM j_base_outcomes o
SEMI JOIN (SELECT found_id AS id FROM j_verdicts UNION SELECT reference_id FROM j_verdicts) v ON v.id = o.outcome_id
LEFT JOIN indicators i ON i.indicator = o.indicator
LEFT JOIN j_phrases p ON p.key = j_phrase_key(o.measure, i.direction, o.unit, o.op, coalesce(o.value_low, o.value_high))
LEFT JOIN j_units_en u ON u.unit = o.unit;

-- j_reasons: one row for each compared target: one sentence with the numbers, Chinese and English.
CREATE OR REPLACE TEMP TABLE j_reasons AS
WITH parts AS (
    SELECT v.target_id, x.zh, x.en, t.year, t.period, t.indicator_label, t.scope AS promised_scope,
           coalesce(nullif(i.label_zh, ''), t.indicator_label) AS name_zh, coalesce(nullif(i.label_en, ''), t.indicator_label) AS name_en,
           coalesce(pr.zh, '') AS promised_zh, coalesce(pr.en, '') AS promised_en,
           coalesce(rp.zh, '没有可比数字') AS reported_zh, coalesce(rp.en, 'no comparable figure') AS reported_en,
           coalesce(CASE v.code WHEN 'direct_wording' THEN coalesce(nullif(rp.scope, ''), '未注明')
                                WHEN 'other_scope' THEN coalesce(nullif(rp.scope, ''), left(f.quote, 40), '未注明')
                                WHEN 'other_quantity' THEN rp.indicator_label WHEN 'unreported_replaced' THEN fi.label_zh END,
                    CASE WHEN ends_with(v.code, '_apart') THEN rp.label_zh END, cl.words, '') AS found_zh,
           coalesce(CASE WHEN v.code IN ('unreported_replaced', 'other_quantity') THEN fi.label_en
                         WHEN v.code = 'direct_wording' THEN coalesce(nullif(rp.scope, ''), 'none given')
                         WHEN v.code = 'other_scope' THEN coalesce(nullif(rp.scope, ''), left(f.quote, 40), 'none given') END,
                    CASE WHEN ends_with(v.code, '_apart') THEN rp.label_en END, cl.words, '') AS found_en,
           CASE WHEN v.reference_unit IS NULL THEN '' WHEN v.rule = 'handed_down' THEN coalesce(up.zh, '')
                ELSE coalesce(rr.zh, j_num(v.reference_value) || v.reference_unit) END AS ref_zh,
           CASE WHEN v.reference_unit IS NULL THEN '' WHEN v.rule = 'handed_down' THEN coalesce(up.en, '')
                ELSE coalesce(rr.en, j_num(v.reference_value) || v.reference_unit) END AS ref_en,
           CASE WHEN round(v.gap, 4) = 0 THEN 'equal'
                WHEN t.measure = 'growth' AND t.hi < 0 AND v.v <= 0 THEN CASE WHEN v.gap > 0 THEN 'less_fall' ELSE 'more_fall' END
                WHEN v.gap > 0 THEN 'over' ELSE 'under' END AS gap_key,
           coalesce(CASE WHEN NOT starts_with(v.code, 'unreported')
                         THEN '：“' || left(regexp_replace(f.quote, '\s+', '', 'g'), 40) || CASE WHEN length(f.quote) > 40 THEN '…' ELSE '' END || '”' END, '')
               AS passage,
           CASE WHEN v.gap_unit IN ('%', '％', '百分点') THEN '个百分点' ELSE v.gap_unit END AS gap_unit,
           CASE WHEN abs(v.gap) >= 0.1 THEN round(abs(v.gap), 2) ELSE abs(v.gap) END AS gap_abs,
           CASE WHEN v.code IN ('derived', 'derived_points') THEN printf('%.2f', v.v) || t.unit
                WHEN v.code = 'claim_pct' THEN j_num(v.v) || '%' ELSE '' END AS value_text,
           l.zh AS label_zh, l.en AS label_en,
           CASE WHEN h.doc_id <> v.outcome_doc_id THEN s.zh ELSE '' END AS source_zh,
           CASE WHEN h.doc_id <> v.outcome_doc_id THEN s.en ELSE '' END AS source_en,
           coalesce(v.benchmark_zh, b.label_zh, nullif(t.benchmark, ''), '上级') AS bench_zh,
           coalesce(v.benchmark_en, b.label_en, nullif(t.benchmark, ''), 'the parent place') AS bench_en,
           coalesce(k.zh, '文件') AS doctype_zh, coalesce(k.en, 'document') AS doctype_en
    FROM j_verdicts v
    JOIN j_targets t USING (target_id)
    JOIN j_reasons_text x ON x.code = v.code
    JOIN j_labels l ON l.status = v.status
    LEFT JOIN j_promised pr USING (target_id)
    LEFT JOIN j_reported rp ON rp.outcome_id = v.found_id
    LEFT JOIN j_reported rr ON rr.outcome_id = v.reference_id
    LEFT JOIN j_promised up ON up.target_id = v.reference_id
    LEFT JOIN j_base_claims cl ON cl.claim_id = v.reference_id AND v.method = 'claim'
    LEFT JOIN j_decisive f ON f.target_id = v.target_id
    LEFT JOIN indicators fi ON fi.indicator = f.other_indicator
    LEFT JOIN indicators i ON i.indicator = t.indicator
    LEFT JOIN indicators b ON b.indicator = t.benchmark
    LEFT JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period
    LEFT JOIN j_base_documents d ON d.doc_id = v.outcome_doc_id
    LEFT JOIN j_sources s ON s.doc_type = d.doc_type
    LEFT JOIN j_doc_types k ON k.doc_type = d.doc_type
), gaps AS (
    SELECT p.*, replace(g.zh, '{gap}', j_zh(p.gap_abs, p.gap_unit)) AS gap_zh,
           replace(g.en, '{gap}', j_en(p.gap_abs, p.gap_unit, u.en)) AS gap_en
    FROM parts p LEFT JOIN j_gaps g ON g.key = p.gap_key LEFT JOIN j_units_en u ON u.unit = p.gap_unit
)
SELECT target_id,
       j_sentence(zh, promised_zh, reported_zh, source_zh, found_zh, ref_zh, gap_zh, label_zh, name_zh,
                  coalesce(nullif(promised_scope, ''), '未注明'), year, period, bench_zh, value_text, doctype_zh, passage) AS zh,
       j_sentence(en, promised_en, reported_en, source_en, found_en, ref_en, gap_en, label_en, name_en,
                  coalesce(nullif(promised_scope, ''), 'none given'), year, period, bench_en, value_text, doctype_en, replace(passage, '：', ': ')) AS en
FROM gaps;
