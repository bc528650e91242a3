"""docs/schema.md from etl/sql: every table and column with its meaning. `python -m tests.tools.make_schema`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.store import schema

PAGE = Path(__file__).resolve().parents[2] / "docs" / "schema.md"
HEAD = """# 数据表 · Tables of the warehouse

本页由 `python -m tests.tools.make_schema` 从 `etl/sql/schema.sql`、`comments.sql` 生成，测试核对它没有过时；看板“数据”页的数据字典内容相同。
用任何 DuckDB 工具只读打开即可查询，例如：

```sql
-- 2025 年各省没有完成的承诺：目标、结果和理由
SELECT c.place_name, t.indicator_label, t.op, t.value_low, t.value_high, t.unit, c.outcome_value, c.reason
FROM comparisons c JOIN targets t USING (target_id) JOIN places p ON p.place_id = c.place_id
WHERE c.year = 2025 AND p.level = 'province' AND c.decides AND c.status = 'missed'
ORDER BY c.place_id, t.indicator;
```

*Made from the SQL comments; each says the meaning in Chinese ‖ English. Terms: [glossary](glossary.md).*
"""
KINDS = {
    "VARCHAR": "文字",
    "INTEGER": "整数",
    "BIGINT": "整数",
    "HUGEINT": "整数",
    "DOUBLE": "小数",
    "BOOLEAN": "是否",
    "DATE": "日期",
}
QUESTION = """
SELECT t.name, t.comment, c.column_name, c.data_type, c.comment
FROM duckdb_columns() c
JOIN (SELECT table_name AS name, comment, 0 AS kind, table_oid AS position FROM duckdb_tables()
      UNION ALL SELECT view_name, comment, 1, view_oid FROM duckdb_views() WHERE NOT internal) t ON t.name = c.table_name
WHERE NOT c.internal ORDER BY t.kind, t.position, c.column_index
"""


def page() -> str:
    """The whole page."""
    with duckdb.connect() as connection:
        schema.create(connection)
        rows = connection.execute(QUESTION).fetchall()
    lines, before = [HEAD], ""
    for table, about, column, kind, meaning in rows:
        if table != before:
            lines += [f"\n## {table}\n", f"{_cell(about)}\n", "| 列 | 类型 | 含义 ‖ meaning |", "|---|---|---|"]
            before = table
        lines.append(f"| `{column}` | {_kind(kind)} | {_cell(meaning)} |")
    return "\n".join(lines) + "\n"


def _kind(kind: str) -> str:
    if kind.startswith("ENUM"):
        return "枚举"
    return f"{_kind(kind[:-2])}列表" if kind.endswith("[]") else KINDS.get(kind, kind)


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
