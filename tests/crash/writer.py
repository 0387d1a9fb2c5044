"""One writer: a process that writes through the verbs, and notes each write in its file once it is acknowledged.

Every write bears a token of its own, ``kind:writer-number``: as the reason of its history rows, or as its text. The
token is noted after the transaction has ended well, never before; a killed process leaves what it noted behind.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connections, transaction  # noqa: E402

from handleplan import history, once, planning, recounting, updating  # noqa: E402
from handleplan.acting import acting  # noqa: E402
from handleplan.dates import parse  # noqa: E402
from handleplan.models import Milestone, Plan, PlanItem, StatusEntry, User  # noqa: E402
from handleplan.models.imprecise import columns  # noqa: E402

MONTH = dt.date(2014, 6, 1)  # a month that no round of the demo is about
NOTE = 32  # bytes of one note
BREATH = 0.05  # seconds to wait after an error, as a person would
PAUSE = 0.01  # seconds between the halves of the control's write


@dataclass(frozen=True, slots=True)
class Stage:
    """The keys of what is written to."""

    plan: int
    people: list[int]
    items: list[int]


class Writer:
    def __init__(self, serial: int, stage: Stage) -> None:
        self.serial, self.stage = serial, stage
        self.choose = random.Random(serial)
        self.plan = Plan.objects.get(pk=stage.plan)
        self.user = User.objects.get(pk=stage.people[serial % len(stage.people)])

    def day(self, number: int) -> str:
        """A day that differs from every other writer's last one, so that writing it always changes the row."""
        day = dt.date(2014, 1, 1) + dt.timedelta(days=(self.serial * 997 + number) % 29_000)
        return day.strftime("%d.%m.%Y")

    def item(self) -> PlanItem:
        return PlanItem.objects.get(pk=self.choose.choice(self.stage.items))

    def status(self, token: str, number: int) -> None:
        item = self.item()
        updating.record_status(
            item,
            period=MONTH,
            text=f"Sagerne gennemgås ({token}).",
            forecast=parse(self.day(number)),
            seen=item.status_version,
            user=self.user,
            reason=token,
        )

    def deadline(self, token: str, number: int) -> None:
        milestone = Milestone.objects.get(item=self.choose.choice(self.stage.items), is_own=True)
        planning.move_end(
            milestone, end=parse(self.day(number)), seen=milestone.version, user=self.user, reason=token, why="Sager"
        )

    def fields(self, token: str, number: int) -> None:
        item = self.item()
        planning.edit_item(item, description=token, seen=item.version, user=self.user, reason=token)

    def event(self, token: str, number: int) -> None:
        def act() -> str:
            made = recounting.record_event(self.plan, when=parse("2013"), text=token, user=self.user)
            return f"/events/{made.pk}/"

        once.do_once(token.replace(":", "_"), self.user, act)

    def several(self, token: str, number: int) -> None:
        """Three verbs in one transaction, as a decision that changes two points writes them."""
        with transaction.atomic():
            for pk in sorted(self.choose.sample(self.stage.items, 2)):
                item = PlanItem.objects.get(pk=pk)
                planning.edit_item(item, description=token, seen=item.version, user=self.user, reason=token)
            recounting.record_event(self.plan, when=parse("2013"), text=token, user=self.user)

    def torn(self, token: str, number: int) -> None:
        """The control: what ``status`` writes, in the same order, but each row by itself."""
        item, forecast = self.item(), parse(self.day(number))
        entry = StatusEntry(
            item=item, period=MONTH, text=token, recorded_by=self.user, recorded_because=token,
            **columns("forecast", forecast),
        )  # fmt: skip
        entry.save()
        time.sleep(PAUSE)
        item.latest_status = entry
        history.save(item, user=self.user, reason=token, fields=["latest_status"])
        milestone = item.milestones.get(is_own=True)
        milestone.forecast = forecast
        history.save(milestone, user=self.user, reason=token, fields=list(columns("forecast", None)))


KINDS: dict[str, Callable[[Writer, str, int], None]] = {
    "status": Writer.status,
    "deadline": Writer.deadline,
    "fields": Writer.fields,
    "event": Writer.event,
    "several": Writer.several,
    "torn": Writer.torn,
}


def work(database: str, serial: int, stage: Stage, kinds: list[str], acknowledged: str, told: Any) -> None:
    """The process: writes without end. ``told`` counts what it was told had failed."""
    connection = connections["default"]
    connection.settings_dict["NAME"] = database
    notes = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    writer: Writer | None = None
    for number in itertools.count():
        try:
            writer = writer or Writer(serial, stage)
            kind = writer.choose.choice(kinds)
            token = f"{kind}:{serial}-{number}"
            with acting(writer.user):
                KINDS[kind](writer, token, number)
        except (DatabaseError, InterfaceError, history.Outdated) as error:
            with told.get_lock():
                told.value += 1
            if not isinstance(error, history.Outdated):
                connection.close()
                time.sleep(BREATH)
            continue
        os.write(notes, f"{token:{NOTE - 1}}\n".encode())
