"""Reports of places that do not exist, in the language of reports, made to measure."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PLACES = ("云岭经济技术开发区", "青石高新技术产业开发区", "临川湾经济开发区", "望鹤山经济技术开发区")


@dataclass(frozen=True)
class Report:
    """One annual report: growth reached in the year before, growth promised for its own year, both in %."""

    place: str
    year: int
    reached: float = 6.2
    promised: float = 6.0
    remark: str = ""

    @property
    def name(self) -> str:
        return f"{self.place}_{self.year}.txt"

    def text(self) -> str:
        last = self.year - 1
        return (
            f"{self.place}{self.year}年政府工作报告\n"
            f"——{self.year}年1月16日在{self.place}第三届代表大会第二次会议上\n\n"
            "各位代表：\n现在，我代表管委会向大会报告工作，请予审议。\n\n"
            f"一、{last}年工作回顾\n"
            f"{last}年，全区地区生产总值完成210.5亿元，增长{self.reached}%；一般公共预算收入18.4亿元，增长5.1%；"
            f"规模以上工业增加值增长7.2%；城镇新增就业5200人，完成目标的104%。{self.remark}\n\n"
            f"二、{self.year}年工作安排\n"
            f"{self.year}年全区经济社会发展的主要预期目标是：地区生产总值增长{self.promised}%左右，"
            "一般公共预算收入增长5%以上，规模以上工业增加值增长7%，社会消费品零售总额增长6.5%，"
            "城镇登记失业率控制在4%以内，居民人均可支配收入与经济增长同步。\n"
        )

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_text(self.text(), encoding="utf-8")
        return path


def write_reports(
    folder: Path, places: Sequence[str] = PLACES[:2], years: Sequence[int] = (2023, 2024, 2025)
) -> list[Report]:
    """Reports of some places through some years, with the manifest that says which place each is about."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [
        Report(place, year, reached=5 + n + year % 3 * 0.4, promised=6 + n / 2)
        for n, place in enumerate(places)
        for year in years
    ]
    for report in reports:
        report.write(folder)
    write_manifest(folder, reports)
    return reports


def write_manifest(folder: Path, reports: Sequence[Report]) -> None:
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "place"])
        rows.writerows([report.name, report.place] for report in reports)
