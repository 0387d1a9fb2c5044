"""Imprecise dates as Danish municipalities write them: read, ordered, printed and found in prose.

Pure Python: no Django, no clock, no database. Source of every rule: DOMAIN.md part B.
"""

from .cells import DateCell, join_cell, split_cell, write_cell
from .finding import Mention, Role, contradictions, find, flags
from .imprecise import ImpreciseDate, Kind, Precision, ReadBy
from .ordering import (
    DayRange,
    DueState,
    days_overdue,
    due_state,
    end_sort_key,
    latest_day_after,
    months_moved,
    slippage,
    start_sort_key,
)
from .parsing import parse
from .writing import format_day, format_days, format_month, format_numeric, format_reading

__all__ = [
    "DateCell",
    "DayRange",
    "DueState",
    "ImpreciseDate",
    "Kind",
    "Mention",
    "Precision",
    "ReadBy",
    "Role",
    "contradictions",
    "days_overdue",
    "due_state",
    "end_sort_key",
    "find",
    "flags",
    "format_day",
    "format_days",
    "format_month",
    "format_numeric",
    "format_reading",
    "join_cell",
    "latest_day_after",
    "months_moved",
    "parse",
    "slippage",
    "split_cell",
    "start_sort_key",
    "write_cell",
]
