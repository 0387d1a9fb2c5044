"""The pages of milestones: adding them, and what is done to one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from handleplan import clock, dates, history, once, permissions, planning, scheduling
from handleplan.forms import deadlines as forms
from handleplan.milestone_page import complete_milestones, milestone_facts, name_of, point, proposed
from handleplan.models import Milestone, PlanItem, User
from handleplan.move_page import reading_words
from handleplan.permissions import require
from handleplan.request_page import waiting_for
from handleplan.views import fetching
from handleplan.views.claiming import Marks, made_before, marks, others_words, typed_before, visible_milestone
from handleplan.views.deadlines import METHODS, why_settled

NEW, ALL = "new", "all"
MOST = 50  # proposals shown at once
_PROPOSAL = re.compile(r"p[0-9]{1,2}-name")

# -- adding -----------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@require(permissions.can_move_deadlines)
def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A further milestone: an empty form, and one ready-filled for each that the point's text speaks of.

    ``add`` says which form is meant: "new", the name of a proposal's ("p0"), or "all" proposals.
    """
    item = fetching.visible_item(request.user, pk)
    if item.kind != PlanItem.Kind.INITIATIVE:
        raise Http404
    add = request.POST.get("add", NEW) if request.method == "POST" else ""
    entries = _entries(request, item, add)
    meant = [each for each in entries if each["form"].is_bound]
    valid = [each for each in meant if each["form"].is_valid()]
    added = _add_all(item, meant, request.user) if meant and valid == meant else None
    if added is None:
        context = {"item": point(item), "plan": item.plan, "told": [each["form"] for each in meant]}
        context |= {"new": entries[-1], "proposals": entries[:-1]}
        return render(request, "handleplan/milestone_add.html", context, status=422 if add else 200)
    if added:
        words = ngettext("%(count)d milestone was added.", "%(count)d milestones were added.", added)
        messages.success(request, words % {"count": added})
    if len(entries) - 1 > len(meant) and add not in (NEW, ALL):
        return redirect("handleplan:milestone-add", pk=item.pk)
    return redirect(reverse("handleplan:item-detail", args=[item.pk]) + "#milestones")


def _entries(request: HttpRequest, item: PlanItem, add: str) -> list[dict[str, Any]]:
    """The forms of the page, the empty one last, each with a key of its own; bound are those that ``add`` means.

    The proposals are those of the text, or as a person has mended them.
    """
    sent = request.POST if request.method == "POST" else QueryDict()
    typed = sent.dict() or typed_before(request)
    mended = [match[0] for name in typed if (match := _PROPOSAL.fullmatch(name))]
    prefixes: dict[str, dict[str, str]] = {name.removesuffix("-name"): {} for name in mended[:MOST]}
    if not prefixes:
        there = list(complete_milestones().filter(item=item))
        for place, proposal in enumerate(proposed(item, there)[:MOST]):
            prefixes[f"p{place}"] = {"name": proposal.name, "end": proposal.end.as_written}
    entries = []
    for prefix, initial in [*prefixes.items(), (NEW, {})]:
        key = f"{prefix}-{once.FIELD}"
        meant = add in (prefix, ALL) and not (add == ALL and prefix == NEW)
        mine = {name: typed[f"{prefix}-{name}"] for name in ("name", "start", "end") if f"{prefix}-{name}" in typed}
        data = sent if meant else None
        today, hints = clock.today(), prefix == NEW
        form = forms.MilestoneForm(data, prefix=prefix, today=today, hints=hints, initial=initial | mine)
        entry = {"prefix": prefix, "form": form, "once_name": key, "once": sent.get(key) or once.new_key()}
        entries.append(entry | {f"{name}_echo": _echo(form[name].value()) for name in ("start", "end")})
    return entries


def _echo(words: str | None) -> dict[str, Any]:
    return reading_words(dates.parse(words or "", clock.today()))


def _add_all(item: PlanItem, entries: list[dict[str, Any]], user: User) -> int | None:
    """Adds all or none; how many were added just now, None (and an error on the form) if one is there already."""
    added = 0
    try:
        with transaction.atomic():
            for entry in entries:
                added += _add(item, entry, user)
    except scheduling.AlreadyThere:
        entry["form"].add_error("name", _("The point has a milestone with this name and end date already."))
        return None
    return added


def _add(item: PlanItem, entry: dict[str, Any], user: User) -> bool:
    data = entry["form"].cleaned_data

    def add() -> str:
        facts = {name: data[name] for name in ("name", "start", "end")}
        milestone = scheduling.add_milestone(item, user=user, reason=_("Milestone added"), **facts)
        return reverse("handleplan:milestone-detail", args=[milestone.pk])

    _address, first = once.do_once(entry["once"], user, add)
    return first


# -- one milestone ----------------------------------------------------------------------------------------------------


def _rename(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    scheduling.rename_milestone(milestone, name=data["name"], reason=_("Milestone renamed"), **by)


def _complete(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    scheduling.complete_milestone(milestone, on=data["on"], reason=_("Milestone reached"), **by)


def _reopen(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    scheduling.complete_milestone(milestone, on=None, reason=_("Not reached after all"), **by)


def _revise(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    scheduling.put_under_revision(milestone, why=data["why"], reason=data["why"], **by)


def _read(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    planning.read_date(milestone, prefix="end", value=data["value"], reason=data["why"], **by)


def _share(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    scheduling.share_milestone(milestone, data["number"], reason=_("Serves a further point"), **by)


def _unshare(milestone: Milestone, data: dict[str, Any], **by: Any) -> None:
    reason = _("Serves the point no longer")
    scheduling.share_milestone(milestone, data["point"], withdrawn=True, reason=reason, **by)


ACTS: dict[str, tuple[type[forms.ActForm], Callable[..., None], Any]] = {
    "rename": (forms.RenameForm, _rename, gettext_lazy("The milestone has its new name.")),
    "complete": (forms.CompleteForm, _complete, gettext_lazy("The milestone is reached.")),
    "reopen": (forms.NoForm, _reopen, gettext_lazy("The milestone counts as not reached.")),
    "revise": (forms.RevisionForm, _revise, gettext_lazy("The schedule is under revision until it is moved.")),
    "read": (forms.ReadingForm, _read, gettext_lazy("The date is read as you said.")),
    "share": (forms.ShareForm, _share, gettext_lazy("The milestone serves one more point.")),
    "unshare": (forms.UnshareForm, _unshare, gettext_lazy("The milestone no longer serves the point.")),
}


@require_http_methods(METHODS)
@require(permissions.can_read)
def milestone_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One milestone with its chain; a POST does one small thing to it (``act``)."""
    milestone = visible_milestone(request.user, pk)
    if request.method != "POST":
        return _detail(request, milestone)
    if not permissions.can_move_deadlines(request.user):
        raise PermissionDenied
    act = request.POST.get("act", "")
    sent = marks(request, milestone)
    key = f"{sent.once}-{act}" if sent.once else ""  # one page, several forms
    if made := made_before(request.user, key):
        return redirect(made)
    act = act if act in _offered(milestone) else "complete"
    form_class, verb, told = ACTS[act]
    form = form_class(request.POST, milestone=milestone, prefix=act)
    if not form.is_valid():
        return _detail(request, milestone, act=act, form=form, status=422)
    here = reverse("handleplan:milestone-detail", args=[pk])

    def do() -> str:
        verb(milestone, form.cleaned_data, user=request.user, seen=sent.seen)
        return here

    try:
        address, first = once.do_once(key, request.user, do)
    except history.Outdated:
        others = others_words(request, milestone)
        return _detail(request, others.pop("milestone"), act=act, form=form, status=409, **others)
    if first:
        messages.success(request, told)
    return redirect(address)


def _offered(milestone: Milestone) -> set[str]:
    """What can be done to the milestone as it stands."""
    offered = {"share", "unshare", "reopen" if milestone.completed_on else "complete"}
    if not milestone.is_own:
        offered.add("rename")
    if not why_settled(milestone):
        offered.add("revise")
    if milestone.end is not None and milestone.end.as_written:
        offered.add("read")
    return offered


def _detail(
    request: HttpRequest, milestone: Milestone, *, act: str = "", form: Any = None, status: int = 200, **extra: Any
) -> HttpResponse:
    may = permissions.can_move_deadlines(request.user)
    typed = typed_before(request)
    initial = {"rename": {"name": milestone.name}}
    bound = {act: form} if form is not None else {}
    offered = {
        name: bound.get(name) or ACTS[name][0](milestone=milestone, prefix=name, initial=_initial(name, initial, typed))
        for name in (_offered(milestone) if may else ())
    }
    context = {
        "milestone": milestone,
        "name": name_of(milestone),
        "item": point(milestone.item),
        "plan": milestone.item.plan,
        "facts": milestone_facts(milestone, as_of=clock.today()),
        "settled": why_settled(milestone),
        "may": may,
        "may_ask": not may and permissions.can_request_end(request.user, milestone.item),
        "waiting": waiting_for([milestone.pk])[milestone.pk],
        "acts": offered,
        "act": act or typed.get("act", ""),
        "told": [form] if form is not None and status == 422 else [],
        "marks": marks(request, milestone) if may else Marks(0, 0, ""),
        **extra,
    }
    return render(request, "handleplan/milestone_detail.html", context, status=status)


def _initial(name: str, initial: dict[str, dict[str, str]], typed: dict[str, str]) -> dict[str, str]:
    mine = {key.removeprefix(f"{name}-"): value for key, value in typed.items() if key.startswith(f"{name}-")}
    return initial.get(name, {}) | mine
