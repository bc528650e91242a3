"""导出: a briefing of a place, an indicator or a year as slides, document, workbook, page and images; and packs checked again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import warehouse
from dashboard.export import briefing, data, images, pack
from dashboard.export.compose import plain
from dashboard.export.findings import Report
from dashboard.export.model import Briefing
from dashboard.export.verify import PackError, verify
from dashboard.i18n.texts import Texts
from dashboard.ui import filters, pieces, shell, state

FILTERS = {
    "place": ("place", "place_year", "doubt"),
    "indicator": ("indicator", "year", "level", "area", "doubt"),
    "year": ("year", "level", "area", "doubt"),
}
COMMON = ("pptx", "docx", "pdf", "xlsx", "html", "png")  # chosen at first
MIME = {"zip": "application/zip", "html": "text/html", "pdf": "application/pdf"}
PACK_MB = 100
SHOWN = 50  # disagreements


@dataclass(frozen=True)
class Made:
    """An export kept for this session: what it is of, its files, what is missing."""

    key: tuple[Any, ...]
    archive: tuple[str, bytes]
    files: tuple[tuple[str, bytes], ...]
    missing: dict[str, str]


def page() -> None:
    """Draw the page."""
    t = state.view().t
    shell.heading(t("export.title"), t("export.lede"))
    make, check = st.tabs([t("export.tab_make"), t("export.tab_check")])
    with make:
        exporting(t)
    with check:
        checking(t)


def exporting(t: Texts) -> None:
    """Choose, look at what it will say, make, download."""
    kinds = {name: t(f"export.kind.{name}") for name in FILTERS}
    kind = filters.choose("export_kind", t("export.of"), kinds, "place", segments=True)
    chosen = filters.draw(FILTERS[kind], t)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        names = {name: t(f"export.format.{name}") for name in pack.FORMATS}
        wanted = st.pills(
            t("export.formats"),
            list(names),
            default=list(COMMON),
            format_func=names.__getitem__,
            selection_mode="multi",
            key="formats",
        )
        languages = {"zh": "中文", "en": "English"}
        language = filters.choose("export_lang", t("export.language"), languages, t.language, segments=True)
    try:
        made = prepared(kind, chosen, language)
    except data.SubjectError as error:
        st.info(str(error))
        return
    preview(made, t)
    key = (
        kind,
        chosen.place,
        chosen.indicator,
        chosen.year,
        chosen.level,
        chosen.area,
        chosen.most,
        language,
        tuple(sorted(wanted)),
        warehouse.identity(),
    )
    if st.button(t("export.make"), type="primary", key="make", disabled=not wanted):
        st.session_state["made"] = run(made, wanted, key, t)
    kept: Made | None = st.session_state.get("made")
    if kept is not None and kept.key == key:
        downloads(kept, t)


def prepared(kind: str, chosen: filters.Chosen, language: str) -> Briefing:
    """The briefing of what was chosen. Raises SubjectError where there is nothing to say."""
    level = chosen.level if chosen.level in data.LEVELS else "all"
    if kind == "place":
        subject = data.find_place(chosen.place, chosen.year)
    elif kind == "indicator":
        subject = data.find_indicator(chosen.indicator, chosen.year, level, chosen.area)
    else:
        subject = data.find_year(chosen.year, level, chosen.area)
    return briefing.make(replace(subject, most=chosen.most), language)


def preview(made: Briefing, t: Texts) -> None:
    """The first sentences, as they will stand in the files."""
    shell.section(made.title, made.subtitle)
    lines = [plain(text) for section in made.sections[:1] for text in section.lead]
    lines += [plain(section.title) for section in made.sections[1:] if section.key != "method"]
    st.html(f'<ul class="yg yg-insights">{"".join(f"<li>{pieces.esc(line)}</li>" for line in lines)}</ul>')
    shell.note(t("export.holds", numbers=len(made.evidence.entries), sources=len(made.sources)))


def run(made: Briefing, wanted: list[str], key: tuple[Any, ...], t: Texts) -> Made:
    """Make the files in a folder that goes again; images by a child process with a time limit."""
    bar, done = st.progress(0.0, t("export.working")), 0

    def told(step: str) -> None:
        nonlocal done
        done += 1
        bar.progress(min(done / (len(wanted) + 1), 1.0), t("export.step", name=t(f"export.format.{step}")))

    with tempfile.TemporaryDirectory(prefix="yanguo-export-") as folder, images.Renderer() as renderer:
        result = pack.export(made, wanted, Path(folder), renderer, told=told)
        assert result.archive is not None
        singles = sorted(path for path in result.folder.iterdir() if path.suffix.lstrip(".") in pack.FORMATS)
        kept = Made(
            key,
            (result.archive.name, result.archive.read_bytes()),
            tuple((path.name, path.read_bytes()) for path in singles),
            result.missing,
        )
    bar.empty()
    return kept


def downloads(kept: Made, t: Texts) -> None:
    """The ZIP of all, each file by itself, and what could not be made."""
    for reason in dict.fromkeys(kept.missing.values()):
        names = ", ".join(t(f"export.format.{kind}") for kind, why in kept.missing.items() if why == reason)
        st.warning(t("export.missing", names=names, reason=reason))
    with st.container(horizontal=True, gap="small"):
        name, content = kept.archive
        st.download_button(
            t("export.all"), content, name, MIME["zip"], type="primary", key="download_all", on_click="ignore"
        )
        for name, content in kept.files:
            kind = name.rsplit(".", 1)[-1]
            label = t(f"export.format.{kind}")
            st.download_button(
                label,
                content,
                name,
                MIME.get(kind, "application/octet-stream"),
                key=f"download_{kind}",
                on_click="ignore",
            )
    shell.note(t("export.checkable"))


def checking(t: Texts) -> None:
    """Work every number of a pack out again."""
    shell.note(t("export.check_help"))
    uploaded = st.file_uploader(t("export.check_upload"), ["zip"], key="pack", max_upload_size=PACK_MB)
    if uploaded is None:
        return
    with tempfile.TemporaryDirectory(prefix="yanguo-verify-") as folder, st.spinner(t("export.checking")):
        path = Path(folder) / "pack.zip"
        path.write_bytes(uploaded.getbuffer())
        try:
            report = verify(path)
        except PackError as error:
            st.error(str(error).replace(str(path), uploaded.name))
            return
    tell(report, t)


def tell(report: Report, t: Texts) -> None:
    """What the check found."""
    found = t("export.checked", entries=report.entries, shown=report.shown)
    if not report.problems:
        st.success(f"{found} {t('export.agrees')}")
        return
    st.error(f"{found} {t('export.differs', n=len(report.problems))}")
    st.html(
        f'<ul class="yg yg-insights">{"".join(f"<li>{pieces.esc(line)}</li>" for line in report.problems[:SHOWN])}</ul>'
    )
