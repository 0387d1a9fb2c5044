"""Days and readings as Danish text."""

from __future__ import annotations

from datetime import date

from .imprecise import ImpreciseDate

MONTH_NAMES = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def format_day(day: date) -> str:
    """A day in words: "31. december 2013"."""
    return f"{day.day}. {MONTH_NAMES[day.month - 1]} {day.year}"


def format_numeric(day: date) -> str:
    """A day in numbers, without leading zeros: "31.12.2013"."""
    return f"{day.day}.{day.month}.{day.year}"


def format_month(day: date) -> str:
    """The month a day lies in: "november 2013"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def format_reading(reading: ImpreciseDate) -> str:
    """The days a reading means, as the echo below a field: "1.5.–31.8.2013", "senest 31.12.2012", "fra 1.10.2011".

    The year is said once when both days share it, the month as well within one month ("11.–20.2.2012"); "" when the
    reading has no days.
    """
    if reading.earliest is None:
        return "" if reading.latest is None else f"senest {format_numeric(reading.latest)}"
    if reading.latest is None:
        return f"fra {format_numeric(reading.earliest)}"
    return format_days(reading.earliest, reading.latest)


def format_days(first: date, last: date) -> str:
    """Two days as one interval with an en dash, sharing year and month where they are equal."""
    if first == last:
        return format_numeric(first)
    if first.year != last.year:
        return f"{format_numeric(first)}–{format_numeric(last)}"
    if first.month != last.month:
        return f"{first.day}.{first.month}.–{format_numeric(last)}"
    return f"{first.day}.–{format_numeric(last)}"
