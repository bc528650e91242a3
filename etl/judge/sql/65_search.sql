-- What the next report does say of an indicator whose promise no figure answers.
-- j_findings: one row for each passage found. weight: the finding that decides the reason, heaviest first.
CREATE OR REPLACE TEMP TABLE j_open AS
SELECT t.target_id, t.place_id, t.year, t.period, t.indicator, t.scope_key, t.scope_class, t.measure, t.dimension, t.kind,
       t.in_catalogue, t.says_real
FROM j_targets t ANTI JOIN j_measured m USING (target_id);

CREATE OR REPLACE TEMP TABLE j_findings (
    target_id VARCHAR, doc_id VARCHAR, doc_rank BIGINT, finding VARCHAR, weight INTEGER, outcome_id VARCHAR, other_indicator VARCHAR,
    quote VARCHAR, char_start INTEGER, char_end INTEGER
);

-- figures and words of the indicator itself
INSERT INTO j_findings BY NAME
SELECT t.target_id, o.doc_id, o.doc_rank,
       CASE WHEN NOT o.is_number THEN 'words'
            WHEN o.scope_class = t.scope_class AND (o.scope_key = t.scope_key OR s.n_scopes = 1)
            THEN CASE WHEN t.kind = 'number' AND o.measure = t.measure AND o.dimension = t.dimension THEN 'implausible'
                      ELSE 'other_measure' END
            ELSE 'other_scope' END AS finding,
       CASE WHEN NOT o.is_number THEN 2
            WHEN o.scope_class = t.scope_class AND (o.scope_key = t.scope_key OR s.n_scopes = 1) THEN 10
            WHEN o.measure = t.measure AND o.dimension = t.dimension THEN 9 ELSE 8 END AS weight,
       o.outcome_id, o.quote, o.char_start, o.char_end
FROM j_open t
JOIN j_outcomes o ON o.place_id = t.place_id AND o.year = t.year AND o.period = t.period AND o.indicator = t.indicator
LEFT JOIN j_scopes s ON s.doc_id = o.doc_id AND s.year = o.year AND s.period = o.period AND s.indicator = o.indicator;

-- another quantity of the same subject (all residents' income for the urban one), or what the list now has instead
INSERT INTO j_findings BY NAME
SELECT t.target_id, o.doc_id, o.doc_rank, 'other_quantity' AS finding, CASE f.kind WHEN 'part' THEN 7 ELSE 0 END AS weight,
       o.outcome_id, o.indicator AS other_indicator, o.quote, o.char_start, o.char_end
FROM j_open t
JOIN j_families f ON f.indicator = t.indicator
JOIN j_outcomes o ON o.place_id = t.place_id AND o.year = t.year AND o.period = t.period AND o.indicator = f.other
                 AND o.is_number;

-- figures of part of the year, or of another year, in the documents that report on the year
INSERT INTO j_findings BY NAME
SELECT t.target_id, o.doc_id, d.doc_rank, CASE WHEN o.year = t.year THEN 'part_year' ELSE 'other_year' END AS finding,
       CASE WHEN o.year = t.year THEN 5 ELSE 0 END AS weight, o.outcome_id, o.quote, o.char_start, o.char_end
FROM j_open t
JOIN j_outcome_docs d ON d.place_id = t.place_id AND d.year = t.year AND d.period = t.period
JOIN j_base_outcomes o ON o.doc_id = d.doc_id AND o.indicator = t.indicator AND (o.year <> t.year OR o.period <> t.period)
WHERE t.period = 'year';

-- passages that name the indicator without an annual figure
INSERT INTO j_findings BY NAME
SELECT t.target_id, m.doc_id, d.doc_rank, m.finding,
       CASE m.finding WHEN 'other_scope' THEN 8 WHEN 'part_of_area' THEN 6 WHEN 'part_year' THEN 5 WHEN 'multi_year' THEN 4
                      WHEN 'unlinked_number' THEN 3 WHEN 'words' THEN 2 ELSE 0 END AS weight,
       m.quote, m.char_start, m.char_end
FROM j_open t
JOIN j_outcome_docs d ON d.place_id = t.place_id AND d.year = t.year AND d.period = t.period
JOIN j_base_mentions m ON m.doc_id = d.doc_id AND m.indicator = t.indicator
WHERE t.period = 'year'
  AND NOT (m.finding IN ('words', 'unlinked_number', 'part_of_area')
           AND EXISTS (FROM j_not_about n WHERE n.indicator = m.indicator AND contains(m.quote, n.word)));

-- what the report says of its targets, where it does not answer this one
INSERT INTO j_findings BY NAME
SELECT t.target_id, c.doc_id, d.doc_rank,
       CASE WHEN c.period = 'multi' THEN 'multi_year' WHEN c.reported IS NULL THEN 'words' ELSE 'unlinked_number' END AS finding,
       CASE WHEN c.period = 'multi' THEN 4 WHEN c.reported IS NULL THEN 2 ELSE 3 END AS weight, c.quote, c.char_start, c.char_end
FROM j_open t
JOIN j_outcome_docs d ON d.place_id = t.place_id AND d.year = t.year AND d.period = t.period
JOIN j_base_claims c ON c.doc_id = d.doc_id AND c.indicator = t.indicator AND c.year = t.year
WHERE t.period = 'year';

-- j_decisive: one row for each open target with a finding: the heaviest one, nearest to the source. A view: the second look (67)
-- adds findings.
CREATE OR REPLACE TEMP VIEW j_decisive AS
SELECT * FROM j_findings
QUALIFY row_number() OVER (
    PARTITION BY target_id
    ORDER BY weight DESC, doc_rank, outcome_id IS NULL, char_start NULLS LAST, outcome_id, char_end DESC NULLS LAST, finding, other_indicator
) = 1;
