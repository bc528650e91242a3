"""From reports to the warehouse. See docs/architecture.md."""

from etl import compiled

compiled.use()
