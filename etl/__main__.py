"""`python -m etl`."""

import sys

from etl import pool

if __name__ == "__main__":
    if {"build", "add"} & set(sys.argv[1:2]):
        pool.prepare()  # before the program itself is loaded, which takes half a second

    from etl.cli import run

    run()
