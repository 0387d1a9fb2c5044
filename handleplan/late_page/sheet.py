"""What the page shows as a sheet: the same deadlines in the same order, uncut, each date in words and as a day."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import dates, review_xlsx
from handleplan.attention import Attention, Why, moved_from_original
from handleplan.dates import DayRange, ImpreciseDate
from handleplan.deadline_words import day_in_words
from handleplan.models import PlanItem
from handleplan.review_xlsx import Column, Glossary, Sheet, Value

from .asking import CLOSED, KINDS, LIST, SECTIONS
from .closed_rows import Slipped
from .definitions import definitions
from .gathering import Line

if TYPE_CHECKING:
    from . import Review

_LONGEST_NAME = 120
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_OTHER = re.compile(r"[^a-z0-9]+")


def late_workbook(found: Review) -> tuple[str, bytes]:
    """The name of the file and its bytes. Title and name say what was asked for."""
    made = _closed_sheet(found) if found.closed else _open_sheet(found)
    glossary = Glossary(_("Definitions"), _("Definitions"), definitions(), (_("Word"), _("Meaning")))
    return file_name(found), review_xlsx.render(made, glossary, page_words=_("Page &P of &N"))


def title_of(found: Review) -> str:
    """ "Forfald 29.11.2013 – overskredet – Økonomiservice"."""
    name = _("Deadlines")
    return " – ".join([f"{name} {dates.format_numeric(found.wish.as_of)}", *_asked(found)])


def file_name(found: Review) -> str:
    """ "handleplan-2013-11-29-overskredet.xlsx": letters and digits alone."""
    words = "-".join(["handleplan", found.wish.as_of.isoformat(), *_asked(found)])
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain)[:_LONGEST_NAME].strip("-") + ".xlsx"


def _asked(found: Review) -> list[str]:
    """What the filter says, in the words of its fields."""
    wish, form = found.wish, found.form
    asked = [_("closed with slippage")] if wish.layout == CLOSED else []
    if wish.kind and wish.layout != CLOSED:
        asked.append(_small(str(KINDS[wish.kind])))
    for name in ("unit", "owner", "plan", "moved", "silent"):
        value = getattr(wish, name)
        if value and not (name == "silent" and wish.layout == CLOSED):
            word = str(dict(form.fields[name].choices)[value])
            asked.append(f"{_small(str(form.fields[name].label))} {word}" if name in ("moved", "silent") else word)
    return [*asked, f"“{wish.q}”"] if wish.q else asked


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _open_sheet(found: Review) -> Sheet:
    wish = found.wish
    if wish.layout == LIST:
        rows = [_line(line, "; ".join(str(each.why.label) for each in line.reasons)) for line in found.listed]
    else:
        by_reason = found.by_reason
        kinds = [why for why in SECTIONS if wish.kind in ("", why.value)]
        rows = [_line(line, str(why.label), reason) for why in kinds for line, reason in by_reason[why]]
    columns = [
        Column(_("Why"), 22),
        Column(_("Goal no."), 11),
        Column(_("Point"), 44),
        Column(_("Milestone"), 20),
        Column(_("Plan"), 28),
        Column(_("Unit"), 24),
        Column(_("Owner"), 22),
        Column(_("End date as written"), 18),
        Column(_("End date, first day"), 12, "day"),
        Column(_("End date, last day"), 12, "day"),
        Column(_("Days over the deadline"), 10, "number"),
        Column(_("Days left"), 9, "number"),
        Column(_("Original as written"), 18),
        Column(_("Original, last day"), 12, "day"),
        Column(_("Days over the original"), 11, "number"),
        Column(_("Times moved"), 9, "number"),
        Column(_("Moved, least days"), 10, "number"),
        Column(_("Moved, most days"), 10, "number"),
        Column(_("Expected as written"), 18),
        Column(_("Expected, last day"), 12, "day"),
        Column(_("Newest status"), 12, "month"),
        Column(_("Months without news"), 11, "number"),
        Column(_("Assessment"), 18),
        Column(_("Contradiction"), 34),
    ]
    return Sheet(_("Deadlines"), title_of(found), _note(found, len(rows)), columns, rows)


def _line(line: Line, why: str, reason: Attention | None = None) -> list[Value]:
    facts = line.facts
    moved = moved_from_original(facts)
    contradictions = [each.sentence for each in line.reasons if each.why in (Why.TEXT_LATER, Why.CONTRADICTION)]
    left = next((each.days for each in line.reasons if each.why in (Why.IN_WINDOW, Why.DUE_SOON)), None)
    return [
        why,
        facts.number,
        facts.title,
        "" if facts.is_own else facts.milestone_name,
        facts.plan_title,
        facts.unit,
        facts.person,
        *_written(facts.end, first_day=True),
        line.days_over or None,
        left,
        *_written(facts.original),
        line.days_over_original or None,
        facts.moves,
        *_range(moved),
        *_written(facts.forecast),
        facts.status_month,
        line.months_silent,
        f"{facts.symbol} {facts.assessment}".strip(),
        " ".join(contradictions),
    ]


def _closed_sheet(found: Review) -> Sheet:
    rows = [_closed_line(each) for each in found.closed.slipped]
    columns = [
        Column(_("Goal no."), 11),
        Column(_("Point"), 44),
        Column(_("Milestone"), 20),
        Column(_("Plan"), 28),
        Column(_("Unit"), 24),
        Column(_("Owner"), 22),
        Column(_("Outcome"), 16),
        Column(_("Original as written"), 18),
        Column(_("Original, last day"), 12, "day"),
        Column(_("Later end dates as written"), 34),
        Column(_("Planned end, last day"), 12, "day"),
        Column(_("Times moved"), 9, "number"),
        Column(_("Moved, least days"), 10, "number"),
        Column(_("Moved, most days"), 10, "number"),
        Column(_("Reported closed in"), 12, "month"),
        Column(_("Really done, as written"), 18),
        Column(_("Really done, last day"), 12, "day"),
        Column(_("Done after the original, least days"), 12, "number"),
        Column(_("Done after the original, most days"), 12, "number"),
    ]
    return Sheet(_("Closed"), title_of(found), _note(found, len(rows)), columns, rows)


def _closed_line(each: Slipped) -> list[Value]:
    facts = each.facts
    return [
        facts.number,
        facts.title,
        "" if facts.is_own else facts.milestone_name,
        facts.plan_title,
        facts.unit,
        facts.person,
        str(PlanItem.State(facts.state).label),
        *_written(facts.original),
        each.cell if facts.moves or facts.original is None else "",
        facts.end.latest if facts.end else None,
        facts.moves,
        *_range(facts.moved),
        facts.reported,
        *_written(facts.done),
        *_range(facts.beyond if facts.original else None),
    ]


def _note(found: Review, rows: int) -> str:
    counted = ngettext("%(rows)d row", "%(rows)d rows", rows) % {"rows": rows}
    day = _("Counted from %(day)s") % {"day": day_in_words(found.wish.as_of)}
    return f"{day} · {counted}"


def _written(value: ImpreciseDate | None, *, first_day: bool = False) -> list[str | dt.date | None]:
    """The words, and the days they mean."""
    words = value.as_written if value else ""
    days = [value.earliest, value.latest] if value else [None, None]
    return [words, *days] if first_day else [words, days[1]]


def _range(days: DayRange | None) -> tuple[int | None, int | None]:
    return (days.low, days.high) if days else (None, None)
