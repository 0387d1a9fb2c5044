"""The columns that a report can have, and what the design's editor calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.designs import Column

BOTH = ("active", "closed")


@dataclass(frozen=True, slots=True)
class Role:
    """What a column says: its code in ``designs.Column``, its name for people, its usual title and shared heading.

    ``parts`` are the parts it makes sense in, ``usual`` those where a municipality's table has it.
    """

    code: str
    label: Any
    title: Any
    group: Any = ""
    parts: tuple[str, ...] = BOTH
    usual: tuple[str, ...] = ()

    def column(self) -> Column:
        """The column under its usual title, in the language of the day."""
        return Column(self.code, str(self.title).replace("%(month)s", month_mark()), str(self.group))


ROLES = (
    Role("number", _("Number"), _("Goal no."), usual=BOTH),
    Role("title", _("Title"), _("Area, theme and initiatives"), usual=BOTH),
    Role("description", _("Description"), _("Description"), usual=BOTH),
    Role("point", _("Title and description in one"), _("Area, theme and initiatives")),
    Role("owner", _("Owner"), _("Owner")),
    Role("unit", _("Unit"), _("Unit")),
    Role("start", _("Start"), _("Start"), _("Schedule"), usual=BOTH),
    Role("original_end", _("Original end date"), _("Original end date"), _("Schedule"), usual=("active",)),
    Role(
        "revised_end",
        _("Updated end date, earlier ones in brackets"),
        _("Updated end date"),
        _("Schedule"),
        parts=("active",),
        usual=("active",),
    ),
    Role(
        "deadline", _("Updated end date, earlier and expected ones in words"), _("Updated end date"), parts=("active",)
    ),
    Role("end", _("End date that counts"), _("End"), _("Schedule"), usual=("closed",)),
    Role("forecast", _("Expected end date"), _("Expected end date"), parts=("active",)),
    Role("slippage", _("Slippage from the original end date"), _("Slippage")),
    Role("standing", _("Assessment and what the dates say"), _("Assessment")),
    Role("granted", _("Granted, year by year"), _("Granted"), _("Economy")),
    Role("spent", _("Spent, year by year"), _("Spent"), _("Economy")),
    Role("status", _("Status text"), _("Status as of %(month)s"), usual=BOTH),
)


def month_mark() -> str:
    """What stands for the report's month in a title, in the language of the day: "{måned}"."""
    return "{" + gettext("month") + "}"


def month_before_mark() -> str:
    """What stands for the month before: "{forrige måned}"."""
    return "{" + gettext("previous month") + "}"


def roles_of(kind: str) -> tuple[Role, ...]:
    """The columns that the active or the closed points can have."""
    return tuple(role for role in ROLES if kind in role.parts)
