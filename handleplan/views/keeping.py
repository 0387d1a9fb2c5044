"""What the forms that keep a plan share: sent once, never over somebody else's words, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from handleplan import history, kept, once
from handleplan.change_words import NamesThen, changes, mentioned
from handleplan.models import Plan, PlanItem, Round
from handleplan.moments import moment_in_words

METHODS = ["GET", "HEAD", "POST"]
_NOBODY_SAW_IT = -1
_TOLD = {"title", "number", "description", "owner", "unit", "parent", "position", "state", "reported_closed_in"}


class Sheet:
    """One person's form about one row (None: something new). It carries what the person saw, and a key of its own.

    ``seen`` is the row's version, or the newest entry of the plan's history; ``known`` is such an entry for each, so
    that it can be told what others did since.
    """

    def __init__(self, request: HttpRequest, row: Plan | PlanItem | Round | None = None) -> None:
        self.request, self.row = request, row
        self.others: list[dict[str, Any]] = []
        self.is_outdated = False
        self.seen = self._number("seen") if self.is_sent else self._version()
        self.known = self._number("known") if self.is_sent else self._newest()
        self.once = (request.POST.get(once.FIELD) or once.new_key()) if self.is_sent else once.new_key()

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def step(self) -> str:
        """The button that was pressed."""
        return self.request.POST.get("step", "")

    @property
    def data(self) -> QueryDict | None:
        return self.request.POST if self.is_sent else None

    @cached_property
    def came_too_late(self) -> QueryDict | None:
        """What was typed before the session ran out."""
        return kept.take(self.request, self.request.path) if self.request.method == "GET" else None

    def initial(self, **values: Any) -> dict[str, Any]:
        return values | (self.came_too_late.dict() if self.came_too_late else {})

    def do(self, act: Callable[[], str], said: str | Callable[[], str]) -> HttpResponse | None:
        """Does it once and goes where ``act`` says; None if somebody else was there first: nothing is written then."""
        try:
            address, first = once.do_once(self.once, self.request.user, act)
        except history.Outdated:
            self.is_outdated = True
            self._look_again()
            return None
        if first:
            messages.success(self.request, said if isinstance(said, str) else said())
        return redirect(address)

    def show(self, template: str, form: forms.Form | None = None, **context: Any) -> HttpResponse:
        """The page: 409 if somebody else was there first, 422 if the form says what is missing."""
        wrong = form is not None and form.is_bound and bool(form.errors)
        status = 409 if self.is_outdated else 422 if wrong else 200
        return render(self.request, template, {"sheet": self, "form": form, **context}, status=status)

    def brought_together(self, form: forms.Form, base: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, Any]:
        """The fields for another try: one's own words, and theirs where only they changed a field.

        What they changed is told in ``others``, and whether one's own words stand there instead.
        """
        mine = {name: form.data.get(name, "").replace("\r\n", "\n") for name in theirs}
        self.others = [
            {
                "label": form.fields[name].label,
                "old": _in_words(form.fields[name], base[name]),
                "new": _in_words(form.fields[name], theirs[name]),
                "mine": mine[name] not in (base[name].replace("\r\n", "\n"), theirs[name]),
            }
            for name in theirs
            if theirs[name] != base[name]
        ]
        return form.data.dict() | {
            name: theirs[name] if mine[name] == base[name].replace("\r\n", "\n") else mine[name] for name in theirs
        }

    @cached_property
    def then(self) -> Any:
        """The row as the person saw it: an entry of its history."""
        return self.row.history.filter(history_id=self._number("known")).first() or self.row

    @cached_property
    def by(self) -> list[dict[str, str]]:
        """Who wrote meanwhile, and when."""
        rows = self.row.history.filter(history_id__gt=max(self._number("known"), 0)).select_related("history_user")
        told = {row.history_user_id: row for row in rows.order_by("history_id")}
        return [
            {"who": str(row.history_user or ""), "when": moment_in_words(row.history_date)} for row in told.values()
        ]

    def _look_again(self) -> None:
        """From here on the person has seen what is there now; where nothing is, there is no page either."""
        try:
            self.row.refresh_from_db()
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        self.seen, self.known, self.once = self._version(), self._newest(), once.new_key()
        if isinstance(self.row, PlanItem):
            self.others = _done_to(self.row, self._number("known"))

    def _version(self) -> int:
        return self.row.version if hasattr(self.row, "version") else self._newest()

    def _newest(self) -> int:
        if self.row is None:
            return 0
        return self.row.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0

    def _number(self, name: str) -> int:
        text = self.request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else _NOBODY_SAW_IT


def _done_to(item: PlanItem, known: int) -> list[dict[str, Any]]:
    """What was changed of a point after the entry ``known`` of its history, in a caseworker's words."""
    rows = list(item.history.filter(history_id__gte=known).order_by("history_id")) if known > 0 else []
    names = NamesThen(pair for row in rows for pair in mentioned(PlanItem, row))
    return [
        {"label": change.label, "old": change.old, "new": change.new, "mine": False}
        for before, row in pairwise(rows)
        if _differ(before, row)
        for change in changes(PlanItem, row, before, names)
    ]


def _differ(before: Any, row: Any) -> bool:
    """Whether anything differs that a form here is about; statuses are written elsewhere."""
    return any(getattr(before, name, None) != getattr(row, name, None) for name in _TOLD)


def _in_words(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(next((words for key, words in field.choices if str(key) == value), value)) if value else ""
    return value
