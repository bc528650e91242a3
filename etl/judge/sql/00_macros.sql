-- Macros that the steps share.

-- a number as people write it: 8.3, not 8.3000
CREATE OR REPLACE TEMP MACRO j_num(x) AS
    CASE WHEN x IS NULL THEN '' ELSE regexp_replace(rtrim(rtrim(printf('%.4f', x), '0'), '.'), '^-0$', '0') END;

-- an amount without its sign, with its unit as printed; and in English
CREATE OR REPLACE TEMP MACRO j_zh(x, unit) AS j_num(abs(x)) || coalesce(unit, '');
CREATE OR REPLACE TEMP MACRO j_en(x, unit, unit_en) AS j_num(abs(x)) || coalesce(unit_en, ' ' || unit, '');

-- fill a phrase
CREATE OR REPLACE TEMP MACRO j_fill(template, v, lo, hi) AS
    replace(replace(replace(template, '{v}', v), '{lo}', lo), '{hi}', hi);

-- the key of the phrase that words a quantity: measure.op.sign
CREATE OR REPLACE TEMP MACRO j_phrase_key(measure, direction, unit, op, x) AS
    CASE WHEN measure <> 'growth' THEN 'level' WHEN direction = 'ceiling' THEN 'price' WHEN contains(unit, '百分点') THEN 'points'
         ELSE 'growth' END || '.' || CASE op WHEN '' THEN 'eq' ELSE op END || CASE WHEN x < 0 THEN '.-' ELSE '.+' END;

-- The verdict on a number. v outcome, lo and hi bounds (equal where there is one), less: less is better, n tolerance,
-- m margin, all in one unit; exceedable: may be called exceeded.
CREATE OR REPLACE TEMP MACRO j_verdict(v, lo, hi, less, n, m, exceedable) AS
    CASE
        WHEN v IS NULL THEN NULL
        WHEN exceedable AND m > 0 AND CASE WHEN less THEN v <= lo - m + 1e-9 * greatest(1, abs(lo))
                                           ELSE v >= hi + m - 1e-9 * greatest(1, abs(hi)) END THEN 'exceeded'
        WHEN CASE WHEN less THEN v <= hi + 1e-9 * greatest(1, abs(hi))
                  ELSE v >= lo - 1e-9 * greatest(1, abs(lo)) END THEN 'met'
        WHEN CASE WHEN less THEN v <= hi + n + 1e-9 * greatest(1, abs(hi))
                  ELSE v >= lo - n - 1e-9 * greatest(1, abs(lo)) END THEN 'near'
        ELSE 'missed'
    END;

-- The verdict on a difference d (points, positive is the promised side). sync (同步) is met from -slack; floor (不低于) is met
-- from 0; above (高于) is met above 0, or at the margin where one is given; floor and above are near from -slack.
CREATE OR REPLACE TEMP MACRO j_relative(kind, d, margin, slack) AS
    CASE
        WHEN d IS NULL THEN NULL
        WHEN kind = 'sync' THEN CASE WHEN d >= -slack - 1e-9 THEN 'met' ELSE 'missed' END
        WHEN margin > 0 AND d >= margin - 1e-9 THEN 'met'
        WHEN margin = 0 AND (d > 1e-9 OR (kind = 'floor' AND d >= -1e-9)) THEN 'met'
        WHEN slack > 0 AND d >= -slack - 1e-9 THEN 'near'
        ELSE 'missed'
    END;

-- Fill a reason. Texts from reports (promised, found) go in last, so that braces in them are not taken for fields.
CREATE OR REPLACE TEMP MACRO j_sentence(template, promised, reported, source, found, ref, gap, label, name, scope, year, period,
                                        benchmark, value, doctype, passage) AS
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        template, '{source}', coalesce(source, '')), '{ref}', coalesce(ref, '')), '{gap}', coalesce(gap, '')),
        '{label}', label), '{period}', year || '年' || period), '{next_year}', (year + 1)::VARCHAR), '{year}', year::VARCHAR),
        '{benchmark}', coalesce(benchmark, '')), '{value}', coalesce(value, '')), '{doctype}', doctype), '{name}', name),
        '{scope}', scope), '{passage}', passage), '{promised}', promised), '{reported}', reported), '{found}', coalesce(found, ''));

-- how many decimals a number is printed with, at least (a trailing zero is lost): 8.3 -> 1, 50 -> 0
CREATE OR REPLACE TEMP MACRO j_decimals(x) AS
    CASE WHEN x = round(x) THEN 0 ELSE length(split_part(j_num(x), '.', 2)) END;

-- fill the text of a quiet change
CREATE OR REPLACE TEMP MACRO j_ledger_text(template, year, after_year, name, before_text, after_text, other) AS
    replace(replace(replace(replace(replace(replace(replace(template, '{year}', year::VARCHAR), '{after_year}', after_year::VARCHAR),
        '{last_year}', (year - 1)::VARCHAR), '{name}', name), '{other}', other), '{before}', before_text), '{after}', after_text);

-- what makes a printed value one in the base unit: a level of 7 % of what is counted in ‰ (usual) is a misprint for 7 ‰
CREATE OR REPLACE TEMP MACRO j_factor(factor, measure, unit, usual, x) AS
    CASE WHEN usual = '‰' AND measure = 'level' AND trim(unit) = '%' AND abs(x) > getvariable('j_most_per_cent') THEN factor / 10 ELSE factor END;

-- whether an outcome is too far from its target to be the same quantity: a sum or a weight, and a number of things that is there
CREATE OR REPLACE TEMP MACRO j_implausible(indicator, measure, scope_key, dimension, v, x) AS x > 0 AND (
    (list_contains(getvariable('j_plausible_dimensions'), dimension)
        AND (v > x * getvariable('j_most_times') OR v < x * getvariable('j_least_times')))
    OR (list_contains(getvariable('j_stocks'), indicator) AND measure = 'level' AND scope_key = ''
        AND v > x * getvariable('j_most_times_of_stock') AND v > getvariable('j_few_in_stock')));
