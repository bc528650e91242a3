"""导入: upload or point to reports, see what is read from them, add them; the work is done by a process of its own."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import files, importing
from dashboard.i18n import words
from dashboard.i18n.texts import Texts
from dashboard.ui import pieces, shell, state

KINDS = [
    "txt",
    "html",
    "htm",
    "docx",
    "pdf",
    "ofd",
    "csv",
    "xlsx",
    "zip",
    "doc",
    "wps",
]  # the last two: refused with advice
SHOWN = 12  # targets of one document


@st.cache_resource(show_spinner=False)
def job() -> importing.Job:
    """The one addition of this server."""
    return importing.Job()


def page() -> None:
    """Draw the page."""
    t = state.view().t
    shell.heading(t("import.title"), t("import.lede"))
    uploaded = st.file_uploader(
        t("import.upload"),
        KINDS,
        accept_multiple_files=True,
        key="upload",
        help=t("import.upload_help", mb=importing.UPLOAD_MB),
        max_upload_size=importing.UPLOAD_MB,
    )
    typed = st.text_input(t("import.path"), key="import_path", max_chars=500) if local() else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button(t("import.read"), type="primary", key="read")
        shell.note(t("import.limits", seconds=importing.SHOW_SECONDS, mb=importing.SHOW_MB))
    if asked:
        read(uploaded or [], (typed or "").strip(), t)
    show(t)
    running(t)
    templates(t)


def templates(t: Texts) -> None:
    """The empty table of figures to fill in by hand, in both formats."""
    shell.section(t("import.template"), t("import.template_help"))
    with st.container(horizontal=True, gap="small"):
        for kind in ("xlsx", "csv"):
            st.download_button(
                t("import.template_get", kind=kind.upper()),
                partial(importing.template, kind),
                file_name=f"{t('import.template_name')}.{kind}",
                mime=files.FORMATS[kind.upper()][1],
                key=f"template_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def local() -> bool:
    """Whether the reader sits at this machine: only then may files be named that lie on it."""
    return (urlsplit(st.context.url or "").hostname or "localhost") in ("localhost", "127.0.0.1", "::1")


def read(uploaded: list[Any], typed: str, t: Texts) -> None:
    """Preview each file; keep the previews and what would be added in the session."""
    if not uploaded and not typed:
        st.warning(t("import.nothing"))
        return
    named = [(path, path.name) for path in stored(uploaded, t)]
    sources = [str(path) for path, _ in named]
    if typed.lower().startswith(("http://", "https://")):
        sources.append(typed)
    elif typed:
        path = Path(typed).expanduser()
        if not path.exists():
            st.warning(t("import.not_local", path=typed))
            return
        sources.append(str(path.resolve()))
        named += [(file, file.name) for file in importing.files_under(path)]
    previews, bar = [], st.progress(0.0, t("import.reading"))
    for i, (path, name) in enumerate(named):
        previews.append(importing.preview(path, name))
        bar.progress((i + 1) / max(len(named), 1), t("import.reading"))
    bar.empty()
    st.session_state["previews"], st.session_state["sources"] = previews, sources


def stored(uploaded: list[Any], t: Texts) -> list[Path]:
    """The uploads as files in a folder of this session; the folder of an earlier reading goes."""
    shutil.rmtree(st.session_state.pop("import_folder", ""), ignore_errors=True)
    if not uploaded:
        return []
    folder = Path(tempfile.mkdtemp(prefix="yanguo-import-"))
    st.session_state["import_folder"] = str(folder)
    paths = []
    for upload in uploaded:
        if upload.size > importing.UPLOAD_MB * 1024 * 1024:
            st.warning(t("import.too_big", name=upload.name, mb=importing.UPLOAD_MB))
            continue
        path = folder / importing.safe_name(upload.name)
        path.write_bytes(upload.getbuffer())
        paths.append(path)
    return paths


def show(t: Texts) -> None:
    """What was read, and the button that adds it."""
    previews, sources = st.session_state.get("previews"), st.session_state.get("sources")
    if previews is None or not sources:
        return
    documents = [
        document
        for preview in previews
        for document in preview.documents
        if document.get("place_name") or document.get("targets")
    ]
    if previews:
        shell.section(
            t("import.found", documents=len(documents)) if documents else t("import.found_none"), t("import.hostile")
        )
    for preview in previews[:40]:
        one(preview, t)
    if st.button(t("import.add"), key="add", type="primary", disabled=job().state == "running") and not job().start(
        sources
    ):
        st.warning(t("import.busy"))


def one(preview: importing.Preview, t: Texts) -> None:
    """One file: its documents, counts, warnings, first targets; or why it could not be read."""
    head = f"<b>{pieces.esc(preview.name)}</b>"
    if preview.trouble:
        why = t(f"import.{preview.trouble}", seconds=importing.SHOW_SECONDS, code=preview.code)
        st.html(
            f'<div class="yg yg-hit">{head}　{pieces.esc(why)}<div class="yg-note">{pieces.esc(preview.said[:600])}</div></div>'
        )
        return
    st.html(
        "".join(f'<div class="yg yg-hit">{head}　{document_html(document, t)}</div>' for document in preview.documents)
        or f'<div class="yg yg-hit">{head}　{pieces.esc(t("import.found_none"))}</div>'
    )


def document_html(document: dict[str, Any], t: Texts) -> str:
    """One document that was read. Whatever stands in it is escaped."""
    if document.get("reason"):
        return f'<span class="yg-note">{pieces.esc(document["reason"])}</span>'
    kind = t.get(f"doc_type.{document.get('doc_type')}", str(document.get("doc_type") or ""))
    about = t(
        "import.document",
        place=document.get("place_name") or t("import.place_unknown"),
        kind=kind,
        year=document.get("report_year") or t("import.year_unknown"),
    )
    counts = t("import.counts", **{key: len(document.get(key) or []) for key in ("targets", "outcomes", "claims")})
    warnings = "".join(f"<div>{pieces.esc(warning)}</div>" for warning in document.get("warnings") or [])
    targets = [row for row in document.get("targets") or [] if isinstance(row, dict)]
    cells = [
        {
            "indicator": pieces.esc(row.get("indicator_label")),
            "year": pieces.esc(row.get("year")),
            "target": pieces.esc(
                words.target({"value_low": None, "value_high": None, "op": "", "unit": "", "measure": "", **row}, t)
            ),
            "sentence": pieces.said(row.get("quote")),
        }
        for row in targets[:SHOWN]
    ]
    table = (
        pieces.table([(k, t(f"column.{k}")) for k in ("indicator", "year", "target", "sentence")], cells)
        if cells
        else ""
    )
    return f'{pieces.esc(about)}<div class="yg-note">{pieces.esc(counts)}{warnings}</div>{table}'


def running(t: Texts) -> None:
    """The addition, followed while it runs."""
    if job().state == "idle":
        return

    @st.fragment(run_every=1.0 if job().state == "running" else None)
    def follow() -> None:
        current = job()
        if current.state == "running":
            st.info(t("import.adding"), icon="spinner")
            return
        {"done": st.success, "partly": st.warning}.get(current.state, st.error)(
            t({"done": "import.added", "partly": "import.added_partly"}.get(current.state, "import.add_failed"))
        )
        if current.said:
            with st.expander(t("import.output")):
                st.code(current.said, language=None)

    follow()
