"""The stable codes of a reading: what kind of date it is and how precise."""

from enum import StrEnum


class Kind(StrEnum):
    """What the words amount to. The codes are stored in the database and never change."""

    INTERVAL = "interval"
    DEADLINE = "deadline"
    ONWARDS = "onwards"
    ALTERNATIVES = "alternatives"
    SET = "set"
    RANGE = "range"
    ONGOING = "ongoing"
    NONE = "none"
    IMPOSSIBLE = "impossible"
    UNREAD = "unread"


class Precision(StrEnum):
    """The unit the words speak in, finest first; the order of definition is the sorting order."""

    DAY = "day"
    WEEK = "week"
    MONTH_THIRD = "month_third"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR_THIRD = "year_third"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"
    NONE = "none"
