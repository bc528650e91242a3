"""The empty table of figures that people fill in."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter

from etl.read.columns import choices, config

NOTE = "# 以 # 开头的行不会被读入；列名可用中文或英文，列可以增减、换序，必填：地区、报告（或出处）、类别、年份、指标、计量方式"


def write(path: Path) -> Path:
    """Write the template as .xlsx or .csv (UTF-8 with a mark, so that Excel shows it right)."""
    names = [str(item["names"][0]) for item in config()["columns"].values()]
    helps = [str(item["help"]) for item in config()["columns"].values()]
    if path.suffix.lower() == ".xlsx":
        _xlsx(path, names, helps)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerow([NOTE])
            writer.writerow(["# " + helps[0], *helps[1:]])
    return path


def _xlsx(path: Path, names: list[str], helps: list[str]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, notes = book.add_worksheet("数据"), book.add_worksheet("说明")
        bold, wrap = (
            book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1}),
            book.add_format({"text_wrap": True}),
        )
        sheet.write_row(0, 0, names, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, 14)
        for field in ("role", "measure", "op", "period", "relation"):
            column = list(config()["columns"]).index(field)
            sheet.data_validation(
                1, column, 5000, column, {"validate": "list", "source": list(choices(field)), "error_type": "warning"}
            )
        notes.set_column(0, 1, 18)
        notes.set_column(2, 2, 80, wrap)
        notes.write_row(0, 0, ["列名", "英文列名", "怎么填"], bold)
        for row, (field, name, text) in enumerate(zip(config()["columns"], names, helps, strict=True), 1):
            notes.write_row(row, 0, [name, field, text])
