"""manage.py load_demo: the real plan of November 2013 with invented people, through the verbs the browser uses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from handleplan import (
    contributions,
    counting,
    planning,
    proposing,
    recounting,
    requesting,
    rounding,
    staffing,
    updating,
)
from handleplan.dates import parse
from handleplan.demo import audits, budget, counters, events, history
from handleplan.demo.people import ANSWERS_FOR, MANAGER, PEOPLE, UNITS
from handleplan.importing.applying import apply_table, find_plan
from handleplan.importing.reading import decode_table, read_table
from handleplan.management.plan_command import WritingCommand
from handleplan.models import AuditReport, EndDateRevision, Plan, User
from handleplan.periods import period_of

TABLE = Path(history.__file__).parent / "status_2013-11.tsv"
REASON = "Indlæst som demo"


class Command(WritingCommand):
    help = "Loads the demo: five people and the real plan. Running it again keeps everything as it is. Demo mode only."

    author_name = "demo"

    def write(self, *args: Any, **options: Any) -> None:
        if not settings.HANDLEPLAN_DEMO:
            raise CommandError("The demo is loaded in demo mode only: set HANDLEPLAN_DEMO=1.")
        with transaction.atomic():
            secretary = _people()
            table = read_table(decode_table(TABLE.read_bytes()))
            if find_plan(table.title) is None:
                month = period_of(dt.date(2013, 11, 1))
                plan = apply_table(
                    table, plan=None, period=month, user=secretary, reason=f"Indlæst fra {TABLE.name}"
                ).plan
                _who_answers(plan, secretary)
                _what_was_told(plan, secretary)
                _what_happened(plan, secretary)
                _what_is_counted(plan, secretary)
                _what_hangs_on_a_decision(plan)
                _what_is_asked(plan, secretary)
                budget.tell(plan, secretary, REASON)
                _what_is_remarked(secretary)
                list(contributions.contributed("DEMO", plan, secretary))
            _what_is_remarked(secretary)
        if options["verbosity"]:
            self.stdout.write(_sign_ins())


def _people() -> User:
    """Units and people; the secretary, who loads the plan."""
    system = staffing.system_user()
    units = {
        unit: staffing.add_unit(name=unit.name, short_name=unit.short_name, user=system, reason=REASON)
        for unit in UNITS
    }
    people = {
        person.username: staffing.add_person(
            username=person.username,
            full_name=person.full_name,
            role=person.role,
            unit=units[person.unit] if person.unit else None,
            password=person.password,
            email=person.email,
            user=system,
            reason=REASON,
        )
        for person in PEOPLE
    }
    return next(person for person in people.values() if person.role == User.Role.SECRETARY)


def _who_answers(plan: Plan, secretary: User) -> None:
    for number, (username, unit) in ANSWERS_FOR.items():
        owner = User.objects.filter(username=username).first()
        of_unit = staffing.add_unit(name=unit.name, user=secretary, reason=REASON)
        item = plan.items.get(number=number)
        planning.assign_item(item, owner=owner, unit=of_unit, user=secretary, reason=REASON)


def _what_was_told(plan: Plan, secretary: User) -> None:
    for number, text in history.statuses().items():
        updating.record_status(
            plan.items.get(number=number),
            period=history.MONTH,
            text=text,
            in_focus=True,
            focus_reason=history.FOCUS_REASON,
            user=secretary,
            reason=f"Indlæst fra {history.AGENDA.name}",
        )


def _what_happened(plan: Plan, secretary: User) -> None:
    for event in events.EVENTS:
        recounting.record_event(
            plan,
            item=plan.items.get(number=events.POINT),
            when=parse(event.when),
            text=event.text,
            source=events.SOURCE,
            amount=event.amount,
            amount_unit=event.amount_unit,
            user=secretary,
        )


def _what_is_counted(plan: Plan, secretary: User) -> None:
    """The four known figures of §§ 41 and 42, the 686 behind both the status and the moved deadline; and a series."""
    by = {"user": secretary, "reason": REASON}
    item = plan.items.select_related("latest_status").get(number=counters.POINT)
    known = counting.add_counter(
        item, name=counters.NAME, unit=counters.UNIT, scope=counters.SCOPE, target=counters.TARGET, **by
    )
    move = item.milestones.get(is_own=True).revisions.get(kind=EndDateRevision.Kind.MOVE)
    for told in counters.KNOWN:
        behind = {"status": item.latest_status, "revision": move} if told.kind == counters.ADDITION else {}
        counting.record_observation(known, told, **behind, **by)
    own = counters.INVENTED
    invented = counting.add_counter(
        plan.items.get(number=own.point), name=own.name, unit=own.unit, scope=own.scope, **by
    )
    counting.record_series(invented, own.series, **by)


def _what_hangs_on_a_decision(plan: Plan) -> None:
    """What the status of 1.1.2.2.A says of its end date, as its manager would confirm it (S004-27)."""
    item = plan.items.select_related("latest_status").get(number=events.POINT)
    found = proposing.hanging(item.latest_status.text, item.latest_status.period.replace(day=15))
    requesting.add_conditional_end(
        item.milestones.get(is_own=True),
        awaits=found.awaits,
        when=found.when,
        alternatives=[("", end) for end in found.alternatives],
        user=User.objects.get(username=MANAGER),
        reason=REASON,
    )


def _what_is_asked(plan: Plan, secretary: User) -> None:
    """November's round is closed with what was imported; December's is open, so that somebody has something to do."""
    november, december, today = dt.date(2013, 11, 1), dt.date(2013, 12, 1), dt.date(2013, 11, 29)
    by = {"user": secretary, "reason": REASON}
    round = rounding.open_round(plan, period=november, due_on=dt.date(2013, 11, 8), today=november, **by)
    rounding.close_round(round, note="", seen=None, **by)
    rounding.open_round(plan, period=december, due_on=dt.date(2013, 12, 6), today=today, **by)


def _what_is_remarked(secretary: User) -> None:
    """Two reports of later years, each with the plan that answers it, and the words that explain."""
    if not AuditReport.objects.exists():
        for path in audits.FILES:
            audits.load(path, secretary)
        audits.explain(secretary)


def _sign_ins() -> str:
    rows = [("Username", "Password", "Role", "Name")]
    rows += [(p.username, p.password, str(User.Role(p.role).label), p.full_name) for p in PEOPLE]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  " + "  ".join([*(row[column].ljust(widths[column]) for column in range(3)), row[3]]) for row in rows]
    return "\n".join(["Demo sign-ins (people and responsibilities are invented):", *lines])
