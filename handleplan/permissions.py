"""Who may do what. Everything is closed unless a predicate here opens it.

Fetching authorises: ``Plan.objects.visible_to(user)`` decides what exists for a person (404 for the rest), and
``@require`` what the person may do with it (403).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from handleplan.models import EndDateRequest, PlanItem, StandIn, Unit, User
from handleplan.models.people import Role

View = Callable[..., HttpResponse]

# The roles that may write some status; which points, ``can_edit_status`` says.
WRITERS = (Role.OWNER, Role.SECRETARY, Role.ADMINISTRATOR)


def can_read(user: User) -> bool:
    """Reads the plans that are visible to him, and prints them."""
    return user.is_authenticated and user.is_active


def can_keep_plans(user: User) -> bool:
    """Imports and keeps plans: the secretary and the administrator."""
    return can_read(user) and user.role in (Role.SECRETARY, Role.ADMINISTRATOR)


def can_move_deadlines(user: User) -> bool:
    """Moves and corrects deadlines and keeps milestones: managers and secretaries. Owners forecast instead."""
    return can_read(user) and user.role in (Role.MANAGER, Role.SECRETARY, Role.ADMINISTRATOR)


def can_see_requests(user: User) -> bool:
    """Sees requests for new deadlines: whoever may ask, and whoever may answer."""
    return can_read(user) and user.role != Role.READER


def can_approve_some(user: User) -> bool:
    """Approves statuses and new deadlines of some points; of which, ``can_approve`` says."""
    return can_read(user) and user.role in (Role.MANAGER, Role.ADMINISTRATOR)


def can_see_people(user: User) -> bool:
    """Sees who works on the plans, and who stands in for whom."""
    return can_read(user) and user.role != Role.READER


def can_read_log(user: User) -> bool:
    """Reads the change log: who audits or answers for others' work. Owners see each point's own history instead."""
    return can_read(user) and user.role != Role.OWNER


def can_hand_over_some(user: User) -> bool:
    """Hands a leaver's points over; whose, ``can_hand_over`` says."""
    return can_read(user) and user.role in (Role.MANAGER, Role.SECRETARY, Role.ADMINISTRATOR)


class Answered(Protocol):
    """Something that a person or a unit answers for: a point, or its outline on the plan page."""

    @property
    def owner_id(self) -> int | None: ...

    @property
    def unit_id(self) -> int | None: ...


def is_mine(user: User, item: Answered) -> bool:
    """The point is the person's own, or his unit's."""
    return item.owner_id == user.pk or (item.unit_id is not None and item.unit_id == user.unit_id)


def can_edit_status(user: User, item: Answered) -> bool:
    """Writes a status: the owner, a caseworker of the owning unit, who stands in for the owner today, or the secretary
    on their behalf."""
    if can_keep_plans(user):
        return True
    if not can_read(user) or user.role == Role.READER:
        return False
    return (user.role == Role.OWNER and is_mine(user, item)) or (item.owner_id in user.acting_for)


def acts_for(user: User, today: dt.date) -> frozenset[int]:
    """The keys of everybody whose points are his to answer for today: his own, and of those he stands in for."""
    leaves = StandIn.objects.filter(stand_in=user, withdrawn=False, first_day__lte=today, last_day__gte=today)
    return frozenset({user.pk, *leaves.values_list("owner", flat=True)})


def answers_for(user: User, today: dt.date) -> Q:
    """The points that are his to answer for: his own, those of owners he stands in for today, and those of his unit
    that nobody owns. One condition, so that lists and figures need no query of their own for it."""
    leaves = StandIn.objects.filter(stand_in=user, withdrawn=False, first_day__lte=today, last_day__gte=today)
    owned = Q(owner=user) | Q(owner__in=leaves.values("owner"))
    return owned | Q(owner=None, unit=user.unit_id) if user.unit_id else owned


def can_request_end(user: User, item: Answered) -> bool:
    """Asks for a new deadline: who may write the point's status. Managers move it themselves."""
    return can_edit_status(user, item)


def can_approve(user: User, item: PlanItem) -> bool:
    """Approves a point's statuses and new deadlines: the manager of the unit that answers for it, else of its owner's
    or its plan's unit; a manager without a unit, every one. The administrator where a manager is missing."""
    if not can_approve_some(user):
        return False
    unit = answering_unit(item)
    return user.role == Role.ADMINISTRATOR or user.unit_id is None or unit is None or unit.pk == user.unit_id


def answering_unit(item: PlanItem) -> Unit | None:
    """The unit that answers for a point: its own, else its owner's, else its plan's."""
    return item.unit or (item.owner.unit if item.owner_id else None) or item.plan.unit


def can_answer_request(user: User, asked: EndDateRequest, item: PlanItem) -> bool:
    """Answers a request: who approves for the point; what waits for the committee, the secretary enters too."""
    if asked.state == EndDateRequest.State.COMMITTEE and can_keep_plans(user):
        return True
    return can_approve(user, item)


def manages(user: User, person: User) -> bool:
    """Is the person's manager: of the same unit, or of every unit."""
    return user.role == Role.MANAGER and user.unit_id in (None, person.unit_id)


def can_set_stand_in(user: User, owner: User) -> bool:
    """Names who stands in for an owner on leave: the owner, his manager, the administrator."""
    if not can_see_people(user):
        return False
    return user == owner or manages(user, owner) or user.role == Role.ADMINISTRATOR


def can_hand_over(user: User, owner: User) -> bool:
    """Gives a person's points to somebody else: his manager, or who keeps the plans."""
    return can_hand_over_some(user) and (can_keep_plans(user) or manages(user, owner))


def on_behalf_of(user: User, item: PlanItem) -> User | None:
    """The owner that a person writes for: None where he writes for himself or for a point that names no owner."""
    return item.owner if item.owner_id and item.owner_id != user.pk else None


def require(allowed: Callable[[User], bool]) -> Callable[[View], View]:
    """Answers 403 unless ``allowed(request.user)``. Every view wears it; a test walks them all."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.requires = allowed
        return guarded

    return decorate
