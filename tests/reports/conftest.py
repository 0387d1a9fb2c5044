"""The fixtures of editions, for every test of reports."""

from tests.reports.editions import printers, publish

__all__ = ["printers", "publish"]
