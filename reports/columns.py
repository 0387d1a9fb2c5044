"""What a row says in a column: the plan's own cells word for word, and the cells that gather several facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates
from handleplan.dates import DayRange
from handleplan.deadline_words import days_moved
from handleplan.money import in_kroner

from .facts import Condition
from .frozen import WrittenDate
from .snapshot import Row

CLOSED_MARK = "✓"


def cell(row: Row, role: str, period: dt.date) -> str:
    """The text of one cell; empty for a role that nobody knows. ``period`` is the report's month."""
    tell = _CELLS.get(role)
    return tell(row, period) if tell else ""


def _title(row: Row) -> str:
    return f"{row.marker} {row.title}" if row.marker else row.title


def _revised(row: Row) -> str:
    """ "(1. feb. 2012) (1. juli 2012) ultimo 2013": every earlier date in brackets, then the one that counts."""
    if row.revised_as_written:
        return row.revised_as_written
    texts = [link.end.text for link in row.chain if link.kind != "original"]
    return dates.write_cell(texts[:-1], texts[-1]) if texts else ""


def _text(date: WrittenDate | None) -> str:
    return date.text if date else ""


def _point(row: Row) -> str:
    return "\n".join(filter(None, [_title(row), row.description]))


def _deadline(row: Row) -> str:
    """The end that counts, then in words which ones it replaced, which one is expected and what it hangs on."""
    lines = [_text(row.end) if row.moves else ""]
    if row.superseded:
        lines.append(_("earlier: %(dates)s") % {"dates": ", ".join(date.text for date in row.superseded)})
    if row.forecast and not row.closed:
        lines.append(_("expected: %(date)s") % {"date": row.forecast.text})
    if row.hangs_on:
        lines.append(hanging_words(row.hangs_on))
    return "\n".join(filter(None, lines))


def hanging_words(condition: Condition) -> str:
    """ "afhænger af Socialudvalgets møde den 4/12: ultimo januar 2014 eller maj 2014"."""
    awaits = condition.awaits
    if condition.when and condition.when.text not in awaits:
        awaits = f"{awaits} ({condition.when.text})"
    ends = [f"{each.end.text} ({each.condition})" if each.condition else each.end.text for each in condition.outcomes]
    last = _(" or ").join(filter(None, (", ".join(ends[:-1]), *ends[-1:])))
    return _("depends on %(decision)s: %(dates)s") % {"decision": awaits, "dates": last}


def _standing(row: Row, period: dt.date) -> str:
    """How the owner assesses the point, what the dates say, and how far the deadline slipped: three things, apart."""
    return "" if row.is_heading and not row.closed else "\n".join(filter(None, _stands(row, period)))


def _stands(row: Row, period: dt.date) -> Iterator[str]:
    if row.closed:
        yield f"{CLOSED_MARK} {_ended(row)}"
        return
    if row.assessment:
        yield f"{row.assessment.symbol} {row.assessment.word}".strip()
    if row.due == "overdue":
        yield ngettext("overdue by %(days)s day", "overdue by %(days)s days", row.days_overdue) % {
            "days": row.days_overdue
        }
    elif row.due == "in_window":
        yield _("in its window")
    elif row.due == "due_soon":
        yield _("due soon")
    elif row.due == "no_end":
        yield _("without an end date")
    if slipped := _slippage(row):
        yield slipped
    if row.in_focus:
        yield _("management focus")
    months = row.silent_months(period)
    if months is None:
        yield _("no status yet")
    elif months:
        yield ngettext("no status for %(months)s month", "no status for %(months)s months", months) % {"months": months}


def _ended(row: Row) -> str:
    if row.state == "dropped":
        return _("Dropped")
    if row.state == "merged":
        return _("Merged into %(point)s") % {"point": row.taken_over_by}
    if row.state == "continued":
        return _("Continued in %(point)s") % {"point": row.taken_over_by}
    return _("Closed")


def _slippage(row: Row) -> str:
    """ "+121 til +243 dage fra oprindelig"; empty for a deadline that never moved or cannot be counted."""
    if row.slippage_low is None or row.slippage_high is None:
        return ""
    return _("%(days)s from the original") % {"days": days_moved(DayRange(row.slippage_low, row.slippage_high))}


def _money(row: Row, kind: str) -> str:
    """ "2012: 4.300.000 kr. (2012 p/l)", a line for each year and price level."""
    lines = []
    for fact in row.money:
        if fact.kind == kind:
            level = f" ({fact.price_level})" if fact.price_level else ""
            lines.append(f"{fact.year}: {in_kroner(fact.amount)}{level}")
    return "\n".join(lines)


_CELLS = {
    "number": lambda row, period: row.number,
    "title": lambda row, period: _title(row),
    "description": lambda row, period: row.description,
    "start": lambda row, period: _text(row.start),
    "original_end": lambda row, period: _text(row.original_end),
    "revised_end": lambda row, period: _revised(row),
    "end": lambda row, period: _text(row.end),
    "owner": lambda row, period: row.owner,
    "unit": lambda row, period: row.unit,
    "status": lambda row, period: row.status,
    "point": lambda row, period: _point(row),
    "deadline": lambda row, period: _deadline(row),
    "standing": _standing,
    "slippage": lambda row, period: _slippage(row),
    "forecast": lambda row, period: _text(row.forecast),
    "granted": lambda row, period: _money(row, "granted"),
    "spent": lambda row, period: _money(row, "spent"),
}
