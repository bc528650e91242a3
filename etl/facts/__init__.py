"""One `Source` → the documents in it, each with place, kind and years."""

from etl.facts.documents import documents
from etl.facts.fingerprint import fingerprint, similarity

__all__ = ["documents", "fingerprint", "similarity"]
