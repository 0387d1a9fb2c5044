"""Home: what the person is to do now, by his role, and nothing else. A fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handleplan import contributions, permissions, rounding
from handleplan.approval_page import waiting_for
from handleplan.contributions import Task
from handleplan.deadline_words import month_in_words
from handleplan.models import EndDateRequest, Milestone, Plan, PlanItem, Round, RoundItem, TablePart, User
from handleplan.models.people import Role
from handleplan.models.plans import PlanItemQuerySet
from handleplan.my_points_page import due_words
from handleplan.request_page import visible_requests

Piece = dict[str, Any]
_OPEN_AHEAD = dt.timedelta(days=7)  # how long before its month a round is asked for
_KINDS = {
    "answer": gettext_lazy("Write the status of your points"),
    "decide": gettext_lazy("Waiting for your answer"),
    "round": gettext_lazy("Rounds"),
    "publish": gettext_lazy("To be published"),
    "late": gettext_lazy("Overdue"),
    "read": gettext_lazy("New to read"),
}


def home_page(user: User, *, today: dt.date) -> Piece:
    """The tasks by kind, the urgent ones first; where there are none, what comes next."""
    tasks = [*_own(user, today), *contributions.tasks(user, today)]
    groups = []
    for kind, title in _KINDS.items():
        listed = sorted((task for task in tasks if task.kind == kind), key=lambda task: not task.urgent)
        if listed:
            groups.append({"kind": kind, "title": title, "tasks": listed})
    must_act = any(group["kind"] != "read" for group in groups)
    return {"groups": groups, "must_act": must_act, "next": "" if groups else _what_comes_next(user)}


def _own(user: User, today: dt.date) -> Iterator[Task]:
    if user.role in permissions.WRITERS:
        yield from _answers(user, today)
    if permissions.can_keep_plans(user):
        yield from _rounds(user, today)
        yield from _rounds_to_open(user, today)
    if permissions.can_see_requests(user):
        yield from _to_decide(user)
    if permissions.can_move_deadlines(user):
        yield from _overdue(user, today)


def _answers(user: User, today: dt.date) -> Iterator[Task]:
    """One task for each round that still wants something of him."""
    rows = rounding.asked_now(user, today).select_related("round__plan").order_by("round__due_on", "round_id")
    for _key, group in groupby(rows, key=lambda row: row.round_id):
        asked = list(group)
        left, round = sum(not row.told for row in asked), asked[0].round
        if left:
            text = ngettext(
                "%(left)d of %(all)d point is missing a status for %(month)s",
                "%(left)d of %(all)d points are missing a status for %(month)s",
                len(asked),
            )
            yield Task(
                "answer",
                text % {"left": left, "all": len(asked), "month": month_in_words(round.period)},
                reverse("handleplan:my-points"),
                f"{round.plan} · {due_words(round.due_on, today)}",
                left,
                urgent=today >= round.due_on,
            )


def _rounds(user: User, today: dt.date) -> Iterator[Task]:
    """The open rounds, with who has not answered."""
    missing = RoundItem.objects.exclude(pk__in=rounding.told()).exclude(item__state__in=PlanItemQuerySet.CLOSED_STATES)
    rounds = Round.objects.filter(closed_at=None, plan__in=Plan.objects.visible_to(user)).select_related("plan")
    counted = rounds.annotate(
        all=Count("asked", distinct=True),
        left=Count("asked", filter=Q(asked__in=missing.order_by()), distinct=True),
    )
    names = _who_is_missing(missing.filter(round__in=rounds.order_by()))
    for round in counted.order_by("due_on", "pk"):
        month = month_in_words(round.period)
        url = reverse("handleplan:round-detail", args=[round.pk])
        due = f"{round.plan} · {due_words(round.due_on, today)}"
        if not round.left:
            said = _("Everybody has answered for %(month)s. Close the round") % {"month": month}
            yield Task("round", said, reverse("handleplan:round-close", args=[round.pk]), due, urgent=True)
            continue
        said = _("%(left)d of %(all)d statuses are missing for %(month)s") % {
            "left": round.left,
            "all": round.all,
            "month": month,
        }
        whose = ", ".join(names.get(round.pk, []))
        yield Task("round", said, url, f"{due} · {whose}" if whose else due, round.left, urgent=today > round.due_on)


def _who_is_missing(missing: Any) -> dict[int, list[str]]:
    """For each round the people and units that have not answered; "uden ansvarlig" for points of nobody."""
    names: dict[int, dict[str, None]] = {}
    for row in missing.select_related("item__owner", "item__unit").order_by("item__position"):
        item = row.item
        name = str(item.owner or "") or item.owner_text or str(item.unit or "") or _("without an owner")
        names.setdefault(row.round_id, {})[name] = None
    return {key: list(found) for key, found in names.items()}


def _rounds_to_open(user: User, today: dt.date) -> Iterator[Task]:
    """The plans whose next month has come and that have no open round."""
    table = TablePart.objects.filter(plan=OuterRef("pk"), kind="active").values("as_of_month")
    plans = Plan.objects.visible_to(user).filter(successor=None)
    plans = plans.exclude(pk__in=Round.objects.filter(closed_at=None).values("plan"))
    active = PlanItem.objects.initiatives().active().filter(plan=OuterRef("pk"))
    dated = plans.annotate(newest=Max("rounds__period"), table=Subquery(table[:1])).filter(Exists(active))
    for plan in dated.order_by("title", "pk"):
        month = rounding.next_month(plan.rhythm, plan.newest or plan.table, today)
        if month - _OPEN_AHEAD <= today:
            said = _("Open the round for %(month)s") % {"month": month_in_words(month)}
            yield Task("round", said, reverse("handleplan:round-open", args=[plan.slug]), plan.title)


def _to_decide(user: User) -> Iterator[Task]:
    """The statuses and the requests for new deadlines that wait for him."""
    if permissions.can_approve_some(user) and (waiting := len(waiting_for(user))):
        said = ngettext(
            "%(count)d status waits for your approval", "%(count)d statuses wait for your approval", waiting
        )
        yield Task("decide", said % {"count": waiting}, reverse("handleplan:approval-list"), count=waiting)
    beside = ("milestone__item__plan", "milestone__item__owner")
    asked = visible_requests(user).filter(state__in=EndDateRequest.OPEN_STATES).select_related(*beside)
    answerable = sum(permissions.can_answer_request(user, request, request.milestone.item) for request in asked)
    if answerable:
        said = ngettext("%(count)d request for a new deadline", "%(count)d requests for a new deadline", answerable)
        yield Task("decide", said % {"count": answerable}, reverse("handleplan:request-list"), count=answerable)


def _overdue(user: User, today: dt.date) -> Iterator[Task]:
    """The overdue points of the manager's unit; of everything for those without a unit."""
    late = Milestone.objects.filter(end_latest__lt=today, completed_on=None, item__kind="initiative")
    late = late.exclude(item__state__in=PlanItemQuerySet.CLOSED_STATES)
    late = late.filter(item__plan__in=Plan.objects.visible_to(user))
    query = "?kind=overdue"
    if user.role == Role.MANAGER and user.unit_id:
        late, query = late.filter(item__unit=user.unit_id), f"{query}&unit={user.unit_id}"
    found = late.aggregate(points=Count("item", distinct=True))["points"]
    if found:
        said = ngettext("%(count)d overdue point", "%(count)d overdue points", found) % {"count": found}
        yield Task("late", said, reverse("handleplan:late") + query, count=found)


def _what_comes_next(user: User) -> str:
    if user.role == Role.READER:
        return _("The newest reports stand here when they are published. Until then you can read the plans.")
    if user.role == Role.OWNER:
        return _("Your points stand here as soon as the secretary opens a round. You get a mail that day.")
    if user.role == Role.MANAGER:
        return _("What waits for your answer, and what is overdue in your unit, stands here when there is something.")
    return _("The next round to open stands here a week before its month begins.")
