-- Rows of a table whose quote is not text[char_start:char_end] of their document, among the documents in `checked`. Counting
-- characters from the beginning of a text for every row takes most of the time of a build's checks: `pieces` has stretches of twice
-- $piece characters, one from each multiple of $piece on, so that all but the longest quotes lie in one of them.
WITH quoted AS (
    SELECT $id AS id, doc_id, quote, char_start, char_end, char_start // $piece AS piece, char_end - char_start AS n
    FROM checked_$table WHERE quote IS NOT NULL
)
SELECT id FROM quoted LEFT JOIN pieces USING (doc_id, piece)
WHERE coalesce(n <= $piece, true) AND quote IS DISTINCT FROM substring(part, char_start % $piece + 1, n)
UNION ALL
SELECT id FROM quoted JOIN checked USING (doc_id)
WHERE n > $piece AND quote IS DISTINCT FROM substring(text, char_start + 1, n)
