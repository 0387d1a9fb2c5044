"""The verbs that write people and units: who they are, who stands in for them, and handing their points over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from handleplan import history, planning
from handleplan.models import PlanItem, StandIn, Unit, User

SYSTEM_USER = "system"


@transaction.atomic
def add_unit(*, name: str, user: User, reason: str, short_name: str = "") -> Unit:
    """The unit of that name; made if it is new."""
    unit = Unit.objects.filter(name=name).first()
    if unit is None:
        unit = Unit(name=name, short_name=short_name)
        history.save(unit, user=user, reason=reason)
    return unit


@transaction.atomic
def add_person(
    *,
    username: str,
    full_name: str,
    role: str,
    user: User | None,
    reason: str,
    unit: Unit | None = None,
    password: str | None = None,
    email: str = "",
) -> User:
    """A person who may sign in (without ``password``: not with one). An existing username is left as it is."""
    person = User.objects.filter(username=username).first()
    if person is None:
        person = User(username=username, full_name=full_name, role=role, unit=unit, email=email)
        person.set_password(password)
        history.save(person, user=user, reason=reason)
    return person


def system_user() -> User:
    """Who writes when a command runs without ``--user``: an account that nobody can sign in with."""
    return add_person(
        username=SYSTEM_USER,
        full_name="Handleplan",
        role=User.Role.ADMINISTRATOR,
        user=None,
        reason="Made by the system",
    )


class AlreadyStoodIn(ValueError):
    """Somebody stands in for the owner on some of these days."""


@transaction.atomic
def add_stand_in(
    owner: User, *, stand_in: User, first_day: dt.date, last_day: dt.date, user: User, reason: str
) -> StandIn:
    """``stand_in`` acts for the owner from the first day to the last: his points, statuses and requests.

    Raises ``AlreadyStoodIn`` where somebody does on some of these days, ``ValueError`` for the owner himself or a leave
    that ends before it begins.
    """
    if stand_in == owner or last_day < first_day:
        raise ValueError("a stand-in is somebody else, for at least a day")
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # one at a time
    if owner.stand_ins.filter(withdrawn=False, first_day__lte=last_day, last_day__gte=first_day).exists():
        raise AlreadyStoodIn
    leave = StandIn(owner=owner, stand_in=stand_in, first_day=first_day, last_day=last_day)
    history.save(leave, user=user, reason=reason)
    return leave


@transaction.atomic
def withdraw_stand_in(leave: StandIn, *, user: User, reason: str) -> None:
    """The stand-in acts no more, from now on; what he wrote stays his. Twice is once."""
    if not leave.withdrawn:
        leave.withdrawn = True
        history.save(leave, user=user, reason=reason, fields=["withdrawn"])


@transaction.atomic
def hand_over(owner: User, *, to: User, items: Sequence[PlanItem], user: User, reason: str) -> int:
    """Gives these points of the owner to somebody else, all or none; how many there were. Their units stay.

    Whoever is asked in an open round is the new owner from now on. Raises ``Outdated`` where one of them has another
    owner or is closed by now, ``ValueError`` for a handover to oneself or without a reason.
    """
    if to == owner or not reason.strip():
        raise ValueError("a handover is to somebody else, and says why")
    keys = [item.pk for item in items]
    held = list(PlanItem.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    if any(item.owner_id != owner.pk or item.is_closed for item in held) or len(held) != len(set(keys)):
        raise history.Outdated
    for item in held:
        planning.edit_item(item, owner=to, user=user, reason=reason)
    return len(held)
