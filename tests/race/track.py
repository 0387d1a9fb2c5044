"""The rounds: who writes what into which row, and what stands there afterwards.

A round of eight who have all seen the same version: one wins, seven are outdated, read again and write on top.
Afterwards every writer's words stand in the database, to the letter (compared by hash), every write has a history row
with its author and its reason, and the version has gone up by exactly eight.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handleplan import planning, staffing
from handleplan.dates import parse
from handleplan.models import EndDateRevision, Event, Milestone, Plan, PlanItem, StatusEntry, User
from tests.race.team import DIED, WRITERS, Team
from tests.race.writer import MONTH, Answer, Task

BECAUSE = "Made for a race"
ALPHABET = (
    "abc ABC æøåÆØÅ éü 1234.,;:!?()/%§½–”“' \"\t\n\u00a0\u202f€ ﬁ ǆ 日本 🙂 👩🏽\u200d🔧 a\u0301 <b>&amp;</b> \\ {} *_#"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The people and the points that are raced for."""

    plan: Plan
    people: list[User]
    items: list[PlanItem]
    milestones: list[Milestone]


@dataclass(slots=True)
class Tally:
    """The figures of a race. ``won`` and ``outdated`` count first attempts, ``again`` later ones that came too late."""

    kind: str
    rounds: int = 0
    writers: int = WRITERS
    won: int = 0
    outdated: int = 0
    again: int = 0
    lost: int = 0
    characters: int = 0  # typed ones that are lost
    without_history: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def faults(self) -> dict[str, object]:
        """What must be zero or empty."""
        return {
            "lost": self.lost,
            "characters": self.characters,
            "without history": self.without_history,
            "errors": self.errors,
        }


def build_stage(points: int) -> Stage:
    """A plan with that many points, each with a deadline, and eight people."""
    people = [
        staffing.add_person(username=f"skriver{n}", full_name=f"Skriver {n}", role="owner", user=None, reason=BECAUSE)
        for n in range(WRITERS)
    ]
    by = {"user": people[0], "reason": BECAUSE}
    plan = planning.create_plan(title="Kapløb", **by)
    items, milestones = [], []
    for place in range(1, points + 1):
        item = planning.add_item(plan, kind="initiative", number=f"1.{place}", title=f"Punkt {place}", **by)
        milestone = planning.schedule_item(item, start=parse("2009"), **by)
        planning.record_first_end(milestone, end=parse("1. nov. 2011"), **by)
        items.append(item)
        milestones.append(milestone)
    return Stage(plan, people, items, milestones)


def race(kind: str, *, rounds: int, team: Team, stage: Stage) -> Tally:
    """``rounds`` rounds of one kind: status, deadline, fields; the controls unclaimed, looked; once, crash."""
    run_round = _once_round if kind in ("once", "crash") else _round
    tally = Tally(kind)
    began = time.monotonic()
    for number in range(rounds):
        run_round(tally, number, team, stage)
        tally.rounds += 1
    tally.seconds = time.monotonic() - began
    return tally


def typed(kind: str, number: int, writer: int) -> str:
    """About 200 characters that nobody else types."""
    letters = random.Random(f"{kind} {number} {writer}")
    return f"[{kind} {number} {writer}] " + "".join(letters.choices(ALPHABET, k=200)) + "."


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# -- one row, eight writers -------------------------------------------------------------------------------------------


def _round(tally: Tally, number: int, team: Team, stage: Stage) -> None:
    place = number % len(stage.items)
    look = _LOOKS[tally.kind]
    row = stage.milestones[place] if tally.kind == "deadline" else stage.items[place]
    if look is _look_at_fields:
        planning.edit_item(row, description="", user=stage.people[0], reason=f"{BECAUSE}: empty again {number}")
    row.refresh_from_db()
    before = _counters(row)
    tasks = [
        Task(
            kind=tally.kind,
            pk=row.pk,
            user=person.pk,
            words=typed(tally.kind, number, writer),
            because=f"{tally.kind}, runde {number}, skriver {writer}",
            end=f"{1 + writer}. maj {2013 + number % 50}",
        )
        for writer, person in enumerate(stage.people)
    ]
    answers = team.run(tasks)
    tally.won += sum(1 for answer in answers if not answer.outdated and not answer.error)
    tally.outdated += sum(1 for answer in answers if answer.outdated)
    tally.again += sum(answer.outdated - 1 for answer in answers if answer.outdated)
    tally.errors += [answer.error for answer in answers if answer.error]
    row.refresh_from_db()
    standing, complaint = look(row, tasks)
    if complaint:
        tally.errors.append(complaint)
    gone_up = [after - was for was, after in zip(before, _counters(row), strict=True)]
    expected = {"status": [0, WRITERS], "deadline": [WRITERS, WRITERS], "fields": [WRITERS, 0]}.get(tally.kind)
    if expected and gone_up != expected:
        tally.errors.append(f"counted {gone_up}, not {expected}")
    for task in tasks:
        if fingerprint(task.words) not in standing:
            tally.lost += 1
            tally.characters += len(task.words)
    told = set(row.history.values_list("history_change_reason", "history_user_id"))
    tally.without_history += sum(1 for task in tasks if (task.because, task.user) not in told)


def _counters(row: PlanItem | Milestone) -> list[int]:
    return [row.version, row.status_version if isinstance(row, PlanItem) else row.moves]


def _look_at_statuses(item: PlanItem, tasks: list[Task]) -> tuple[set[str], str]:
    """The texts of the entries that bear the right name and reason; the point shows the last one."""
    rows = item.statuses.filter(recorded_because__in=[task.because for task in tasks], period=MONTH).order_by("pk")
    texts = {row.recorded_because: row for row in rows}
    right = {
        fingerprint(texts[task.because].text)
        for task in tasks
        if task.because in texts and texts[task.because].recorded_by_id == task.user
    }
    last = StatusEntry.objects.filter(item=item).order_by("pk").last()
    return right, "" if len(rows) == len(tasks) and item.latest_status == last else "the point shows another status"


def _look_at_deadlines(milestone: Milestone, tasks: list[Task]) -> tuple[set[str], str]:
    """The causes of the links that bear the right name and date; the chain has no gap and the row repeats its end."""
    chain = list(milestone.revisions.all())
    rows = {row.recorded_because: row for row in chain[-len(tasks) :]}
    right = {
        fingerprint(row.reason)
        for task in tasks
        if (row := rows.get(task.because))
        and (row.kind, row.recorded_by_id, row.end_as_written) == (EndDateRevision.Kind.MOVE, task.user, task.end)
    }
    whole = [link.sequence for link in chain] == list(range(len(chain)))
    return right, "" if whole and milestone.end == chain[-1].end else "the chain and its milestone differ"


def _look_at_fields(item: PlanItem, tasks: list[Task]) -> tuple[set[str], str]:
    """The words that stand in the field."""
    found = (item.description.find(task.words) for task in tasks)
    return {
        fingerprint(item.description[at : at + len(task.words)])
        for at, task in zip(found, tasks, strict=True)
        if at >= 0
    }, ""


_LOOKS: dict[str, Callable[..., tuple[set[str], str]]] = {
    "status": _look_at_statuses,
    "deadline": _look_at_deadlines,
    "fields": _look_at_fields,
    "unclaimed": _look_at_fields,
    "looked": _look_at_fields,
}


# -- one form, eight submits ------------------------------------------------------------------------------------------


def _once_round(tally: Tally, number: int, team: Team, stage: Stage) -> None:
    """Eight submits of one form by one person. In a "crash" round the first of them dies in the middle."""
    crash = tally.kind == "crash"
    words = typed(tally.kind, number, 0)
    person = stage.people[number % WRITERS]
    tasks = [
        Task(
            kind=tally.kind,
            pk=stage.plan.pk,
            user=person.pk,
            words=words,
            because="",
            key=f"{tally.kind}-{number}",
            crash=crash and writer == 0,
        )
        for writer in range(WRITERS)
    ]
    answers = team.run(tasks)
    if crash:
        tally.errors += [] if answers[0] == Answer(error=DIED) else ["the first one lived"]
        answers = answers[1:]
    tally.won += sum(1 for answer in answers if answer.first)
    tally.outdated += sum(1 for answer in answers if not answer.first and not answer.error)
    tally.errors += [answer.error for answer in answers if answer.error]
    made = list(Event.objects.filter(plan=stage.plan, text__startswith=words[: words.index("]") + 1]))
    if len(made) > 1:
        tally.errors.append(f"made {len(made)} times")
    if not made or fingerprint(made[0].text) != fingerprint(words):
        tally.lost += 1
        tally.characters += len(words)
    tally.without_history += sum(1 for event in made if event.recorded_by_id != person.pk)
    addresses = {answer.address for answer in answers}
    if addresses != {f"/events/{event.pk}/" for event in made}:
        tally.errors.append(f"told different addresses: {sorted(addresses)}")
