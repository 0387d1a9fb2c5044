"""One point of a plan as the plan page shows it: a table row as ready HTML, made without the database.

Rows are written here and not in the template because a page has many of them and a template takes eight times as long;
every text of the plan goes through ``escape``. Words are translated once for the page (``Words``).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from html import escape as escape_html
from typing import NamedTuple

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from handleplan import dates, deadline_words, prose, schedule_bar
from handleplan.attention import GOOD, why_uncertain
from handleplan.dates import DueState, ImpreciseDate, Kind
from handleplan.models import EndDateRevision, PlanItem, ReadBy
from handleplan.plan_rows import CLOSED_STATES, NOTHING_WAITS, Detail, NoNews, Point, Waiting
from handleplan.plan_tree import heading_title

LONG_STATUS = 300
STANDARD_PHRASE = "punktet er afsluttet"
Chain = tuple[tuple[str, str], ...]
ROWS_KEPT = 2000
_ROW_END = "</td></tr>\n"
_UNSAFE = re.compile("[&<>\"']")

_BADGES = {
    DueState.OVERDUE: "overdue",
    DueState.IN_WINDOW: "window",
    DueState.DUE_SOON: "soon",
    DueState.NOT_DUE: "ontime",
    DueState.NO_END: "undated",
}


def escape(text: str) -> str:
    """``html.escape``, which looks through a text five times, only where there is something to escape."""
    return escape_html(text) if _UNSAFE.search(text) else text


@cache
def icon(name: str) -> str:
    address = static("img/icons.svg")
    return f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{address}#{name}"></use></svg>'


def badge(name: str, word: str) -> str:
    """A symbol and a word; the colour comes from the name and says nothing that the word does not."""
    return f'<li class="badge {name}">{icon(name)}{escape(word)}</li>'


class Words:
    """Everything that is the same for each point of a page. What depends on a number or a date is kept once made."""

    def __init__(self, today: dt.date, month: dt.date) -> None:
        self.today, self.month = today, month
        self.month_name = deadline_words.month_in_words(month)
        self.address = reverse("handleplan:item-detail", args=[0]).removesuffix("0/")
        self.due = {state: badge(name, str(deadline_words.DUE_WORDS[state])) for state, name in _BADGES.items()}
        self.focus = badge("focus", _("Management focus"))
        self.question = icon("question")
        self.deadline, self.expected, self.earlier = _("Deadline"), _("Expected"), _("Earlier")
        self.original, self.start, self.owner = _("Original"), _("Start"), _("Owner")
        self.answers = pgettext("a point", "Answers")
        self.end, self.status_as_of = _("End (planned)"), _("Status as of %(month)s") % {"month": self.month_name}
        self.unknown, self.superseded = _("not given"), _("superseded deadline")
        self.from_original = _("%(moved)s from the original")
        self.later = _("The text names a later date: %(date)s. Should the end date be moved?")
        self.beyond = _("Expected later than the deadline.")
        self.more, self.assessment = _("Read the whole status"), _("Assessment")
        self.told, self.status_from = _("reported closed %(month)s"), _("Status from %(month)s.")
        self.silent = _("No status for %(month)s.")
        self.nothing_new, self.last_told = _("Nothing new"), _("Last told, %(month)s")
        self.asked, self.awaiting, self.or_ = _("Asked for"), _("Awaits"), _(" or ")
        self.open, self.committee = _("(awaiting an answer)"), _("(awaits the committee)")
        self.unapproved = badge("window", _("Awaits approval"))
        self.contradicts = badge("forecast", _("Contradicts the deadline")).replace("#forecast", "#question")
        self.old_scale = _("in %(scale)s; the scale has changed since")
        self.days_over, self.days_left, self.months = cache(_days_over), cache(_days_left), cache(_months)
        self.ended, self.read_as = cache(_ended), cache(deadline_words.read_as)
        self.month_of = cache(deadline_words.month_in_words)


def _ended(state: str) -> str:
    return badge("closed", str(PlanItem.State(state).label).capitalize())


def _days_over(days: int) -> str:
    return ngettext("%(days)d day over the deadline", "%(days)d days over the deadline", days) % {"days": days}


def _days_left(days: int) -> str:
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _months(months: int) -> str:
    return ngettext("%(months)s month", "%(months)s months", abs(months)) % {"months": deadline_words.signed(months)}


def head(words: Words, *, closed: bool) -> str:
    """The columns of a table and their titles."""
    status = [] if closed else [words.status_as_of]
    dates_ = [words.start, words.end] if closed else [_("Schedule")]
    titles = [_("Goal no."), _("Initiative"), *dates_, _("State"), *status]
    columns = (
        ["number", "closed-title", "date", "date", "closed-state"]
        if closed
        else ["number", "title", "schedule", "state", ""]
    )
    cols = "".join(f'<col class="c-{name}">' if name else "<col>" for name in columns)
    cells = "".join(f'<th role="columnheader" scope="col">{escape(word)}</th>' for word in titles)
    return f'<colgroup>{cols}</colgroup><thead role="rowgroup"><tr role="row">{cells}</tr></thead>'


@lru_cache(maxsize=8)
def words_for(today: dt.date, month: dt.date, language: str) -> Words:
    """The words of a page in the language that is active; the same object for the same day, so that rows are kept."""
    return Words(today, month)


class Assessed(NamedTuple):
    """An assessment in the words it was written with; ``old`` names its scale where the plan has another one now."""

    word: str
    symbol: str = ""
    tone: str = ""
    old: str = ""


class Beside(NamedTuple):
    """What stands beside a point's own words: what waits for an answer, its assessment, how long nothing is new, what
    is counted on it, and which remarks it answers."""

    waiting: Waiting = NOTHING_WAITS
    assessed: Assessed | None = None
    no_news: NoNews | None = None
    numbers: tuple[str, ...] = ()
    answers: str = ""


NOTHING_BESIDE = Beside()


@lru_cache(maxsize=ROWS_KEPT)
def row(
    point: Point,
    detail: Detail,
    chain: Chain,
    words: Words,
    axis: schedule_bar.Axis,
    beside: Beside = NOTHING_BESIDE,
) -> str:
    """The table row of a point, open or closed.

    It is made of nothing but its arguments, so a row once made is kept and can never be out of date.
    """
    if is_closed(point):
        return _row(point, _main(point, detail, words, beside), _closed_cells(point, detail, chain, words))
    return _row(point, _main(point, detail, words, beside), _active_cells(point, detail, chain, words, axis, beside))


def band(node: Point, depth: int, warning: str = "") -> str:
    """The table row of a heading below the topmost one, with what is wrong about it."""
    css, tag = ("band-2", "h4") if depth == 1 else ("band-3", "h5")
    words = f'<span class="band-number">{escape(node.number)}</span>{escape(title(node))}'
    note = f'<p class="band-warning small">{icon("question")} {escape(warning)}</p>' if warning else ""
    return f'<tr role="row" class="{css}"><td role="cell" colspan="5"><{tag}>{words}</{tag}>{note}</td></tr>'


def bar_of(detail: Detail) -> schedule_bar.Bar:
    """The days that are drawn of a point."""
    return schedule_bar.Bar(
        start=detail.start_earliest or detail.start_latest,
        original=detail.original_latest,
        end=detail.end_latest,
        forecast=detail.forecast_latest,
    )


def top_band(node: Point, key: str, note: str) -> str:
    """The heading of a section."""
    figures = f'<p class="small">{escape(note)}</p>' if note else ""
    words = f'<span class="band-number">{escape(node.number)}</span>{escape(title(node))}'
    return f'<div class="band-1"><h3 id="{key}">{words}</h3>{figures}</div>'


def theme_line(number: str, words: str, address: str, count: int, note: str, top: bool) -> str:
    """A theme in the list that stands for too many points."""
    name = f'<span class="point-number">{escape(number)}</span> <span>{escape(words)}</span>'
    figures = f'<span class="quiet small">{escape(note)}</span> <b class="theme-count">{count}</b>'
    return f'<li{" class=top" if top else ""}><a href="{escape(address)}">{name}</a> {figures}</li>\n'


def _row(point: Point, main: str, cells: list[tuple[str, str]]) -> str:
    number = f'<th role="rowheader" scope="row" class="point-number">{escape(point.number)}</th>'
    rest = "".join(f'<td role="cell" class="{css}">{html}</td>' for css, html in [("point-main", main), *cells])
    return f'<tr role="row" class="point" id="point-{point.pk}">{number}{rest}</tr>\n'


def _active_cells(
    point: Point, detail: Detail, chain: Chain, words: Words, axis: schedule_bar.Axis, beside: Beside
) -> list[tuple[str, str]]:
    end = _date(detail.end_as_written, detail.end_earliest, detail.end_latest, detail.end_kind, detail.end_read_by)
    forecast = _date(
        detail.forecast_as_written, detail.forecast_earliest, detail.forecast_latest, detail.forecast_kind, None
    )
    state = dates.due_state(end, words.today) if end else DueState.NO_END
    hint = _hint(detail, end, forecast, words)
    status = _status(point, detail, hint, words, beside.no_news)
    status += "".join(f'<p class="point-numbers small">{escape(line)}</p>' for line in beside.numbers)
    return [
        (
            "point-schedule",
            _schedule(detail, end, chain, words, beside.waiting) + schedule_bar.draw(bar_of(detail), axis),
        ),
        ("point-state", _state(point, detail, end, state, words, beside.assessed)),
        ("point-status", f'<span class="card-label">{words.status_as_of}</span>{status}'),
    ]


def _closed_cells(point: Point, detail: Detail, chain: Chain, words: Words) -> list[tuple[str, str]]:
    """Start, planned end (not when it was done, which is unknown) and the month it was reported closed."""
    told = detail.reported_closed_in
    text = _plain(detail).strip()
    state = f'<ul class="badges">{words.ended(point.state)}</ul>'
    if told:
        state += f'<p class="told">{escape(words.told % {"month": words.month_of(told)})}</p>'
    if text.rstrip(".").casefold() not in ("", STANDARD_PHRASE):
        state += f'<p class="status-text clamp">{escape(text)}</p>'
    earlier = "".join(f" {_struck(written, words)}" for _kind, written in reversed(chain[:-1]))
    return [
        ("point-date", f'<span class="card-label">{words.start}</span> {escape(detail.start_as_written or "–")}'),
        ("point-date", f'<span class="card-label">{words.end}</span> {escape(detail.end_as_written or "–")}{earlier}'),
        ("point-state", state),
    ]


def _plain(detail: Detail) -> str:
    """The status without its marks: the page shows the first lines, the point's page the formatted text."""
    return prose.to_plain(detail.status, detail.status_kind or "plain") if detail.status else ""


def with_link(row: str, link: str) -> str:
    """A row made by ``row`` with a link for this person at the end of its last cell."""
    return row.removesuffix(_ROW_END) + link + _ROW_END


def is_closed(point: Point) -> bool:
    return point.state in CLOSED_STATES


def title(point: Point) -> str:
    return heading_title(point) or _("Without a title")


def _main(point: Point, detail: Detail, words: Words, beside: Beside) -> str:
    """Title (the link), description, owner and, quietly, the remarks that the point answers."""
    html = f'<a class="point-link" href="{words.address}{point.pk}/" data-point>{escape(title(point))}</a>'
    if detail.description:
        html += f'<p class="description">{escape(detail.description)}</p>'
    owner = " · ".join(filter(None, [point.owner_name or point.owner_text, point.unit_name]))
    if owner:
        html += f'<p class="owner">{words.owner}: {escape(owner)}</p>'
    if beside.answers:
        html += f'<p class="owner">{words.answers}: {escape(beside.answers)}</p>'
    return html


def _schedule(detail: Detail, end: ImpreciseDate | None, chain: Chain, words: Words, waiting: Waiting) -> str:
    """The current deadline, what waits for an answer, the forecast, every superseded date and the start."""
    current, css = (end.as_written, "current") if end and end.as_written else (words.unknown, "quiet")
    note = words.read_as(end)
    reading = f' <span class="reading">{escape(note)}</span>' if note else ""
    lines = [(words.deadline, f'<span class="{css}">{escape(current)}</span>{reading}')]
    if waiting.requested:
        waits = words.committee if waiting.state == "committee" else words.open
        lines.append((words.asked, f"<b>{escape(waiting.requested)}</b> {waits}"))
    if waiting.alternatives:
        ends = escape(words.or_.join(waiting.alternatives))
        lines.append((words.awaiting, f"{escape(waiting.awaits)}: <b>{ends}</b>"))
    if detail.forecast_as_written:
        lines.append((words.expected, f'<span class="forecast-text">{escape(detail.forecast_as_written)}</span>'))
    for place in range(len(chain) - 2, -1, -1):
        kind, written = chain[place]
        first = place == 0 and kind == EndDateRevision.Kind.ORIGINAL
        lines.append((words.original if first else words.earlier, _struck(written, words)))
    if detail.start_as_written:
        lines.append((words.start, escape(detail.start_as_written)))
    return f'<dl class="facts">{"".join(f"<dt>{label}</dt><dd>{text}</dd>" for label, text in lines)}</dl>'


def _struck(written: str, words: Words) -> str:
    hidden = f'<span class="visually-hidden">{words.superseded} </span>'
    return f'<s class="superseded">{hidden}{escape(written)}</s>'


def _state(
    point: Point,
    detail: Detail,
    end: ImpreciseDate | None,
    state: DueState,
    words: Words,
    assessed: Assessed | None,
) -> str:
    """What the dates say, and beside it what people say: management focus and (where the plan has them) assessments."""
    badges = "" if point.completed_on else words.due[state]
    if point.in_focus:
        badges += words.focus
    if detail.unapproved:
        badges += words.unapproved
    if assessed and assessed.tone == GOOD and state == DueState.OVERDUE and not point.completed_on:
        badges += words.contradicts
    notes = "".join(f"<li>{escape(note)}</li>" for note in _notes(detail, end, state, words))
    html = f'<ul class="badges">{badges}</ul>' if badges else ""
    if notes:
        html += f'<ul class="notes">{notes}</ul>'
    return html + (_assessment(assessed, words) if assessed else "")


def _assessment(assessed: Assessed, words: Words) -> str:
    """The word with its symbol and its colour, and which scale it is of where the plan has another one now."""
    symbol = f'<span aria-hidden="true">{escape(assessed.symbol)}</span> ' if assessed.symbol else ""
    html = f'{words.assessment}: <b class="status-level {escape(assessed.tone)}">{symbol}{escape(assessed.word)}</b>'
    if assessed.old:
        html += f' <span class="quiet">({escape(words.old_scale % {"scale": assessed.old})})</span>'
    return f'<p class="assessment">{html}</p>'


def _notes(detail: Detail, end: ImpreciseDate | None, state: DueState, words: Words) -> list[str]:
    """How late, how long left, and how far the deadline has moved from the original one."""
    notes = []
    if state == DueState.NO_END:
        notes.append(why_uncertain(end))
    elif state == DueState.OVERDUE:
        notes.append(words.days_over(dates.days_overdue(end, words.today)))
    elif state != DueState.NOT_DUE:
        notes.append(words.days_left((end.latest - words.today).days))
    if detail.moves and end and detail.original_latest:
        original = _date(
            detail.original_as_written, detail.original_earliest, detail.original_latest, detail.original_kind, None
        )
        months = dates.months_moved(end, original)
        moved = words.months(months) if months else deadline_words.days_moved(dates.slippage(end, original))
        notes.append(words.from_original % {"moved": moved})
    return notes


def _hint(detail: Detail, end: ImpreciseDate | None, forecast: ImpreciseDate | None, words: Words) -> str:
    """The question a text raises that names a later date than the deadline."""
    if not (end and forecast and dates.latest_day_after(forecast, end)):
        return ""
    if detail.forecast_read_by == ReadBy.TEXT:
        return words.later % {"date": forecast.as_written}
    return words.beyond


def _status(point: Point, detail: Detail, hint: str, words: Words, no_news: NoNews | None) -> str:
    """The newest status; which month it is of, if not the page's; the whole of it is on the point's own page."""
    html = ""
    if point.status_month is None:
        html += f'<p class="quiet small">{escape(words.silent % {"month": words.month_name})}</p>'
    elif point.status_month != words.month:
        month = words.month_of(point.status_month)
        html += f'<p class="quiet small">{escape(words.status_from % {"month": month})}</p>'
    text = _plain(detail)
    if no_news:
        nth = deadline_words.month_without_news(no_news.nth)
        html += f'<p><b>{words.nothing_new}</b> <span class="quiet">({nth})</span></p>'
        html += f'<p class="status-text">{escape(text)}</p>' if text else ""
        text = prose.to_plain(no_news.text, no_news.text_kind) if no_news.text else ""
        if text and no_news.month:
            html += f'<p class="quiet small">{escape(words.last_told % {"month": words.month_of(no_news.month)})}</p>'
    if text:
        html += f'<p class="status-text clamp">{escape(text)}</p>'
        if len(text) > LONG_STATUS:
            name = escape(f"{words.more}: {point.number} {title(point)}")
            html += (
                f'<p class="more"><a href="{words.address}{point.pk}/#status" aria-label="{name}">{words.more}</a></p>'
            )
    if hint:
        html += f'<p class="hint-box">{words.question} {escape(hint)}</p>'
    return html


def _date(
    written: str | None, earliest: dt.date | None, latest: dt.date | None, kind: str | None, read_by: str | None
) -> ImpreciseDate | None:
    return ImpreciseDate(written or "", earliest, latest, Kind(kind), read_by=read_by or "parser") if kind else None
