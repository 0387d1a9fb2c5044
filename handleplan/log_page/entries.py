"""The page's data: the state of the chain, the filters, and fifty entries.

The log is large, so nothing counts it and no page is found by its place: a page begins at an entry's key
(``before=``, ``after=``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handleplan import contributions
from handleplan.change_log.findings import table_words
from handleplan.change_log.tables import HIDDEN
from handleplan.change_words import NamesThen
from handleplan.collation import danish_key
from handleplan.forms.log import LogForm
from handleplan.models import ChangeEntry, ChangeSeal, LogVerification, PlanItem, Redaction, User
from handleplan.moments import moment_in_words

from . import words
from .belonging import Place, entries_of_points, is_history, logged_models, places, told_of

A_PAGE = 50
LATEST = dt.timedelta(hours=36)  # verified every night: an older one says that nobody does it any more
_FILTERS = ("author", "table", "day", "number", "history")
_KEY = re.compile("[0-9]{1,18}")
_BADGES = {"I": "closed", "U": "ontime", "D": "overdue", "B": "undated"}


def log_page(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """What the filters of a query string show to ``user``, from the key that it names."""
    people = dict(User.objects.order_by().values_list("username", "full_name"))
    form = LogForm(query, authors=_authors(people), tables=_tables())
    shown, newer, older = _page(_wanted(form, user), query) if form.is_valid() else ([], False, False)
    kept = [(name, value) for name in _FILTERS if (value := (query.get(name) or "").strip())]
    return {
        "form": form,
        "rows": _rows(shown, user, people),
        "filtered": bool(kept),
        "clear": reverse("handleplan:log"),
        "newest": "?" + urlencode(kept) if newer else "",
        "newer": "?" + urlencode([*kept, ("after", shown[0].pk)]) if newer else "",
        "older": "?" + urlencode([*kept, ("before", shown[-1].pk)]) if older else "",
        **_chain(),
    }


# -- the chain --------------------------------------------------------------------------------------------------------


def _chain() -> dict[str, Any]:
    """How far the log is sealed, and what the newest verification found."""
    seal = ChangeSeal.objects.defer("contents").order_by("-pk").first()
    newest = ChangeEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    checked = LogVerification.objects.order_by("-pk").first()
    return {
        "head": seal.head if seal else "",
        "sealed": moment_in_words(seal.sealed_at) if seal else "",
        "sealed_to": seal.last_entry if seal else 0,
        "newest_entry": newest,
        "unsealed": ChangeEntry.objects.filter(pk__gt=seal.last_entry if seal else 0)[:10_000].count(),
        "verified": _verified(checked) if checked else None,
        "redactions": Redaction.objects.count(),
    }


def _verified(checked: LogVerification) -> dict[str, Any]:
    return {
        "when": moment_in_words(checked.verified_at),
        "is_old": timezone.now() - checked.verified_at > LATEST,
        "entries": checked.entries,
        "rows": checked.rows,
        "findings": [words.finding_in_words(code, values) for code, values in checked.findings],
    }


# -- the filters ------------------------------------------------------------------------------------------------------


def machine_words() -> dict[str, str]:
    """What writes without a person, as the log names it, in words."""
    return {
        "demo": _("The demo"),
        "migration": _("An update of the program"),
        "recovery": _("Recovery by hand"),
        "system": _("The program"),
        "visitor": _("Somebody not signed in"),
        "worker": _("The program’s own jobs"),
    }


def _authors(people: Mapping[str, str]) -> list[tuple[str, str]]:
    machines = machine_words()
    names = [(username, full or username) for username, full in people.items() if username not in machines]
    return [*sorted(names, key=lambda name: danish_key(name[1])), *machines.items()]


def _tables() -> list[tuple[str, str]]:
    names = [(table, table_words(table)) for table, model in logged_models().items() if not is_history(model)]
    return sorted(names, key=lambda name: danish_key(name[1]))


def _wanted(form: LogForm, user: User) -> QuerySet[ChangeEntry]:
    wish = form.cleaned_data
    entries = ChangeEntry.objects.all()
    if wish["author"]:
        entries = entries.filter(author_name=wish["author"])
    if wish["table"]:
        entries = entries.filter(table_name__in=_with_history(wish["table"]) if wish["history"] else [wish["table"]])
    elif not wish["history"]:
        entries = entries.exclude(table_name__in=[t for t, model in logged_models().items() if is_history(model)])
    if wish["day"]:
        begins = timezone.make_aware(dt.datetime.combine(wish["day"], dt.time.min))
        ends = timezone.make_aware(dt.datetime.combine(wish["day"] + dt.timedelta(days=1), dt.time.min))
        entries = entries.filter(recorded_at__gte=begins, recorded_at__lt=ends)
    if wish["number"]:
        entries = entries.filter(entries_of_points(wish["number"], user) or Q(pk__in=[]))
    return entries


def _with_history(table: str) -> list[str]:
    chosen = logged_models()[table]
    return [name for name, model in logged_models().items() if told_of(model) is chosen]


def _page(entries: QuerySet[ChangeEntry], query: Mapping[str, str]) -> tuple[list[ChangeEntry], bool, bool]:
    """The entries, and whether there are newer and older ones."""
    before, after = (query.get(name) or "" for name in ("before", "after"))
    entries = entries.prefetch_related("redacted__redaction")
    if _KEY.fullmatch(after):
        found = list(entries.filter(pk__gt=int(after)).order_by("pk")[: A_PAGE + 1])
        if found:
            return found[:A_PAGE][::-1], len(found) > A_PAGE, True
    start = int(before) if _KEY.fullmatch(before) else 0
    if start:
        entries = entries.filter(pk__lt=start)
    found = list(entries.order_by("-pk")[: A_PAGE + 1])
    return found[:A_PAGE], bool(start and found), len(found) > A_PAGE


# -- the entries ------------------------------------------------------------------------------------------------------


def _rows(entries: list[ChangeEntry], user: User, people: Mapping[str, str]) -> list[dict[str, Any]]:
    where, closed = places(entries, user), contributions.log_withheld(entries, user)
    withheld = {
        entry.pk: _("Belongs to a plan that you cannot open.")
        if where[entry.pk].withheld
        else _("Belongs to a matter that is closed to you.")
        for entry in entries
        if where[entry.pk].withheld or entry.pk in closed
    }
    names = NamesThen(words.mentioned([entry for entry in entries if entry.pk not in withheld]))
    return [_row(entry, where[entry.pk], withheld.get(entry.pk, ""), user, people, names) for entry in entries]


def _row(
    entry: ChangeEntry, place: Place, withheld: str, user: User, people: Mapping[str, str], names: NamesThen
) -> dict[str, Any]:
    redactions = () if withheld else [redacted.redaction for redacted in entry.redacted.all()]
    told = [] if withheld else words.told(entry, user, names)
    return {
        "pk": entry.pk,
        "when": moment_in_words(entry.recorded_at),
        "by": machine_words().get(entry.author_name) or people.get(entry.author_name) or entry.author_name,
        "what": table_words(entry.table_name),
        "row": entry.row_key,
        "operation": entry.get_operation_display(),
        "badge": _BADGES[entry.operation],
        "told": told,
        "folded": entry.operation != ChangeEntry.Operation.UPDATE,
        "withheld": withheld,
        "hides": not told and not withheld and any(table == entry.table_name for table, _column in HIDDEN),
        "redacted": [_redaction(redaction, people) for redaction in redactions],
        "point": _point(place.item) if place.item else None,
    }


def _redaction(redaction: Redaction, people: Mapping[str, str]) -> dict[str, str]:
    by = people.get(redaction.author_name) or redaction.author_name
    return {"when": moment_in_words(redaction.recorded_at), "by": by, "reason": redaction.reason}


def _point(item: PlanItem) -> dict[str, str]:
    return {
        "url": reverse("handleplan:item-detail", args=[item.pk]),
        "name": words.short(f"{item.number} {item.display_title}".strip()),
    }
