"""One deadline as the review shows it: ready words, and the HTML of its rows.

Rows are written here and not in the template because a page has hundreds of them (as on the plan page); every text of
the plan goes through ``escape``. What all rows share is looked up, translated and reversed once a page.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import permissions
from handleplan.attention import Attention, Facts, Why, moved_from_original
from handleplan.dates import DueState
from handleplan.deadline_words import (
    DUE_WORDS,
    days_moved,
    month_in_words,
    month_without_news,
    over_original,
    read_as,
    reading,
    times_moved,
)
from handleplan.models import EndDateRequest, User
from handleplan.plan_points import escape, icon
from handleplan.request_page import asked_words

from .gathering import Line

_STAND_IN = 987_654_321_987  # a key no point has: links are made with it once and it is replaced in every row
BADGES = {
    Why.OVERDUE: "overdue",
    Why.IN_WINDOW: "window",
    Why.DUE_SOON: "soon",
    Why.UNCERTAIN_END: "undated",
    Why.FORECAST_LATE: "forecast",
    Why.COUNTER_LATE: "forecast",
    Why.TEXT_LATER: "forecast",
}
_TOLD_ELSEWHERE = (Why.SILENT, Why.CONTRADICTION, Why.IN_FOCUS, Why.CLOSED_PARENT, Why.TEXT_LATER)
_SILENT_LONG = 3


def months_without_news(months: int | None) -> str:
    """ "3 måneder uden nyt"; "" for a status of this month."""
    if months is None:
        return _("No status yet")
    if not months:
        return ""
    return ngettext("%(months)d month without news", "%(months)d months without news", months) % {"months": months}


def address_of(name: str) -> str:
    """An address of the site with the stand-in as its key; "" where this installation has no such page."""
    try:
        return reverse(name, args=[_STAND_IN])
    except NoReverseMatch:
        return ""


class Rows:
    """Writes the rows of one page for one reader. ``back`` is where a form that is opened from a row leads back to."""

    def __init__(self, user: User, *, names_plans: bool, back: str) -> None:
        self.user, self.names_plans, self.back = user, names_plans, back
        self.item = reverse("handleplan:item-detail", args=[_STAND_IN])
        self.move = address_of("handleplan:milestone-move") if permissions.can_move_deadlines(user) else ""
        asks = not permissions.can_move_deadlines(user)
        self.request = address_of("handleplan:request-add") if asks else ""
        self.close = address_of("handleplan:item-close") if permissions.can_keep_plans(user) else ""
        self.status = address_of("handleplan:item-status")
        context = {"pk": _STAND_IN, "back": back, "request": {"get_full_path": back}}
        self.in_place = render_to_string("handleplan/includes/status_link.html", context)
        self.opened: set[int] = set()
        self.months, self.month, self.times = cache(months_without_news), cache(month_in_words), cache(times_moved)
        self.words = {
            "owner": _("Owner"),
            "unstated": _("not stated"),
            "original": _("Original"),
            "superseded": _("superseded deadline"),
            "from_original": _("from the original"),
            "question": _("Should the end date be moved?"),
            "see": _("See the deadline on the point’s page"),
            "above": _("The point above"),
            "is_closed": _("is closed"),
            "focus": _("Management focus"),
            "from_text": _("found in the status text"),
            "expected": _("Expected"),
            "end": _("End date"),
            "status": _("Status"),
            "latest": _("latest"),
            "no_news": _("Nothing new"),
            "contradicts": _("Contradicts the deadline"),
            "under_revision": _("The schedule is being revised"),
            "not_due": str(DUE_WORDS[DueState.NOT_DUE]),
            "write": _("Write status"),
            "ask": _("Ask the owner"),
            "about": _("About %(point)s: how does it stand?"),
            "move": _("Move the deadline"),
            "request": _("Ask for a new deadline"),
            "awaits": _("Awaits"),
            "close": _("Close the point"),
        }
        self.icons = {name: icon(name) for name in ("question", "focus", "edit")}

    @property
    def writes_statuses(self) -> bool:
        """Whether any row lets the reader write a status in place."""
        return bool(self.opened)

    def row(self, line: Line, reason: Attention | None = None) -> dict[str, Any]:
        """A line as plain words. ``reason`` is the one reason that the row's list is about; without it all are told."""
        facts = line.facts
        told = (reason,) if reason else line.reasons
        first = next((each for each in told if each.why not in _TOLD_ELSEWHERE), None)
        asks = next((each for each in told if each.why == Why.TEXT_LATER), None)
        may_status = permissions.can_edit_status(self.user, facts)
        return {
            **_deadline(facts),
            "url": _with_key(self.item, facts.item),
            "plan": facts.plan_title if self.names_plans else "",
            "moves": self.times(facts.moves) if facts.moves else "",
            "badge": BADGES.get(first.why, "") if first else "",
            "sentence": first.sentence if first else "" if asks else self.words["not_due"],
            "over_original": over_original(line.days_over_original) if facts.moves and (first or not asks) else "",
            "is_question": asks is not None,
            "quote": asks.quote if asks else None,
            "silence": self.months(line.months_silent),
            "silent_long": line.months_silent is None or line.months_silent >= _SILENT_LONG,
            "status_month": self.month(facts.status_month) if facts.status_month else "",
            "quiet": f"{self.words['no_news']} ({month_without_news(facts.quiet)})" if facts.quiet else "",
            "contradicts": Why.CONTRADICTION.value in line.kinds,
            "may_act": may_status,
            "status_url": _with_key(self.status, facts.item) if may_status else "",
            "move_url": self._move(facts, asks) if self.move and facts.milestone and not facts.done else "",
            "request_url": self._request(facts, asks) if may_status else "",
            "ask_url": self._question(facts),
            "close_url": _with_key(self.close, facts.item) if self.close else "",
            "item": facts.item,
        }

    def _move(self, facts: Facts, asks: Attention | None) -> str:
        address = _with_key(self.move, facts.milestone)
        return f"{address}?{urlencode({'to': facts.forecast})}" if asks else address

    def _request(self, facts: Facts, asks: Attention | None) -> str:
        if not (self.request and facts.milestone) or facts.done or facts.requested:
            return ""
        address = _with_key(self.request, facts.milestone)
        return f"{address}?{urlencode({'to': facts.forecast})}" if asks else address

    def html(self, row: dict[str, Any]) -> str:
        """The rows of one deadline: its cells, and what the reader may do about it."""
        cells = (
            f'<th scope="row">{self._point(row)}</th>'
            f'<td data-label="{self.words["end"]}">{self._end(row)}</td>'
            f"<td>{self._why(row)}</td>"
            f'<td data-label="{self.words["expected"]}">{self._expected(row)}</td>'
            f'<td data-label="{self.words["status"]}">{self._status(row)}</td>'
        )
        acts = self._acts(row)
        if acts:
            acts = f'<tr class="late-acts no-print"><td colspan="5"><div class="cluster late-do">{acts}</div></td></tr>'
        return f"<tbody><tr>{cells}</tr>{acts}</tbody>\n"

    def _point(self, row: dict[str, Any]) -> str:
        number = f'<span class="late-number">{escape(row["number"])}</span> ' if row["number"] else ""
        html = f'<a class="late-title" href="{row["url"]}" data-point>{number}{escape(row["title"])}</a>'
        if row["milestone"]:
            html += f'<span class="late-milestone">{escape(row["milestone"])}</span>'
        if row["plan"]:
            html += f'<span class="late-plan">{escape(row["plan"])}</span>'
        owner = escape(row["owner"] or self.words["unstated"])
        return html + f'<span class="late-owner">{self.words["owner"]}: {owner}</span>'

    def _end(self, row: dict[str, Any]) -> str:
        html = f'<span class="current">{escape(row["end"] or "–")}</span>'
        if row["reading"]:
            html += f' <span class="late-reading">{escape(row["reading"])}</span>'
        if row["requested"]:
            html += f'<span class="late-line waiting-date">{escape(row["requested"])}</span>'
        if row["awaits"]:
            html += _line(f"{self.words['awaits']}: {escape(row['awaits'])}")
        if row["under_revision"]:
            html += _line(self.words["under_revision"])
        if row["original"]:
            hidden = f'<span class="visually-hidden">{self.words["superseded"]}: </span>'
            html += _line(f'{self.words["original"]} <s class="superseded">{hidden}{escape(row["original"])}</s>')
        if row["moves"]:
            moved = f" · {row['moved']} {self.words['from_original']}" if row["moved"] else ""
            html += _line(row["moves"] + moved)
        return html

    def _why(self, row: dict[str, Any]) -> str:
        words, html = self.words, ""
        if row["badge"]:
            html += f'<b class="late-reason {row["badge"]}">{escape(row["sentence"])}</b>'
        elif row["sentence"]:
            html += f'<span class="quiet">{escape(row["sentence"])}</span>'
        if row["over_original"]:
            html += _line(row["over_original"])
        if row["is_question"]:
            if quote := row["quote"]:
                marked = f"<mark>{escape(quote.expression)}</mark>"
                html += f'<q class="late-quote">{escape(quote.before)}{marked}{escape(quote.after)}</q>'
            html += f'<span class="late-question">{self.icons["question"]}<b>{words["question"]}</b></span>'
            if row["may_act"] and not row["move_url"]:
                html += f'<a class="late-line" href="{row["url"]}#deadlines">{words["see"]}</a>'
        if row["closed_parent"]:
            html += _line(f"{words['above']}, {escape(row['closed_parent'])}, {words['is_closed']}")
        if row["in_focus"]:
            html += f'<span class="badge focus">{self.icons["focus"]}{words["focus"]}</span>'
        return html

    def _expected(self, row: dict[str, Any]) -> str:
        if not row["forecast"]:
            return f'<span class="quiet">{self.words["unstated"]}</span>'
        html = f'<span class="forecast-text">{escape(row["forecast"])}</span>'
        if row["forecast_reading"]:
            html += f' <span class="late-reading">{escape(row["forecast_reading"])}</span>'
        return html + (_line(self.words["from_text"]) if row["forecast_from_text"] else "")

    def _status(self, row: dict[str, Any]) -> str:
        html = ""
        if row["silence"]:
            css = "late-silent long" if row["silent_long"] else "late-silent"
            html = f'<span class="{css}">{row["silence"]}</span>'
            if row["status_month"]:
                html += _line(f"{self.words['latest']} {row['status_month']}")
        else:
            html = f'<span class="quiet">{row["status_month"]}</span>'
        if row["quiet"]:
            html += _line(row["quiet"])
        if row["assessment"]:
            symbol = f'<span aria-hidden="true">{escape(row["symbol"])}</span> '
            html += f'<span class="late-assessed {escape(row["tone"])}">{symbol}{escape(row["assessment"])}</span>'
        if row["contradicts"]:
            html += f'<span class="badge forecast">{self.icons["question"]}{self.words["contradicts"]}</span>'
        return html

    def _question(self, facts: Facts) -> str:
        """A mail to the owner, written in the reader's own mail program; only where a manager asks somebody else."""
        asks = permissions.can_move_deadlines(self.user) and facts.owner_id != self.user.pk
        if not (asks and facts.owner_email):
            return ""
        subject = self.words["about"] % {"point": f"{facts.number} {facts.title}".strip()}
        return f"mailto:{quote(facts.owner_email)}?subject={quote(subject)}"

    def _acts(self, row: dict[str, Any]) -> str:
        """What the reader may do; the form of a point's status opens in the first of its rows only."""
        named = f'<span class="visually-hidden">: {escape(row["number"] or row["title"])}</span>'
        html = ""
        if row["status_url"]:
            if row["item"] not in self.opened:
                self.opened.add(row["item"])
                html += _with_key(self.in_place, row["item"])
            else:
                html += self._act(f"{row['status_url']}?{urlencode({'next': self.back})}", "write", named)
        for name in ("ask", "move", "request", "close"):
            if address := row[f"{name}_url"]:
                html += self._act(address, name, named)
        return html

    def _act(self, address: str, name: str, named: str) -> str:
        sign = self.icons["edit"] if name == "write" else ""
        return f'<a class="button small" href="{escape(address)}">{sign}<span>{self.words[name]}{named}</span></a>'


def _line(html: str) -> str:
    return f'<span class="late-line">{html}</span>'


def _with_key(template: str, key: int) -> str:
    return template.replace(str(_STAND_IN), str(key))


def _requested(facts: Facts) -> str:
    if not facts.requested:
        return ""
    state = EndDateRequest.State.COMMITTEE if facts.for_committee else EndDateRequest.State.OPEN
    return asked_words(facts.requested, state)


def _deadline(facts: Facts) -> dict[str, Any]:
    return {
        "number": facts.number,
        "title": facts.title,
        "milestone": facts.milestone_name if not facts.is_own else "",
        "owner": facts.owner,
        "end": facts.end.as_written if facts.end else "",
        "reading": read_as(facts.end),
        "under_revision": facts.under_revision,
        "requested": _requested(facts),
        "awaits": facts.awaits,
        "original": facts.original.as_written if facts.original and facts.moves else "",
        "moved": days_moved(moved_from_original(facts)),
        "forecast": facts.forecast.as_written if facts.forecast else "",
        "forecast_reading": reading(facts.forecast),
        "forecast_from_text": bool(facts.forecast and facts.forecast.read_by == "text"),
        "closed_parent": facts.closed_parent,
        "in_focus": facts.in_focus,
        "assessment": facts.assessment,
        "symbol": facts.symbol,
        "tone": facts.tone,
    }
