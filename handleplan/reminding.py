"""Which reminders of a round are due on a day, and writing them.

A round has one phase on any day, so that nobody gets two mails of it on one day:

* *opening*: from the first working day on or after it opens;
* *extra*: from each of the plan's further reminders, so many working days before the due day;
* *due*: from the due day on, or the working day before it;
* *manager*: from two working days after the due day on; the owners hear no more of it.

A day on which no worker ran is made up for: what is due is written on the next one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django_tasks import task

from handleplan import clock, digests, notifying, staffing
from handleplan.models import Message, Round, User
from handleplan.working_days import add_working_days, is_working_day, on_or_after, on_or_before, working_days_before

Kind = Message.Kind
MANAGER_AFTER = 2  # working days after the due day
FROM_HOUR = 7  # nobody is written to at night


@dataclass(frozen=True, slots=True)
class Phase:
    """What a round reminds of on a day: the kind of mail and the day the phase began."""

    kind: str
    began: dt.date


def phase_of(round: Round, reminder_days: Collection[int], today: dt.date) -> Phase | None:
    """The phase of a round on a day; None before it opens."""
    begins = [
        Phase(Kind.OPENING, on_or_after(round.opens_on)),
        *(Phase(Kind.EXTRA, working_days_before(round.due_on, days)) for days in sorted(reminder_days, reverse=True)),
        Phase(Kind.DUE, max(on_or_before(round.due_on), round.opens_on)),
        Phase(Kind.MANAGER, add_working_days(round.due_on, MANAGER_AFTER)),
    ]
    return next((phase for phase in reversed(begins) if phase.began <= today), None)


def write_due(*, today: dt.date, user: User, reason: str) -> list[Message]:
    """Writes every reminder that is due today and was not written yet; none on a day that is no working day."""
    if not is_working_day(today):
        return []
    rounds = Round.objects.filter(closed_at=None, opens_on__lte=today).select_related("plan", "opened_by")
    written: list[Message] = []
    for round in rounds:
        phase = phase_of(round, round.plan.reminder_days, today)
        if phase is not None:
            written += _write(
                round,
                phase.kind,
                _recipients(round, phase.kind, today),
                f"{phase.kind} {phase.began}",
                today=today,
                user=user,
                reason=reason,
            )
    return written


def remind(round: Round, people: Collection[User], *, today: dt.date, user: User, reason: str) -> list[Message]:
    """Reminds these people, now, of what they have not answered; the mails that were written.

    Whoever has answered everything, or was reminded by hand today already, gets none.
    """
    return _write(round, Kind.BY_HAND, people, f"{Kind.BY_HAND} {today}", today=today, user=user, reason=reason)


def reminded_by_hand(round: Round, today: dt.date) -> frozenset[int]:
    """Who was reminded by hand today already, by key."""
    written = Message.objects.filter(round=round, unique_key__startswith=f"round {round.pk} {Kind.BY_HAND} {today} ")
    return frozenset(written.values_list("recipient", flat=True))


def _recipients(round: Round, kind: str, today: dt.date) -> list[User]:
    found = digests.managers_of if kind == Kind.MANAGER else digests.missing_by_person
    return list(found(round, today=today))


def _write(
    round: Round, kind: str, people: Collection[User], what: str, *, today: dt.date, user: User, reason: str
) -> list[Message]:
    letters = digests.letters_for(round, people, kind, today=today)
    written = [
        notifying.write_message(
            kind=kind,
            recipient=person,
            subject=letter.subject,
            body=letter.body,
            unique_key=f"round {round.pk} {what} user {person.pk}",
            round=round,
            user=user,
            reason=reason,
        )
        for person, letter in letters.items()
    ]
    return [message for message in written if message is not None]


@task()
def write_reminders() -> None:
    """The job by the clock."""
    write_due(today=clock.today(), user=staffing.system_user(), reason="Påmindelse efter rundens plan")


def may_write_at(hour: int) -> bool:
    """Whether mails may be written at that hour; where ``HANDLEPLAN_TODAY`` stops the day, it stops the hour too."""
    return settings.HANDLEPLAN_TODAY is not None or hour >= FROM_HOUR
