"""Rows → shards → a new warehouse file, checked, and put in place of the old one in one step."""

from etl.store.checks import Finding, checks, violations
from etl.store.compare import differing_tables, same_content
from etl.store.copies import Copies, find_copies, mark_copies
from etl.store.engine import fingerprint
from etl.store.hashes import Hashes, cache_folder
from etl.store.inputs import Plan, gather, hints_digest, known_inputs, plan
from etl.store.rows import COLUMNS, document_rows, refusal_rows
from etl.store.schema import SCHEMA_VERSION
from etl.store.shards import Shard
from etl.store.staging import Staging, staging, sync
from etl.store.warehouse import (
    Last,
    NotAWarehouseError,
    copy_warehouse,
    counts,
    documents_of,
    fill_indicators,
    fill_places,
    forget,
    last,
    load_shards,
    open_new,
    open_readonly,
    places_of,
    refusals,
    set_info,
    wants_memory,
    write_out,
)

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "Copies",
    "Finding",
    "Hashes",
    "Last",
    "NotAWarehouseError",
    "Plan",
    "Shard",
    "Staging",
    "cache_folder",
    "checks",
    "copy_warehouse",
    "counts",
    "differing_tables",
    "document_rows",
    "documents_of",
    "fill_indicators",
    "fill_places",
    "find_copies",
    "fingerprint",
    "forget",
    "gather",
    "hints_digest",
    "known_inputs",
    "last",
    "load_shards",
    "mark_copies",
    "open_new",
    "open_readonly",
    "places_of",
    "plan",
    "refusal_rows",
    "refusals",
    "same_content",
    "set_info",
    "staging",
    "sync",
    "violations",
    "wants_memory",
    "write_out",
]
