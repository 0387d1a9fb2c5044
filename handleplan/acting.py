"""Who writes: the author that the change log names for everything written from here on.

A request names its person (``ActingMiddleware``), a command its ``--user``, a job of the worker itself. Verbs still
take ``user=``: that is who the domain says did it; this is who the machine saw doing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Author:
    """A person's key, None where no person acts; ``name`` is the username, or what the machine is doing."""

    user_id: int | None
    name: str


_author: ContextVar[Callable[[], Author | None] | None] = ContextVar("author", default=None)


def author() -> Author | None:
    """Who acts now; None where nobody said so."""
    asked = _author.get()
    return asked() if asked else None


def author_of(user: Any) -> Author:
    """The author that a person is; "visitor" for somebody who has not signed in."""
    if user is None or not user.is_authenticated:
        return Author(None, "visitor")
    return Author(user.pk, user.get_username())


@contextmanager
def acting(user: Any = None, *, name: str = "") -> Iterator[None]:
    """Everything written inside is ``user``'s, or that of the machine's work called ``name`` ("worker", "import")."""
    named = Author(user.pk if user else None, name or user.get_username())
    token = _author.set(lambda: named)
    try:
        yield
    finally:
        _author.reset(token)


class ActingMiddleware:
    """Names the person of the request; asked only when something is written, so that reading costs nothing."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        token = _author.set(lambda: author_of(getattr(request, "user", None)))
        try:
            return self.get_response(request)
        finally:
            _author.reset(token)
