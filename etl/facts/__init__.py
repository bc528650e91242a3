"""One `Source` → the documents in it, each with place, kind and years."""

from etl.facts.documents import documents

__all__ = ["documents"]
