"""Ten failed sign-ins for a name or an address, and the door is shut for a while.

Each failure takes one of ten places in the shared cache, and each place becomes free again after a quarter of an hour.
A place is taken with ``cache.add``, which lets only one of several processes have it, so none goes uncounted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.cache import cache

MOST_FAILURES = 10
MINUTES = 15


def keys(name: str, address: str) -> list[str]:
    """What failures are counted under: the name in any case, and the address. No name is kept in readable form."""
    return [_key("name", name.strip().casefold()), _key("address", address)]


def is_shut(counted: Iterable[str]) -> bool:
    """Whether any of the keys has used up its failures."""
    return any(len(cache.get_many(_places(key))) >= MOST_FAILURES for key in counted)


def note_failure(counted: Iterable[str]) -> None:
    """Takes one place under each key."""
    for key in counted:
        taken = cache.get_many(_places(key))
        for place in _places(key):
            if place not in taken and cache.add(place, 1, timeout=MINUTES * 60):
                break


def forget(counted: Iterable[str]) -> None:
    """Frees every place of the keys."""
    for key in counted:
        cache.delete_many(_places(key))


def _key(kind: str, text: str) -> str:
    return f"sign-in-{kind}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:40]}"


def _places(key: str) -> list[str]:
    return [f"{key}-{place}" for place in range(MOST_FAILURES)]
