"""Typed text outlives the session: what a form sent when nobody was signed in any more is kept until they are back.

The anonymous session holds the fields; signing in keeps them (Django carries the data over), and the page of the form
takes them out once. Passwords and tokens are never kept.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

KEY = "kept_fields"
LARGEST = 200_000  # characters, over all fields
_NEVER = ("csrfmiddlewaretoken", "password")


def keep(request: HttpRequest) -> None:
    """Keeps the fields of a POST that came too late, with the path they were meant for."""
    fields = request.POST.copy()
    for name in _NEVER:
        fields.pop(name, None)
    encoded = fields.urlencode()
    if fields and len(encoded) <= LARGEST:
        request.session[KEY] = {"path": request.path, "fields": encoded}


def take(request: HttpRequest, path: str) -> QueryDict | None:
    """The fields kept for ``path``, once; None if there are none."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return None
    del request.session[KEY]
    return QueryDict(kept["fields"])
