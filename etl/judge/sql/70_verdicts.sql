-- j_verdicts: one row for each compared target: status in three readings, method, rule and the code of its reason.
CREATE OR REPLACE TEMP TABLE j_verdicts AS
WITH best AS (
    SELECT * FROM j_measured QUALIFY row_number() OVER (PARTITION BY target_id ORDER BY priority) = 1
), sized AS (
    SELECT b.*, getvariable('j_relative_slack') AS slack, getvariable('j_strict') AS strict, getvariable('j_lenient') AS lenient,
           n.n * abs(CASE WHEN b.less THEN b.hi ELSE b.lo END) AS n, n.m * abs(CASE WHEN b.less THEN b.hi ELSE b.lo END) AS m,
           c.verdict AS word
    FROM best b
    JOIN j_tolerance n ON n.kind = CASE WHEN b.is_rate THEN 'rate' ELSE 'amount' END
                      AND n.hedge = CASE b.op WHEN 'approx' THEN 'approx' ELSE 'plain' END
    LEFT JOIN j_claims c ON c.claim_id = b.reference_id AND b.method = 'claim'
)
SELECT target_id, outcome_id, outcome_id AS found_id, outcome_doc_id, method, rule, code, gap, gap_unit, outcome_value, outcome_unit, v, lo, hi, less,
       reference_id, reference_value, reference_unit, benchmark_zh, benchmark_en,
       CASE WHEN kind = 'word' THEN word WHEN kind = 'positive' THEN CASE WHEN v > 0 THEN 'met' ELSE 'missed' END
            WHEN kind IN ('sync', 'floor', 'above') THEN j_relative(kind, v, lo, slack)
            ELSE j_verdict(v, lo, hi, less, n, m, exceedable) END AS status,
       CASE WHEN kind = 'word' THEN word WHEN kind = 'positive' THEN CASE WHEN v > 0 THEN 'met' ELSE 'missed' END
            WHEN kind IN ('sync', 'floor', 'above') THEN j_relative(kind, v, lo, slack * strict)
            ELSE j_verdict(v, lo, hi, less, n * strict, m, exceedable) END AS status_strict,
       CASE WHEN kind = 'word' THEN word WHEN kind = 'positive' THEN CASE WHEN v > 0 THEN 'met' ELSE 'missed' END
            WHEN kind IN ('sync', 'floor', 'above') THEN j_relative(kind, v, lo, slack * lenient)
            ELSE j_verdict(v, lo, hi, less, n * lenient, m, exceedable) END AS status_lenient
FROM sized;

-- targets that no figure answers: pending, unreported or unverifiable
INSERT INTO j_verdicts BY NAME
WITH coded AS (
    SELECT t.target_id, t.period, t.kind, t.relation, t.in_catalogue, h.doc_id, h.doc_type, coalesce(h.is_full, false) AS is_full, coalesce(h.is_full_type, false) AS is_full_type,
           d.finding, coalesce(d.weight, 0) AS weight, d.outcome_id, d.doc_id AS found_in,
           EXISTS (FROM j_own w WHERE w.target_id = t.target_id AND w.measure = 'growth' AND w.dimension = 'percent') AS has_growth
    FROM j_targets t
    ANTI JOIN j_measured m ON m.target_id = t.target_id
    LEFT JOIN j_held h ON h.place_id = t.place_id AND h.year = t.year AND h.period = t.period
    LEFT JOIN j_decisive d ON d.target_id = t.target_id
), named AS (
    SELECT *, CASE
        WHEN doc_id IS NULL THEN CASE period WHEN 'year' THEN 'pending' ELSE 'pending_period' END
        WHEN weight = 0 AND NOT is_full THEN 'pending_partial'  -- or one of its kin, see below
        -- words on something outside the catalogue (能耗等约束性指标): the name alone decides nothing
        WHEN weight = 0 AND kind <> 'number' AND NOT in_catalogue THEN 'words_promise'
        WHEN weight = 0 THEN CASE finding WHEN 'other_quantity' THEN 'unreported_replaced' WHEN 'other_year'
                             THEN 'unreported_other_year' ELSE 'unreported' END
        WHEN kind = 'words' THEN 'words_promise'
        WHEN kind = 'relative' AND finding = 'other_measure' THEN CASE
            WHEN relation IN ('sync_gdp', 'above_gdp') AND has_growth THEN 'no_gdp'
            WHEN relation = 'above_parent' THEN 'no_parent'
            WHEN relation = 'above_other' AND has_growth THEN 'no_other'
            WHEN relation = 'not_below_last_year' THEN 'no_last_year'
            WHEN relation = 'stable' THEN 'stable'
            WHEN relation = 'handed_down' THEN 'no_handed_number'
            ELSE 'other_measure' END
        WHEN finding = 'words' THEN 'words_outcome'
        WHEN finding = 'other_scope' AND outcome_id IS NULL THEN 'other_scope_passage'
        WHEN finding = 'named' THEN 'named'
        ELSE finding
    END AS full_code
    FROM coded
), final AS (
    -- a summary or table that lacks the figure proves nothing; what it does say in words, or what only another report
    -- could settle, stands
    SELECT *, CASE WHEN doc_id IS NULL OR is_full THEN full_code
                   WHEN full_code IN ('words_promise', 'words_outcome', 'no_parent', 'no_last_year', 'no_handed_number', 'stable')
                   THEN full_code
                   WHEN period <> 'year' THEN 'pending_period' WHEN is_full_type THEN 'pending_incomplete'
                   ELSE 'pending_partial' END AS code
    FROM named
), judged AS (
    SELECT *, CASE WHEN starts_with(code, 'pending') THEN 'pending' WHEN starts_with(code, 'unreported') THEN 'unreported'
                   ELSE 'unverifiable' END AS status
    FROM final
)
SELECT target_id, outcome_id AS found_id,
       -- the figure that stands beside the target must be of its indicator, year and period
       CASE WHEN status = 'unverifiable' AND finding IN ('other_measure', 'other_scope', 'implausible', 'words') THEN outcome_id END AS outcome_id,
       CASE WHEN status = 'unverifiable' THEN coalesce(found_in, doc_id) ELSE doc_id END AS outcome_doc_id, 'none' AS method,
       CASE status WHEN 'pending' THEN 'pending' WHEN 'unreported' THEN 'silence' ELSE 'not_comparable' END AS rule, code,
       status, status AS status_strict, status AS status_lenient
FROM judged;
