"""Provinces that do not exist, and reports of theirs made to measure."""

from __future__ import annotations

from etl.models import Document, Hints, Source
from etl.places import Gazetteer, Place

_TREE = {
    "100000": ("中国", "country", ""),
    "990000": ("云岭省", "province", "100000"),
    "990100": ("青河市", "city", "990000"),
    "990102": ("东溪区", "district", "990100"),
    "990103": ("西溪区", "district", "990100"),
    "990121": ("石桥县", "county", "990100"),
    "990122": ("桥县", "county", "990100"),
    "990181": ("望山市", "county", "990100"),
    "990200": ("临川市", "city", "990000"),
    "990202": ("通湖区", "district", "990200"),
    "990221": ("平林县", "county", "990200"),
    "992300": ("白溪苗族自治州", "city", "990000"),
    "980000": ("碧原自治区", "province", "100000"),
    "980100": ("碧海市", "city", "980000"),
    "980102": ("通湖区", "district", "980100"),
    "970000": ("海东市", "province", "100000"),
    "970101": ("听潮区", "district", "970000"),
}
_FORMER = {"990103": ("西溪县",), "990100": ("青河地区",)}


def _path(code: str) -> str:
    name, _, parent = _TREE[code]
    return name if parent in ("", "100000") else f"{_path(parent)}/{name}"


def gazetteer() -> Gazetteer:
    """云岭省 (青河市, 临川市, 白溪苗族自治州), 碧原自治区, 海东市 (a municipality); 通湖区 stands twice, 石桥县 holds 桥县."""
    places = [
        Place(code, name, _path(code), level, parent, _FORMER.get(code, ()))
        for code, (name, level, parent) in _TREE.items()
    ]
    return Gazetteer(places, {code: code for code in _TREE})


def source(text: str, file: str = "report.txt", title: str = "", **hints: object) -> Source:
    return Source(file, "0" * 64, text, title, Hints(**hints))  # type: ignore[arg-type]


def read(text: str, file: str = "report.txt", title: str = "", **hints: object) -> list[Document]:
    """The documents of a text."""
    from etl.facts import documents

    return documents(source(text, file, title, **hints), gazetteer())


def body(area: str = "全市", review: str = "2020年", plan: str = "2021年", name: str = "") -> str:
    """A review and a plan, some 2,500 characters, with `name` set into them forty times."""
    part = (
        f"{review}{area}上下稳字当头、干字当先，经济运行稳步回升。{area}地区生产总值增长5.6%，一般公共预算收入增长4.2%。"
        f"{name}老城更新开工31个片区，{name}新港通过验收，{name}数据走廊投入运行。"
        "我们把就业放在前面，培训3.2万人次；把增收放在实处，农民合作社新增120家；把生态放在心上，治理河道86公里。"
    )
    ahead = (
        f"{plan}{area}经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%以上。"
        f"{name}老城更新再开工28个片区，{name}新港力争吞吐200万吨。"
        "我们要把产业链条接长，把营商规则理顺，把安全底线守牢，让办事更快、出行更便、居住更安。"
    )
    return f"一、{review}工作回顾\n{part * 8}\n二、{plan}工作安排\n{ahead * 8}\n"


def opening(office: str = "市人民政府") -> str:
    return f"各位代表：\n现在，我代表{office}，向大会报告工作，请予审议，并请列席的同志提出意见。\n"
