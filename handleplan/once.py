"""One wish, one act: a double click, a resend and the Back button make exactly one.

Every form that creates something carries a key of ``new_key()``. ``do_once`` runs the act in a transaction that also
takes the key; whoever comes second is told the address of what the first one made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction

from handleplan.models import OnceKey, User

FIELD = "once"


def new_key() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(18)


def do_once(key: str, user: User, act: Callable[[], str]) -> tuple[str, bool]:
    """Runs ``act`` (which answers the address of what it made) unless it already ran under this key of this person.

    Returns the address and whether this call was the first. An empty or overlong key means a form without one: the act
    simply runs. Whatever ``act`` raises undoes the key too, so that the form can be sent again.
    """
    if not key or len(key) > 64:
        with transaction.atomic():
            return act(), True
    try:
        with transaction.atomic():
            row = OnceKey.objects.create(key=key, user=user)
            address = act()
            row.address = address
            row.save(update_fields=["address"])
            return address, True
    except IntegrityError:
        made = OnceKey.objects.filter(key=key, user=user).first()
        if made is None:
            raise
        return made.address, False
