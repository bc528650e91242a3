"""`python -m dashboard export …` · `python -m dashboard verify PACK`."""

from dashboard.export.cli import run_main

if __name__ == "__main__":
    run_main()
