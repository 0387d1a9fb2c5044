"""One wish, one act: a double click, a resend and the Back button make exactly one.

Every form that creates something carries a key of ``new_key()``. ``do_once`` runs the act in a transaction that also
takes the key; whoever comes second is told the address of what the first one made.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction

from handleplan.models import OnceKey, User

FIELD = "once"
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_key() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(18)


def do_once(key: str, user: User, act: Callable[[], str]) -> tuple[str, bool]:
    """Runs ``act`` (which answers the address of what it made) unless it already ran under this key of this person.

    Returns the address and whether this call was the first. Whoever comes while the first one is at work waits for it.
    A key that no form of ours carries (empty, overlong, strange letters) or that another person's form carried counts
    as none: the act simply runs. Whatever ``act`` raises undoes the key too, so that the form can be sent again.
    """
    if _KEY.fullmatch(key):
        try:
            with transaction.atomic():
                row = OnceKey.objects.create(key=key, user=user)
                row.address = act()
                row.save(update_fields=["address"])
                return row.address, True
        except IntegrityError:
            made = OnceKey.objects.filter(key=key).first()
            if made is None:  # it was the act that failed
                raise
            if made.user_id == user.pk:
                return made.address, False
    with transaction.atomic():
        return act(), True
