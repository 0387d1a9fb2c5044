"""The filters of a plan's page as they stand in its address.

Reading never fails: what is unknown, too long or no text at all is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

SHOWS = ("active", "overdue", "soon", "focus", "missing", "closed", "all")
_LONGEST = 200
_LAST_PAGE = 10_000
_OWNER = re.compile(r"(?:person|unit)-[0-9]{1,18}|text-.+|none", re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What a reader wants to see of a plan. Empty fields ask for nothing.

    ``theme`` is a heading's number ("1.1"), "id-17" for a heading without one, or "none"; ``owner`` is "person-3",
    "unit-4", "text-Økonomi" or "none".
    """

    show: str = ""
    theme: str = ""
    owner: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> PlanFilter:
        """The filter of a query string."""
        show, owner, page = _text(query, "show"), _text(query, "owner"), _text(query, "page")
        return cls(
            show=show if show in SHOWS else "",
            theme=_text(query, "theme")[:60],
            owner=owner if _OWNER.fullmatch(owner) else "",
            q=_text(query, "q"),
            page=min(max(int(page), 1), _LAST_PAGE) if re.fullmatch("[0-9]{1,6}", page) else 1,
        )

    @property
    def shows(self) -> str:
        """What is shown: as asked; else a search looks everywhere, and without one the active points are shown."""
        return self.show or ("all" if self.q else "active")

    @property
    def narrows(self) -> bool:
        """Whether anything but the kind of points is asked for."""
        return bool(self.theme or self.owner or self.q)

    def changed(self, **changes: str | int) -> PlanFilter:
        """The same filter with other wishes, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def address(self, path: str, **changes: str | int) -> str:
        """The address of this filter with ``changes``: only what is asked for stands in it."""
        wanted = self.changed(**changes)
        fields = [(name, getattr(wanted, name)) for name in ("show", "theme", "owner", "q")]
        if wanted.page > 1:
            fields.append(("page", str(wanted.page)))
        query = urlencode([(name, value) for name, value in fields if value])
        return f"{path}?{query}" if query else path


def _text(query: Mapping[str, str], name: str) -> str:
    """One value without control characters and lone surrogates, its spaces single, at most 200 characters long."""
    value = query.get(name) or ""
    return " ".join(_UNPRINTABLE.sub(" ", value[: 10 * _LONGEST]).split())[:_LONGEST].strip()
