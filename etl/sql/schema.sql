-- The warehouse. Grain and unit stand at each table; every column has a comment (COMMENT ON) in comments.sql.
CREATE TYPE doc_status AS ENUM ('ok', 'warned', 'skipped', 'refused');
CREATE TYPE verdict AS ENUM ('exceeded', 'met', 'near', 'missed', 'unreported', 'unverifiable', 'pending');

-- one row for each place that a document is about, and each of its parents
CREATE TABLE places (
    place_id VARCHAR PRIMARY KEY, place_name VARCHAR NOT NULL, place_path VARCHAR NOT NULL, level VARCHAR NOT NULL,
    parent_id VARCHAR, former_names VARCHAR[] NOT NULL
);

-- one row for each indicator of the lexicon, and each other:<name> that occurs
CREATE TABLE indicators (
    indicator VARCHAR PRIMARY KEY, label_zh VARCHAR NOT NULL, label_en VARCHAR NOT NULL, direction VARCHAR NOT NULL,
    unit VARCHAR NOT NULL, price_basis VARCHAR NOT NULL, in_catalogue BOOLEAN NOT NULL, sort_order INTEGER NOT NULL
);

-- one row for each report, table of figures or refused file
CREATE TABLE documents (
    doc_id VARCHAR PRIMARY KEY, source_file VARCHAR NOT NULL, source_url VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    title VARCHAR NOT NULL, place_id VARCHAR, place_name VARCHAR, place_path VARCHAR, level VARCHAR,
    doc_type VARCHAR NOT NULL, report_year INTEGER, review_year INTEGER, plan_year INTEGER, plan_period VARCHAR,
    published_on DATE, meeting_on DATE, citation VARCHAR NOT NULL, status doc_status NOT NULL, warnings VARCHAR[] NOT NULL,
    duplicate_of VARCHAR, input VARCHAR, text VARCHAR
);

-- one row for each section of a document
CREATE TABLE sections (
    doc_id VARCHAR NOT NULL, role VARCHAR NOT NULL, year INTEGER, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL
);

-- one row for each quantity promised
CREATE TABLE targets (
    target_id VARCHAR NOT NULL, promise_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, place_id VARCHAR, place_name VARCHAR,
    year INTEGER NOT NULL, period VARCHAR NOT NULL, indicator VARCHAR NOT NULL, indicator_label VARCHAR NOT NULL,
    scope VARCHAR NOT NULL, measure VARCHAR NOT NULL, op VARCHAR NOT NULL, value_low DOUBLE, value_high DOUBLE, stretch DOUBLE,
    unit VARCHAR NOT NULL, relation VARCHAR NOT NULL, benchmark VARCHAR NOT NULL, headline BOOLEAN NOT NULL,
    quote VARCHAR, char_start INTEGER, char_end INTEGER, section VARCHAR NOT NULL, citation VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL, causes VARCHAR[] NOT NULL, correction VARCHAR NOT NULL,
    CHECK (measure IN ('growth', 'level', 'relative', 'qualitative')), CHECK (op IN ('', 'eq', 'ge', 'le', 'approx', 'range')),
    CHECK ((quote IS NULL) = (char_start IS NULL) AND (quote IS NULL) = (char_end IS NULL))
);

-- one row for each quantity reported (measure qualitative or relative: reported in words)
CREATE TABLE outcomes (
    outcome_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, place_id VARCHAR, place_name VARCHAR,
    year INTEGER NOT NULL, period VARCHAR NOT NULL, indicator VARCHAR NOT NULL, indicator_label VARCHAR NOT NULL,
    scope VARCHAR NOT NULL, measure VARCHAR NOT NULL, op VARCHAR NOT NULL, value_low DOUBLE, value_high DOUBLE,
    unit VARCHAR NOT NULL, relation VARCHAR NOT NULL, benchmark VARCHAR NOT NULL, estimated BOOLEAN NOT NULL,
    quote VARCHAR, char_start INTEGER, char_end INTEGER, section VARCHAR NOT NULL, citation VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL, causes VARCHAR[] NOT NULL, correction VARCHAR NOT NULL,
    CHECK (measure IN ('growth', 'level', 'relative', 'qualitative')), CHECK (op IN ('', 'eq', 'ge', 'le', 'approx', 'range')),
    CHECK ((quote IS NULL) = (char_start IS NULL) AND (quote IS NULL) = (char_end IS NULL))
);

-- one row for each statement of a review on its own targets
CREATE TABLE claims (
    claim_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, place_id VARCHAR, year INTEGER NOT NULL, period VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL, indicator_label VARCHAR NOT NULL, reported DOUBLE, unit VARCHAR NOT NULL, target_value DOUBLE, target_op VARCHAR NOT NULL,
    completion_pct DOUBLE, words VARCHAR NOT NULL, verdict VARCHAR NOT NULL,
    quote VARCHAR NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL
);

-- one row for each passage of a review that names an indicator without giving the place's annual figure
CREATE TABLE mentions (
    doc_id VARCHAR NOT NULL, place_id VARCHAR, year INTEGER, indicator VARCHAR NOT NULL, finding VARCHAR NOT NULL,
    quote VARCHAR NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL
);

-- one row for each target of a document that serves as source for its place, year and period
CREATE TABLE comparisons (
    target_id VARCHAR NOT NULL, outcome_id VARCHAR, place_id VARCHAR, place_name VARCHAR, year INTEGER NOT NULL,
    period VARCHAR NOT NULL, indicator VARCHAR NOT NULL, promise_id VARCHAR NOT NULL, decides BOOLEAN NOT NULL,
    status verdict NOT NULL, method VARCHAR NOT NULL, gap DOUBLE, attainment DOUBLE,
    status_strict verdict NOT NULL, status_lenient verdict NOT NULL, reason VARCHAR NOT NULL, rule VARCHAR NOT NULL,
    outcome_value DOUBLE, outcome_unit VARCHAR, reference_id VARCHAR, reference_value DOUBLE,
    target_doc_id VARCHAR NOT NULL, outcome_doc_id VARCHAR, reason_code VARCHAR NOT NULL DEFAULT '', reason_en VARCHAR NOT NULL DEFAULT '',
    wording VARCHAR NOT NULL DEFAULT '', repeats VARCHAR,
    -- what is asked for with every comparison, as its target and its outcome have it: joins by id would read both tables whole
    indicator_label VARCHAR NOT NULL, scope VARCHAR NOT NULL, measure VARCHAR NOT NULL, op VARCHAR NOT NULL, value_low DOUBLE,
    value_high DOUBLE, stretch DOUBLE, unit VARCHAR NOT NULL, relation VARCHAR NOT NULL, benchmark VARCHAR NOT NULL,
    headline BOOLEAN NOT NULL, confidence VARCHAR NOT NULL, outcome_op VARCHAR, outcome_scope VARCHAR, estimated BOOLEAN,
    outcome_confidence VARCHAR,
    CHECK (method IN ('direct', 'derived', 'relative', 'claim', 'none'))
);

-- one row for each passage that the search behind an `unreported` or `unverifiable` verdict found
CREATE TABLE searches (
    target_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, finding VARCHAR NOT NULL,
    quote VARCHAR, char_start INTEGER, char_end INTEGER
);

-- one row for each quiet change: a figure restated, a target adjusted, an indicator switched or dropped, a bound softened
CREATE TABLE ledger (
    place_id VARCHAR, place_name VARCHAR, indicator VARCHAR NOT NULL, year INTEGER NOT NULL, kind VARCHAR NOT NULL,
    before_id VARCHAR, after_id VARCHAR, before_value DOUBLE, after_value DOUBLE, unit VARCHAR NOT NULL, detail VARCHAR NOT NULL,
    detail_en VARCHAR NOT NULL DEFAULT ''
);

-- one row for each correction given, with what became of it
CREATE TABLE corrections (
    correction_id VARCHAR PRIMARY KEY, action VARCHAR NOT NULL, target VARCHAR NOT NULL, reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL, author VARCHAR NOT NULL, made_on DATE, outcome VARCHAR NOT NULL
);

-- one row for each figure that the source of a place, year and period and another document on it state differently
CREATE TABLE document_differences (
    place_id VARCHAR NOT NULL, place_name VARCHAR NOT NULL, year INTEGER NOT NULL, period VARCHAR NOT NULL, role VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL, scope VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    source_doc_id VARCHAR NOT NULL, source_row_id VARCHAR NOT NULL, source_value DOUBLE NOT NULL, source_unit VARCHAR NOT NULL,
    other_doc_id VARCHAR NOT NULL, other_row_id VARCHAR NOT NULL, other_value DOUBLE NOT NULL, other_unit VARCHAR NOT NULL
);

-- one row for each place, year, indicator and scope of which growth, level and last year's level are all printed
CREATE TABLE reconciliations (
    place_id VARCHAR NOT NULL, place_name VARCHAR NOT NULL, year INTEGER NOT NULL, indicator VARCHAR NOT NULL, scope VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL, growth_id VARCHAR NOT NULL, level_id VARCHAR NOT NULL, last_id VARCHAR NOT NULL,
    growth DOUBLE NOT NULL, level DOUBLE NOT NULL, level_unit VARCHAR NOT NULL, last_level DOUBLE NOT NULL,
    last_unit VARCHAR NOT NULL, implied_low DOUBLE NOT NULL, implied_high DOUBLE NOT NULL, gap DOUBLE NOT NULL,
    status VARCHAR NOT NULL, cause VARCHAR NOT NULL,
    CHECK (status IN ('agrees', 'explained', 'unexplained', 'constant_prices'))
);

-- one row for each statement of a review on its own targets, beside the board
CREATE TABLE claims_checked (
    claim_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, place_id VARCHAR NOT NULL, year INTEGER NOT NULL, indicator VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, says VARCHAR NOT NULL, target_id VARCHAR, promised DOUBLE, promised_unit VARCHAR, remembered DOUBLE,
    remembered_unit VARCHAR NOT NULL, remembered_by VARCHAR NOT NULL, remembers VARCHAR NOT NULL, status verdict,
    finding VARCHAR NOT NULL, promises BIGINT, kept BIGINT, missed BIGINT, silent BIGINT,
    CHECK (kind IN ('one', 'all'))
);

-- one row for each rate or growth that a place promised for a year, beside the promise of the nearest place above it
CREATE TABLE cascade (
    indicator VARCHAR NOT NULL, measure VARCHAR NOT NULL, year INTEGER NOT NULL, place_id VARCHAR NOT NULL, place_name VARCHAR NOT NULL,
    level VARCHAR NOT NULL, target_id VARCHAR NOT NULL, op VARCHAR NOT NULL, value DOUBLE NOT NULL, unit VARCHAR NOT NULL,
    parent_id VARCHAR, parent_name VARCHAR, parent_level VARCHAR, parent_target_id VARCHAR, parent_op VARCHAR,
    parent_value DOUBLE, added DOUBLE
);

-- one row for each row that a correction changed or took out, as it was read and as it stands
CREATE TABLE corrected_rows (
    correction_id VARCHAR NOT NULL, action VARCHAR NOT NULL, table_name VARCHAR NOT NULL, row_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL,
    before JSON NOT NULL, after JSON
);

-- texts of the verdicts, as the judge's data have them: one row for each status, rule, and finding of a search
CREATE TABLE verdict_labels (status verdict PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE verdict_rules (rule VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE finding_labels (finding VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE ledger_kinds (kind VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE cause_labels (cause VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE wording_labels (wording VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);
CREATE TABLE claim_finding_labels (finding VARCHAR PRIMARY KEY, zh VARCHAR NOT NULL, en VARCHAR NOT NULL);

-- how firmly promises are worded beside how often those so worded were kept: one row for each year, level of place and wording
CREATE VIEW wording_strength AS
SELECT c.year, p.level, c.wording, count(*) AS promises,
       count(*) FILTER (WHERE c.status NOT IN ('pending', 'unverifiable')) AS judged,
       count(*) FILTER (WHERE c.status IN ('met', 'exceeded')) AS kept, count(*) FILTER (WHERE c.status = 'missed') AS missed,
       count(*) FILTER (WHERE c.status = 'unreported') AS silent
FROM comparisons c JOIN places p USING (place_id) WHERE c.decides GROUP BY ALL;

-- how many promises are kept under the three readings, and how many depend on the reading: one row for each year and level
CREATE VIEW sensitivity AS
SELECT c.year, p.level, count(*) AS judged,
       count(*) FILTER (WHERE c.status_strict IN ('met', 'exceeded', 'near')) AS not_missed_strict,
       count(*) FILTER (WHERE c.status IN ('met', 'exceeded', 'near')) AS not_missed,
       count(*) FILTER (WHERE c.status_lenient IN ('met', 'exceeded', 'near')) AS not_missed_lenient,
       count(*) FILTER (WHERE c.status_strict <> c.status OR c.status_lenient <> c.status) AS depends_on_reading
FROM comparisons c JOIN places p USING (place_id)
WHERE c.decides AND c.status NOT IN ('pending', 'unverifiable') GROUP BY ALL;

-- one row for each place that was judged, with a digest of all that its verdicts rest on: the next judgement skips the unchanged
CREATE TABLE judge_state (place_id VARCHAR PRIMARY KEY, digest HUGEINT NOT NULL);

-- facts of the build: key, value (schema version, engine fingerprint)
CREATE TABLE build_info (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- one row for each file that the build read (an archive counts once); what the next build compares to know what has changed
CREATE TABLE inputs (path VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, hints VARCHAR NOT NULL);
