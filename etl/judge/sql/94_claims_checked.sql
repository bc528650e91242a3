-- claims_checked: one row for each statement of a review on its own targets of the year, beside the board.
-- Of one indicator: the target as remembered (named, or implied by the completion rate) beside the target as promised, the
-- verdict claimed beside the verdict by figures. Of all targets (全面完成年度目标任务): the count of kept, missed and silent.
INSERT INTO claims_checked BY NAME
WITH said AS (
    SELECT c.*, coalesce(u.dimension, c.unit) AS dimension, coalesce(u.factor, 1.0) AS factor,
           regexp_matches(c.quote, getvariable('j_claims_of_all')) AND NOT regexp_matches(c.quote, getvariable('j_claims_not_of_all'))
               AND starts_with(c.indicator, 'other:') AND c.completion_pct IS NULL AND c.target_value IS NULL AS of_all
    FROM j_base_claims c
    JOIN j_documents d USING (doc_id)
    LEFT JOIN j_units u ON u.unit = trim(c.unit)
    WHERE d.place_id IN (FROM j_touched) AND c.period = 'year'
), board AS (
    SELECT c.place_id, c.year, count(*) AS promises, count(*) FILTER (WHERE status IN ('met', 'exceeded')) AS kept,
           count(*) FILTER (WHERE status = 'near') AS near, count(*) FILTER (WHERE status = 'missed') AS missed,
           count(*) FILTER (WHERE status = 'unreported') AS silent
    FROM comparisons c JOIN j_base_targets t USING (target_id)
    WHERE c.period = 'year' AND c.decides AND t.headline AND c.place_id IN (FROM j_touched)
    GROUP BY ALL
), promise AS (
    -- the target that the claim can be about: the one with a number in the claim's unit, else the one that decides
    SELECT s.claim_id, t.target_id, t.kind, CASE WHEN t.less THEN t.hi ELSE t.lo END AS x, t.factor, t.unit, t.dimension,
           v.status, v.method, t.dimension = s.dimension AND t.measure = 'level' AS comparable
    FROM said s
    JOIN j_targets t ON t.place_id = s.place_id AND t.year = s.year AND t.indicator = s.indicator AND t.period = 'year'
    JOIN j_verdicts v ON v.target_id = t.target_id
    QUALIFY row_number() OVER (
        PARTITION BY s.claim_id
        ORDER BY t.dimension = s.dimension AND t.measure = 'level' DESC, t.kind = 'number' DESC, t.measure = 'growth' DESC,
                 t.char_start NULLS LAST, t.target_id
    ) = 1
), held AS (
    SELECT DISTINCT place_id, year FROM j_target_source WHERE period = 'year'
), recalled AS (
    SELECT s.*, p.target_id, p.kind AS promise_kind, p.x, p.factor AS promise_factor, p.unit AS promise_unit, p.status, p.method,
           p.comparable, h.place_id IS NOT NULL AS is_held,
           CASE WHEN regexp_matches(s.words, getvariable('j_names_target'))
                THEN coalesce(s.target_value, s.reported / (s.completion_pct / 100)) END AS remembered,
           CASE WHEN NOT regexp_matches(s.words, getvariable('j_names_target')) THEN '' WHEN s.target_value IS NOT NULL THEN 'stated'
                WHEN s.reported IS NOT NULL AND s.completion_pct > 0 THEN 'implied' ELSE '' END AS remembered_by
    FROM said s LEFT JOIN promise p USING (claim_id) LEFT JOIN held h ON h.place_id = s.place_id AND h.year = s.year
), compared AS (
    -- an implied target carries the rounding of the rate: 19000 at 105.6 % is 17992 to 18009
    SELECT *, CASE
        WHEN remembered IS NULL THEN ''
        WHEN NOT is_held THEN 'promise_not_held'
        WHEN NOT coalesce(comparable, false) THEN 'no_number_promised'
        WHEN abs(remembered * factor - x) <= CASE remembered_by WHEN 'implied'
             THEN abs(remembered * factor) * 0.5 * pow(10, -j_decimals(completion_pct)) / completion_pct + 0.5 * factor
             ELSE 0.0005 * abs(x) END * (1 + 1e-9) THEN 'same'
        ELSE 'differs' END AS remembers
    FROM recalled
)
SELECT c.claim_id, c.doc_id, c.place_id, c.year, c.indicator, CASE WHEN of_all THEN 'all' ELSE 'one' END AS kind,
       c.verdict AS says, c.target_id, CASE WHEN comparable THEN x / promise_factor END AS promised,
       CASE WHEN comparable THEN promise_unit END AS promised_unit, remembered, CASE WHEN remembered IS NULL THEN '' ELSE c.unit END AS remembered_unit,
       remembered_by, remembers, CASE WHEN method IN ('direct', 'derived', 'relative') THEN c.status::verdict END AS status,
       CASE
           WHEN of_all AND b.promises IS NULL THEN 'promise_not_held'
           WHEN of_all AND c.verdict IN ('met', 'exceeded') AND b.missed + b.silent > 0 THEN 'overstated'
           WHEN of_all AND c.verdict IN ('met', 'exceeded', 'near') THEN 'agrees'
           WHEN c.verdict = 'missed' OR (c.verdict = 'progress' AND c.completion_pct >= getvariable('j_progress_floor')) THEN 'admission'
           WHEN c.verdict = 'progress' THEN 'progress'
           WHEN remembers = 'differs' THEN 'target_differs'
           WHEN NOT is_held THEN 'promise_not_held'
           WHEN c.target_id IS NULL THEN 'not_promised'
           WHEN method NOT IN ('direct', 'derived', 'relative') THEN 'no_figure'
           WHEN c.verdict IN ('met', 'exceeded') AND c.status IN ('missed', 'near') THEN 'overstated'
           WHEN c.verdict = 'near' AND c.status = 'missed' THEN 'overstated'
           ELSE 'agrees' END AS finding,
       CASE WHEN of_all THEN b.promises END AS promises, CASE WHEN of_all THEN b.kept END AS kept,
       CASE WHEN of_all THEN b.missed END AS missed, CASE WHEN of_all THEN b.silent END AS silent
FROM compared c LEFT JOIN board b ON b.place_id = c.place_id AND b.year = c.year AND c.of_all
ORDER BY c.place_id, c.year, c.claim_id;
