"""`python -m etl`."""

from etl.cli import run

if __name__ == "__main__":
    run()
