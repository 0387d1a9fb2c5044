"""Writing the month's status of a point: the form, what two people wrote at once, and what was saved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from handleplan import (
    checking_texts,
    clock,
    drafting_status,
    history,
    kept,
    once,
    permissions,
    prose,
    rounding,
    scaling,
    updating,
    worddiff,
)
from handleplan.dates import ImpreciseDate
from handleplan.deadline_words import month_in_words, month_without_news, read_as
from handleplan.forms.counter_fields import Asked, asked_of, is_told_in, names_of
from handleplan.forms.statuses import (
    NAMES,
    StatusForm,
    as_markdown,
    beginning,
    brought_together,
    fields_of,
    says_the_same,
)
from handleplan.models import Draft, Plan, PlanItem, ReadBy, Round, Scale, StatusEntry, User
from handleplan.models.plans import TextKind
from handleplan.models.scales import Level
from handleplan.moments import draft_told
from handleplan.names import acted_for
from handleplan.nothing_new import months_without_news
from handleplan.permissions import require
from handleplan.views.site import safe_address

_SAVED = gettext_lazy("The status for %(month)s has been saved.")
BESIDE = ("plan", "owner", "latest_status__recorded_by", "latest_status__scale", "latest_status__on_behalf_of")
_NUMBER = re.compile(r"[0-9]{1,9}")


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def item_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for the month's status: a page of its own or, for htmx, the fragment inside another page."""
    points = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    item = get_object_or_404(points.select_related(*BESIDE), pk=pk)
    if not permissions.can_edit_status(request.user, item):
        raise PermissionDenied
    if request.method == "POST":
        return _receive(Writing(request, item, request.POST))
    came_too_late = kept.take(request, request.path) if request.method == "GET" else None
    writing = Writing(request, item, came_too_late)
    if item.is_closed:
        return _show(writing, "closed", typed=writing.sent.get("text", ""))
    if request.htmx and "close" in request.GET:
        how = {"pk": item.pk, "back": writing.back, "focus": True}
        return render(request, "handleplan/includes/status_link.html", how)
    if came_too_late is not None:
        return _show(writing, "form", form=writing.form(initial=writing.fields), kept=True, unsaved=True)
    first = beginning(item.latest_status, writing.levels)
    if draft := drafting_status.drafts_of(request.user, [item.pk]).get(item.pk):
        first |= draft.fields
    return _show(writing, "form", form=writing.form(initial=first), draft=draft, focus=writing.in_place)


@dataclass
class Writing:
    """One person's form for one point. ``sent`` is what the form carried; empty for one that is just opened."""

    request: HttpRequest
    item: PlanItem
    sent: QueryDict | None = None

    def __post_init__(self) -> None:
        self.sent = QueryDict() if self.sent is None else self.sent

    @cached_property
    def period(self) -> dt.date:
        """The month of the plan's open round; without one, the month that is next to be reported."""
        return self.round.period if self.round else rounding.status_month(self.item.plan, clock.today())

    @cached_property
    def round(self) -> Round | None:
        return rounding.current_round(self.item.plan)

    @property
    def month_went_by(self) -> bool:
        """Whether the month that the form was opened for is closed meanwhile."""
        return self.sent.get("month", self.month_code) != self.month_code

    @property
    def month_code(self) -> str:
        return f"{self.period:%Y-%m}"

    @cached_property
    def offer(self) -> updating.Offer | None:
        """Whether "Nothing new" may be said here."""
        return None if self.item.is_closed else updating.offer_nothing_new(self.item, self.round)

    @property
    def confirms(self) -> bool:
        """Whether the form says "Nothing new"."""
        return self.sent.get("choice") == "nothing_new" and self.offer is not None

    @property
    def owner(self) -> User | None:
        """Whom somebody else writes for."""
        return permissions.on_behalf_of(self.request.user, self.item)

    @cached_property
    def scale(self) -> Scale | None:
        return scaling.current_scale(self.item.plan)

    @property
    def levels(self) -> list[Level]:
        return scaling.levels_of(self.scale)

    @cached_property
    def deadline(self) -> ImpreciseDate | None:
        own = self.item.milestones.filter(is_own=True).first()
        return own.end if own else None

    @cached_property
    def back(self) -> str:
        """Where the person came from and goes back to; the point's page where that is not known."""
        wanted = self.sent.get("next") or self.request.GET.get("next", "")
        return safe_address(self.request, wanted, reverse("handleplan:item-detail", args=[self.item.pk]))

    @property
    def action(self) -> str:
        return f"{self.request.path}?{urlencode({'next': self.back})}"

    @property
    def in_place(self) -> bool:
        """Whether the form stands inside another page, and not on its own."""
        return bool(self.request.htmx) and (self.request.method != "POST" or self.sent.get("in_place") == "1")

    @cached_property
    def seen(self) -> int:
        """The version of the point's status that the author saw: as the form says, else what is there now."""
        return _number(self.sent.get("seen", "")) if "seen" in self.sent else self.item.status_version

    @cached_property
    def shown(self) -> int:
        """The newest entry that the author saw beside the field."""
        return _number(self.sent.get("shown", "")) if "shown" in self.sent else self.item.latest_status_id or 0

    @cached_property
    def known(self) -> int:
        """The last entry that was recorded before the form was opened."""
        if "known" in self.sent:
            return _number(self.sent["known"])
        return self.item.statuses.aggregate(last=Max("pk"))["last"] or 0

    @cached_property
    def key(self) -> str:
        return self.sent.get(once.FIELD) or once.new_key()

    @cached_property
    def counters(self) -> list[Asked]:
        """The counters whose numbers are asked for beside the status."""
        return asked_of([self.item.pk]).get(self.item.pk, [])

    @property
    def names(self) -> tuple[str, ...]:
        return (*NAMES, *names_of(self.counters))

    @property
    def fields(self) -> dict[str, str]:
        return {name: self.sent.get(name, "") for name in self.names}

    def form(self, *args: Any, **how: Any) -> StatusForm:
        how |= {"point": self.item.pk, "period": self.period, "levels": self.levels, "deadline": self.deadline}
        how |= {
            "counters": self.counters,
            "today": clock.today(),
            "may_clear": permissions.can_keep_plans(self.request.user),
        }
        if self.confirms:
            how |= {"confirms": True, "needs_sentence": self.offer.needs_sentence}
        return StatusForm(*args, **how)

    def as_of_now(self) -> Writing:
        """The same form, sent again to a point and a round that are read anew."""
        return Writing(self.request, PlanItem.objects.select_related(*BESIDE).get(pk=self.item.pk), self.sent)

    def started_over(self) -> Writing:
        """The same form as if it were opened now: it has seen everything that is there."""
        self.item.refresh_from_db()
        carried = QueryDict(mutable=True)
        carried.update({name: self.sent[name] for name in ("next", "in_place") if name in self.sent})
        return Writing(self.request, self.item, carried)


def _receive(writing: Writing) -> HttpResponse:
    request, item = writing.request, writing.item
    if item.is_closed:
        return _show(writing, "closed", typed=writing.sent.get("text", ""), status=409)
    if writing.month_went_by:
        writing.sent = writing.sent.copy()
        del writing.sent["month"]
        return _show(writing, "form", form=writing.form(initial=writing.fields), went_by=True, unsaved=True, status=409)
    if writing.sent.get("choice") == "copy":
        return _show(writing, "form", form=writing.form(initial=_with_last_text(writing)), unsaved=True, focus=True)
    form = writing.form(writing.sent)
    if not form.is_valid():
        return _show(writing, "form", form=form, unsaved=True, status=422)
    try:
        address, first = once.do_once(writing.key, request.user, lambda: _write(writing, form))
    except history.Outdated:
        return _conflict(writing, form)
    except rounding.MonthClosed:  # between the look and the claim
        return _receive(writing.as_of_now())
    entry = item.statuses.select_related("recorded_by", "scale").filter(pk=_number(address.rpartition("-")[2])).first()
    if entry is None:  # the key of another form
        writing.key = once.new_key()
        return _receive(writing)
    if not (first or (says_the_same(form.facts, entry) and is_told_in(entry, form.numbers))):
        return _conflict(writing, form, theirs=entry)  # Back, other words, and sent again
    return _saved(writing, entry)


def _write(writing: Writing, form: StatusForm) -> str:
    facts = {"text": form.facts["text"], "nothing_new": True} if writing.confirms else form.facts
    entry = updating.record_status(
        writing.item,
        period=writing.period,
        round=writing.round,
        on_behalf_of=writing.owner,
        text_kind=TextKind.MARKDOWN,
        source=StatusEntry.Source.TYPED,
        scale=writing.scale,
        user=writing.request.user,
        reason=_("Status for %(month)s") % {"month": month_in_words(writing.period)},
        seen=writing.seen,
        numbers=form.numbers,
        **facts,
    )
    for text in form.let_stand:
        checking_texts.clear_hash(writing.item, text, user=writing.request.user, reason=form.cpr_why)
    drafting_status.discard_draft(writing.item, user=writing.request.user)
    return f"{reverse('handleplan:item-detail', args=[writing.item.pk])}#status-{entry.pk}"


def _saved(writing: Writing, entry: StatusEntry) -> HttpResponse:
    remarks = [remark.sentence for remark in checking_texts.check_entry(entry, writing.deadline, clock.today())]
    if writing.in_place:
        response = _show(writing, "saved", saved=_told(entry), remarks=remarks)
        return trigger_client_event(response, "status-saved", {"item": writing.item.pk})
    said = _("“Nothing new” has been saved for %(month)s.") if entry.nothing_new else _SAVED
    said %= {"month": month_in_words(entry.period)}
    messages.success(writing.request, said)
    for remark in remarks:
        messages.warning(writing.request, remark)
    return HttpResponseClientRedirect(writing.back) if writing.request.htmx else redirect(writing.back)


def _conflict(writing: Writing, form: StatusForm, *, theirs: StatusEntry | None = None) -> HttpResponse:
    """Both texts, what differs, and what can be done about it. Nothing is written yet."""
    known, shown = writing.known, writing.item.statuses.filter(pk=writing.shown).first()
    again = writing.started_over()
    entries = writing.item.statuses.select_related("recorded_by", "scale").order_by("-pk")
    theirs = theirs or entries.filter(pk__gt=known).first()
    if theirs is None:
        return _show(again, "form", form=again.form(initial=form.typed), moved_on=True, unsaved=True, status=409)
    mine, other = form.typed | {"text": form.cleaned_data["text"]}, fields_of(theirs)
    base = as_markdown(shown.text, shown.text_kind) if shown else ""
    merged = worddiff.merge(base, mine["text"], other["text"])
    context = {
        "form": again.form(initial=brought_together(mine, other, merged.text)),
        "typed": mine,
        "mine": _told_of(mine, again.levels, form.cleaned_data["forecast"]),
        "theirs": _told(theirs),
        "by_me": theirs.recorded_by_id == writing.request.user.pk,
        "imported": theirs.source == StatusEntry.Source.IMPORT,
        "pieces": worddiff.compare(
            prose.to_plain(theirs.text, theirs.text_kind), prose.to_plain(mine["text"], TextKind.MARKDOWN)
        ),
        "merged": merged,
    }
    return _show(again, "conflict", unsaved=True, status=409, **context)


def _show(writing: Writing, state: str, *, status: int = 200, **context: Any) -> HttpResponse:
    item, previous = writing.item, writing.item.latest_status
    words = item.last_words() if previous and previous.nothing_new else previous
    draft: Draft | None = context.get("draft")
    context |= {
        "draft": draft_told(draft.saved_at) if draft else "",
        "offer": month_without_news(writing.offer.nth) if writing.offer else "",
        "state": state,
        "writing": writing,
        "item": item,
        "month": month_in_words(writing.period),
        "closed_in": month_in_words(item.reported_closed_in) if item.reported_closed_in else "",
        "previous": _told(previous) if previous else None,
        "words": _told(words) if words and words != previous else None,
        "this_month": previous is not None and previous.period == writing.period,
        "last_text": words.text if words and words.text_kind == TextKind.MARKDOWN else "",
        "deadline": writing.deadline,
        "heading": "h3" if writing.in_place else "h2",
    }
    if form := context.get("form"):
        if context.get("focus"):
            form.fields["text"].widget.attrs["data-focus"] = True
        typed = form.fields["forecast"].to_python(form.typed["forecast"][:400])
        context["forecast_reading"] = read_as(typed)
    whole = not writing.request.htmx or writing.request.htmx.history_restore_request
    template = "handleplan/item_status.html" + ("" if whole else "#place")
    response = render(writing.request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _told(entry: StatusEntry) -> dict[str, Any]:
    """An entry as the page shows it. ``nth`` is which month in a row without news it is."""
    before = entry.item.statuses.counted().filter(period__lte=entry.period) if entry.nothing_new else ()
    nth = months_without_news((each.period, each.nothing_new) for each in before)
    told = _told_of(fields_of(entry), scaling.levels_of(entry.scale), entry.forecast)
    return told | {
        "text": entry.text,
        "kind": entry.text_kind,
        "month": month_in_words(entry.period),
        "by": "" if entry.source == StatusEntry.Source.IMPORT else acted_for(entry.recorded_by, entry.on_behalf_of),
        "at": entry.recorded_at,
        "nothing_new": month_without_news(nth) if nth else "",
        "from_text": entry.forecast_read_by == ReadBy.TEXT,
    }


def _told_of(fields: dict[str, str], levels: Sequence[Level], forecast: ImpreciseDate | None) -> dict[str, Any]:
    return fields | {
        "kind": TextKind.MARKDOWN.value,
        "level": next((level for level in levels if level["code"] == fields["assessment"]), None),
        "forecast": forecast.as_written if forecast else "",
        "forecast_reading": read_as(forecast),
    }


def _with_last_text(writing: Writing) -> dict[str, str]:
    """The fields with last month's text behind whatever was typed already."""
    previous = writing.item.last_words()
    last = as_markdown(previous.text, previous.text_kind) if previous else ""
    typed = prose.normalise(writing.fields["text"])
    text = typed if last in typed else f"{typed}\n\n{last}".strip("\n")
    return writing.fields | {"text": text}


def _number(text: str) -> int:
    """A number that a form carried; 0, which nothing has, for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else 0
