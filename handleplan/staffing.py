"""The verbs that write people and units."""

from __future__ import annotations

from django.db import transaction

from handleplan import history
from handleplan.models import Unit, User

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
