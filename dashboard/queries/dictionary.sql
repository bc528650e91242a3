-- The data dictionary: one row a column, with the comment that the schema gives it.
SELECT c.table_name, t.comment AS table_comment, c.column_name, c.data_type, c.comment
FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
WHERE c.database_name = 'warehouse' ORDER BY c.table_name, c.column_index;
