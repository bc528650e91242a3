"""Measurements, not tests: `python -m bench` writes docs/performance.md. Reports are made up, their structure is real."""
