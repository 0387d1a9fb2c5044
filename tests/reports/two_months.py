"""Two real months that differ in everything a comparison tells: November 2013 as the table has it, and a December.

What happens in between is made with the verbs a caseworker uses.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

from handleplan import arranging, closing, counting, planning, recounting, scaling, scheduling, updating
from handleplan.counting import Told
from handleplan.dates import parse
from handleplan.models import Counter, Milestone, Observation, Plan, PlanItem, User
from reports.designs import STANDARD, Design
from reports.snapshot import EditionFacts, Snapshot, build_snapshot

OCTOBER, NOVEMBER, DECEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1), dt.date(2013, 12, 1)
BECAUSE = "Made for a test"
REVIEW, MEDICINE, SOFUS = "1.1.2.2.A", "1.2.5.6", "2.1.3.1."
LEVELS = [
    {"code": "on_track", "word": "Følger planen", "symbol": "●", "tone": "good"},
    {"code": "critical", "word": "Kritisk", "symbol": "■", "tone": "bad"},
]


def prepare(plan: Plan, user: User) -> None:
    """November with what the table lacks: points that will end in December, a scale, assessments and a focus."""
    for number, end in (("3.1", "15. december 2013"), ("3.2", "1. maj 2014"), ("3.3", "1. maj 2014"), ("3.4", "2014")):
        add(plan, number, end, user)
    for month in (8, 9, 10):
        tell(plan, REVIEW, dt.date(2013, month, 1), "Som sidste måned.", user, assessment="delayed")
    for number in (REVIEW, SOFUS, "3.1", "3.2", "3.3", "3.4"):
        point = item(plan, number)
        focus = {"in_focus": True, "focus_reason": "forsinket fra begyndelsen"} if number == SOFUS else {}
        text = point.latest_status.text if point.latest_status else "Vi er i gang."
        tell(plan, number, NOVEMBER, text, user, assessment="on_track" if number == "3.3" else "delayed", **focus)


def act(plan: Plan, user: User, *, another_scale: bool = True) -> None:
    """Everything that happens between the reports of November and December."""
    why = {"user": user, "reason": BECAUSE}
    if another_scale:
        scaling.set_scale(plan, levels=LEVELS, **why)
    closing.close_item(item(plan, MEDICINE), reported_in=DECEMBER, **why)
    closing.close_item(item(plan, "3.2"), reported_in=DECEMBER, kind="dropped", **why)
    closing.close_item(item(plan, "3.4"), reported_in=DECEMBER, kind="merged", into=item(plan, SOFUS), **why)
    closing.reopen_item(item(plan, "2.4.6"), **why)
    add(plan, "3.5", "ultimo 2014", user)
    planning.move_end(
        own(plan, REVIEW),
        end=parse("31. maj 2014"),
        why="686 yderligere sager",
        decided_by="Socialudvalget",
        decided_on=dt.date(2013, 12, 4),
        **why,
    )
    faulty = own(plan, "3.3").revisions.get()
    scheduling.correct_end(faulty, end=parse("1. maj 2015"), why="Forkert år", **why)
    arranging.renumber_item(item(plan, "3.3"), number="3.6", **why)
    focus = {"in_focus": True, "focus_reason": "686 yderligere sager"}
    scale = scaling.current_scale(plan)
    tell(plan, REVIEW, DECEMBER, "Flere sager end ventet.", user, assessment="critical", scale=scale, **focus)
    tell(plan, SOFUS, DECEMBER, "På plads.", user, assessment="on_track", scale=scale, in_focus=False)
    for number in ("3.1", "3.5"):
        tell(plan, number, DECEMBER, "I gang.", user, assessment="on_track", scale=scale)


def two_editions(
    plan: Plan, user: User, design: Design | None = STANDARD, **choices: bool
) -> tuple[Snapshot, Snapshot]:
    """The two months as editions 10 and 11, the second with what happened since the first."""
    prepare(plan, user)
    november = published(build_snapshot(plan, NOVEMBER, design=design), 10)
    act(plan, user, **choices)
    return november, published(build_snapshot(plan, DECEMBER, design=design, previous=november), 11, previous="10")


def published(snapshot: Snapshot, number: int, **facts: str) -> Snapshot:
    """The snapshot as an edition."""
    edition = EditionFacts(
        number=number,
        published_on=snapshot.as_of + dt.timedelta(days=2),
        published_by="Sara Secretary",
        facts_sha256=snapshot.facts_sha256(),
        chain_head="9ab3c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        **facts,
    )
    return dataclasses.replace(snapshot, edition=edition)


def two_full_editions(plan: Plan, user: User) -> tuple[Snapshot, Snapshot]:
    """The same with the rarer events too: a counter, a point that goes on in another, a deadline that comes near."""
    why = {"user": user, "reason": BECAUSE}
    add(plan, "3.7", "15. februar 2014", user)
    add(plan, "3.8", "1. maj 2014", user)
    counter = counting.add_counter(item(plan, REVIEW), name="Gennemgang af sager", unit="sager", **why)
    count(counter, "remaining", "31. oktober 2013", 260, user)
    mistaken = count(counter, "done", "31. oktober 2013", 1259, user)
    prepare(plan, user)
    november = published(build_snapshot(plan, NOVEMBER, design=STANDARD), 10)
    act(plan, user)
    closing.close_item(item(plan, "3.8"), reported_in=DECEMBER, kind="continued", into=item(plan, SOFUS), **why)
    recounting.withdraw(mistaken, **why)
    count(counter, "remaining", "10. december 2013", 946, user)
    tell(plan, "3.7", DECEMBER, "I gang.", user)
    return november, published(build_snapshot(plan, DECEMBER, design=STANDARD, previous=november), 11, previous="10")


def count(counter: Counter, kind: str, when: str, value: int, user: User) -> Observation:
    """A number of a counter."""
    told = Told(kind, parse(when), Decimal(value), source="Socialforvaltningen")
    return counting.record_observation(counter, told, user=user, reason=BECAUSE)


def item(plan: Plan, number: str) -> PlanItem:
    """The point with this number, as the database has it now."""
    return plan.items.get(number=number)


def own(plan: Plan, number: str) -> Milestone:
    """The point's own schedule."""
    return item(plan, number).milestones.get(is_own=True)


def add(plan: Plan, number: str, end: str, user: User) -> None:
    """A new initiative with an end date."""
    point = planning.add_item(
        plan, kind="initiative", number=number, title=f"Tillægspunkt {number}", user=user, reason=BECAUSE
    )
    milestone = planning.schedule_item(point, start=parse("1. okt. 2013"), user=user, reason=BECAUSE)
    planning.record_first_end(milestone, end=parse(end), kind="original", user=user, reason=BECAUSE)


def tell(plan: Plan, number: str, month: dt.date, text: str, user: User, **facts: object) -> None:
    """A point's status for a month."""
    updating.record_status(item(plan, number), period=month, text=text, user=user, reason=BECAUSE, **facts)
