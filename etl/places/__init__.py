"""Names and codes of places → `Place` (division codes of GB/T 2260 with their renames, kept as data)."""

from etl.places.gazetteer import Gazetteer, Place, PlaceMention
from etl.places.names import short_name

__all__ = ["Gazetteer", "Place", "PlaceMention", "short_name"]
