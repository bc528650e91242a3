"""Link each target with the outcome that answers it and assess it by the contract's rules, all in SQL."""

from etl.judge.run import judge

__all__ = ["judge"]
