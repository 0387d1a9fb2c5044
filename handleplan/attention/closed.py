"""The closed points and how far they slipped, as far as the plan says it (DOMAIN.md D2; S004-25).

Three dates that are never mixed: the planned end, the month whose report told that the point was closed, and the day it
was really done, which most plans do not say. What is not known is None here and said to be unknown on the page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from handleplan import dates
from handleplan.dates import DayRange, ImpreciseDate
from handleplan.models import Closing, Plan, PlanItem, User

from .facts import PARTS, WHOSE, read_date, whose


@dataclass(frozen=True, slots=True)
class Closed:
    """One deadline of one closed point, with its last planned end.

    ``moved`` is the distance from the original to the last end date, ``beyond`` from the original end date to the day
    it was done, or from the last planned one where the plan does not tell the original (``original`` is None).
    """

    item: int
    number: str = ""
    sort_key: str = ""
    title: str = ""
    plan: str = ""
    plan_title: str = ""
    owner: str = ""
    owner_id: int | None = None
    owner_email: str = ""
    person: str = ""
    unit: str = ""
    unit_id: int | None = None
    state: str = ""
    milestone: int | None = None
    milestone_name: str = ""
    is_own: bool = True
    original: ImpreciseDate | None = None
    end: ImpreciseDate | None = None
    moves: int = 0
    reported: dt.date | None = None
    done: ImpreciseDate | None = None

    @property
    def moved(self) -> DayRange | None:
        if not self.moves or self.end is None or self.original is None:
            return None
        return dates.slippage(self.end, self.original)

    @property
    def beyond(self) -> DayRange | None:
        promised = self.original or self.end
        return dates.slippage(self.done, promised) if self.done and promised else None

    @property
    def slipped(self) -> bool:
        """Whether it is known that the point was not done as first planned: moved, or done after its end."""
        return self.moves > 0 or (self.beyond is not None and self.beyond.high > 0)

    @property
    def can_tell(self) -> bool:
        """Whether the plan says enough to tell whether it slipped."""
        return self.moves > 0 or self.beyond is not None


def closed_for(user: User) -> list[Closed]:
    """The deadlines of every closed initiative in the plans ``user`` may see, in two queries.

    They stand in the order of the plans. A point without any deadline has one line.
    """
    items = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(user)).initiatives().closed()
    rows = items.order_by("plan_id", "position", "-milestones__is_own", "milestones__position").values(*_COLUMNS)
    # A point that was opened again and closed again is done when it was closed last.
    closings = Closing.objects.filter(item__in=items.order_by()).exclude(kind=Closing.Kind.REOPENED).order_by("pk")
    columns = [f"when_{part}" for part in PARTS]
    told = {row["item_id"]: read_date(row, "when") for row in closings.values("item_id", *columns)}
    return [_read(row, told.get(row["pk"])) for row in rows]


def _read(row: dict[str, Any], told: ImpreciseDate | None) -> Closed:
    is_own = bool(row["milestones__is_own"])
    reached = row["milestones__completed_on"]
    done = dates.parse(reached.isoformat()) if reached else told if is_own else None
    return Closed(
        **whose(row),
        state=row["state"],
        milestone=row["milestones__pk"],
        milestone_name=row["milestones__name"] or "",
        is_own=is_own,
        original=read_date(row, "milestones__original"),
        end=read_date(row, "milestones__end"),
        moves=row["milestones__moves"] or 0,
        reported=row["reported_closed_in"],
        done=done,
    )


_COLUMNS = (
    *WHOSE,
    *("state", "reported_closed_in", "milestones__pk", "milestones__is_own", "milestones__name", "milestones__moves"),
    "milestones__completed_on",
    *(f"milestones__{prefix}_{part}" for prefix in ("original", "end") for part in PARTS),
)
