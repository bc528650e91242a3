-- One promise with both of its sentences and their documents: one row (or none); offsets point into the texts
-- of target_text_id and outcome_text_id.
SELECT r.*, t.quote AS target_quote, o.quote AS outcome_quote, t.citation AS target_citation, o.citation AS outcome_citation, t.char_start AS target_start, t.char_end AS target_end, t.section AS target_section,
    t.confidence AS target_confidence, t.causes AS target_causes, t.correction AS target_correction,
    o.char_start AS outcome_start, o.char_end AS outcome_end, o.confidence AS outcome_confidence, o.causes AS outcome_causes, o.correction AS outcome_correction,
    o.value_low AS outcome_low, o.value_high AS outcome_high, o.measure AS outcome_measure, o.doc_id AS outcome_source_id,
    td.title AS target_title, td.doc_type AS target_doc_type, td.source_url AS target_url, td.source_file AS target_file,
    td.published_on AS target_published, td.meeting_on AS target_meeting, td.citation AS target_doc_citation,
    td.sha256 AS target_sha256, od.sha256 AS outcome_sha256, td.doc_id AS target_text_id, td.report_year AS target_report_year,
    od.title AS outcome_title, od.doc_type AS outcome_doc_type, od.source_url AS outcome_url, od.source_file AS outcome_file,
    od.published_on AS outcome_published, od.meeting_on AS outcome_meeting, od.citation AS outcome_doc_citation,
    od.doc_id AS outcome_text_id, od.report_year AS outcome_report_year
FROM rows r
JOIN targets t USING (target_id)
JOIN documents td ON td.doc_id = t.doc_id
LEFT JOIN outcomes o ON o.outcome_id = r.outcome_id
LEFT JOIN documents od ON od.doc_id = coalesce(o.doc_id, r.outcome_doc_id)
WHERE r.target_id = $target;
