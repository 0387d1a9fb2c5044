"""The verbs that open and close a round, and what a round says: who was asked, who has answered, who has not looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan import attention, history, permissions
from handleplan.attention import Why
from handleplan.deadline_words import month_in_words
from handleplan.models import EndDateRequest, Plan, PlanItem, Round, RoundItem, RoundVisit, StatusEntry, User
from handleplan.models.people import Role
from handleplan.models.plans import PlanItemQuerySet
from handleplan.periods import first_day, following, period_of

CRITICAL = "bad"  # the tone of a scale's level
# Why "Nothing new" is not offered, as ``RoundItem.must_write`` has it.
MUST_WRITE = ("overdue", "critical", "focus", "committee")


class Refusal(models.TextChoices):
    """Why a round cannot be opened or closed."""

    HAS_ROUND = "has_round", gettext_lazy("The month has had its round.")
    ANOTHER_OPEN = "another_open", gettext_lazy("Another round of the plan is still open. Close that one first.")
    GONE_BY = "gone_by", gettext_lazy("A later month has had its round already.")
    NOT_A_QUARTER = (
        "not_a_quarter",
        gettext_lazy("The plan is reported every quarter: choose March, June, September or December."),
    )
    NOT_YET = "not_yet", gettext_lazy("A round opens on the day somebody opens it, not later.")
    DUE_TOO_EARLY = "due_too_early", gettext_lazy("The due day must come after the day the round opens.")
    NOBODY_TO_ASK = "nobody_to_ask", gettext_lazy("The plan has no active points to ask about.")
    CLOSED = "closed", gettext_lazy("The round is closed already.")


class RoundRefused(ValueError):
    """The round cannot be opened or closed; ``cause`` says why."""

    def __init__(self, cause: Refusal) -> None:
        super().__init__(str(cause.label))
        self.cause = cause


class MonthClosed(ValueError):
    """The round of the month is closed: what is written now is next month's, or a visible correction."""

    def __init__(self, round: Round) -> None:
        super().__init__(_("The round for %(month)s is closed.") % {"month": month_in_words(round.period)})
        self.round = round


class MustWrite(ValueError):
    """ "Nothing new" is not offered for the point, or needs a sentence by now."""


@dataclass(frozen=True, slots=True)
class Publishable:
    """Whether a month may be published, and in words why it may not."""

    why_not: str = ""

    def __bool__(self) -> bool:
        return not self.why_not


# -- months -----------------------------------------------------------------------------------------------------------


def current_round(plan: Plan) -> Round | None:
    """The plan's open round."""
    return plan.rounds.filter(closed_at=None).first()


def round_of(plan_id: int, period: dt.date) -> Round | None:
    """The round of a month, open or closed."""
    return Round.objects.filter(plan=plan_id, period=period.replace(day=1)).first()


def next_period(plan: Plan, today: dt.date) -> dt.date:
    """The first day of the month the plan's next round is for.

    It follows the newest round, or else the month that the plan's table was imported for; a plan that has neither
    begins with the month of ``today``. With a quarterly rhythm it is the last month of a quarter.
    """
    newest = plan.rounds.aggregate(month=models.Max("period"))["month"]
    table = plan.parts.filter(kind="active").values_list("as_of_month", flat=True).first()
    return next_month(plan.rhythm, newest or table, today)


def next_month(rhythm: str, newest: dt.date | None, today: dt.date) -> dt.date:
    """The month of the round that follows ``newest`` in a rhythm; without one, the next that fits from ``today`` on."""
    month = first_day(following(period_of(newest))) if newest else today.replace(day=1)
    while not fits_rhythm(rhythm, month):
        month = first_day(following(period_of(month)))
    return month


def fits_rhythm(rhythm: str, period: dt.date) -> bool:
    """Whether a plan with that rhythm is reported for the month at all."""
    return rhythm != Plan.Rhythm.QUARTERLY or period.month % 3 == 0


def status_month(plan: Plan, today: dt.date) -> dt.date:
    """The month that a status written today is about: that of the open round.

    Without one it is the month that was last reported, unless its round is closed: then the next one.
    """
    newest = plan.rounds.order_by("-period").first()
    if newest is not None:
        return next_period(plan, today) if newest.is_closed else newest.period
    table = plan.parts.filter(kind="active").values_list("as_of_month", flat=True).first()
    return table or today.replace(day=1)


def publishable(plan: Plan, period: dt.date) -> Publishable:
    """A month may be published once its round is closed, or where it never had one (it was imported)."""
    round = round_of(plan.pk, period)
    if round is None or round.is_closed:
        return Publishable()
    month = month_in_words(round.period)
    return Publishable(
        _("The round for %(month)s is still open. Close it before the report is published.") % {"month": month}
    )


# -- opening and closing ----------------------------------------------------------------------------------------------


@transaction.atomic
def open_round(
    plan: Plan,
    *,
    period: dt.date,
    due_on: dt.date,
    today: dt.date,
    user: User,
    reason: str,
    opens_on: dt.date | None = None,
    committee_asked: Collection[int] = (),
) -> Round:
    """Opens the round of the month that begins on ``period`` and freezes who is asked for what.

    Every active initiative is asked for, with its owner and unit as they are now. ``committee_asked`` are the keys of
    points that a committee has asked about: for those, and for what is overdue, critical or in focus, "Nothing new"
    is not offered. ``opens_on`` is ``today`` unless a day that is past is given.

    Raises ``RoundRefused`` where the month has had its round, another one is open, a later month has had one, the
    month is not one of the plan's rhythm, or nothing is there to ask about.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # one at a time
    period, opens_on = period.replace(day=1), opens_on or today
    if refused := _why_refused(plan, period, opens_on, due_on, today):
        raise RoundRefused(refused)
    asked = _asked(plan, user, today, frozenset(committee_asked))
    if not asked:
        raise RoundRefused(Refusal.NOBODY_TO_ASK)
    round = Round(plan=plan, period=period, opens_on=opens_on, due_on=due_on, opened_by=user)
    history.save(round, user=user, reason=reason)
    for row in asked:
        row.round = round
    RoundItem.objects.bulk_create(asked)
    return round


def _why_refused(plan: Plan, period: dt.date, opens_on: dt.date, due_on: dt.date, today: dt.date) -> Refusal | None:
    rounds = list(plan.rounds.all())
    if any(round.period == period for round in rounds):
        return Refusal.HAS_ROUND
    if any(not round.is_closed for round in rounds):
        return Refusal.ANOTHER_OPEN
    if any(round.period > period for round in rounds):
        return Refusal.GONE_BY
    if not fits_rhythm(plan.rhythm, period):
        return Refusal.NOT_A_QUARTER
    if opens_on > today:
        return Refusal.NOT_YET
    return Refusal.DUE_TOO_EARLY if due_on < opens_on else None


def _asked(plan: Plan, user: User, today: dt.date, committee_asked: frozenset[int]) -> list[RoundItem]:
    waiting = EndDateRequest.objects.filter(milestone__item__plan=plan, state=EndDateRequest.State.COMMITTEE)
    committee = committee_asked | set(waiting.values_list("milestone__item", flat=True))
    must: dict[int, set[str]] = {}
    for facts in attention.facts_for(user, plan=plan):
        codes = must.setdefault(facts.item, set())
        if any(found.why == Why.OVERDUE for found in attention.judge(facts, today)):
            codes.add("overdue")
        codes |= {code for code, holds in (("critical", facts.tone == CRITICAL), ("focus", facts.in_focus)) if holds}
        codes |= {"committee"} if facts.item in committee else set()
    return [
        RoundItem(
            item=item,
            owner_id=item.owner_id,
            unit_id=item.unit_id,
            owner_text=item.owner_text,
            must_write=[code for code in MUST_WRITE if code in must.get(item.pk, ())],
            recorded_by=user,
        )
        for item in plan.items.initiatives().active().order_by("position")
    ]


@transaction.atomic
def close_round(round: Round, *, note: str, user: User, reason: str, seen: int | None) -> Round:
    """Closes the round: its month is locked from now on, and may be published.

    ``seen`` is the version the person saw. Raises ``Outdated`` when somebody changed the round since, and
    ``RoundRefused`` for one that is closed already.
    """
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)  # waits for statuses under way
    history.claim(round, seen=seen)
    if round.is_closed:
        raise RoundRefused(Refusal.CLOSED)
    round.closed_by, round.closed_at, round.closing_note = user, timezone.now(), note
    history.save(round, user=user, reason=reason, fields=["closed_by", "closed_at", "closing_note"])
    return round


def hold_month(plan_id: int, period: dt.date) -> Round | None:
    """The month's round, held open (or closed) until the transaction ends; None where it has none."""
    rounds = Round.objects.select_for_update(no_key=True)
    return rounds.filter(plan=plan_id, period=period.replace(day=1)).first()


def note_visit(round: Round, user: User) -> None:
    """Remembers that the person has opened his points of the round for the first time."""
    RoundVisit.objects.get_or_create(round=round, recorded_by=user)


def note_visits(rounds: Collection[Round], user: User) -> None:
    """``note_visit`` for several rounds; nothing is written where he has been before."""
    seen = set(RoundVisit.objects.filter(round__in=rounds, recorded_by=user).values_list("round", flat=True))
    for round in rounds:
        if round.pk not in seen:
            note_visit(round, user)


# -- what a round says ------------------------------------------------------------------------------------------------


def _answer() -> Exists:
    """Whether the asked point has a status for the round's month that is neither withdrawn nor sent back."""
    entries = StatusEntry.objects.counted()
    return Exists(entries.filter(item=OuterRef("item"), period=OuterRef("round__period")))


def told() -> models.QuerySet[RoundItem]:
    """Everything that was ever asked and has been answered, as a subquery for lists of rounds."""
    return RoundItem.objects.filter(_answer()).order_by()


def answered(round: Round) -> models.QuerySet[RoundItem]:
    """What was asked and has been told: a status of the round's month stands, not withdrawn and not sent back.

    A month's status that was imported before the round opened counts too: nobody is asked for it twice.
    """
    return round.asked.filter(_answer())


def missing(round: Round) -> models.QuerySet[RoundItem]:
    """What was asked and is still to be told; a point that was closed meanwhile needs no status any more."""
    return round.asked.exclude(item__state__in=PlanItemQuerySet.CLOSED_STATES).filter(~_answer())


def asked_now(user: User, today: dt.date) -> models.QuerySet[RoundItem]:
    """What the open rounds ask of a person today, each with ``told``: whether it has been answered."""
    mine = PlanItem.objects.filter(permissions.answers_for(user, today)).active()
    return RoundItem.objects.filter(round__closed_at=None, item__in=mine).annotate(told=_answer())


def count_left(user: User, today: dt.date) -> int:
    """How many points the open rounds still want from a person: one query."""
    return asked_now(user, today).filter(told=False).count()


def late(round: Round, today: dt.date) -> models.QuerySet[RoundItem]:
    """What is missing after the due day."""
    return missing(round) if today > round.due_on else round.asked.none()


def asked_people(round: Round) -> dict[User, list[RoundItem]]:
    """Who is to answer for what of the round as the points stand now: the owner, or where a point has none, everybody
    of its unit who may write. In three queries."""
    rows = list(round.asked.select_related("item", "item__owner", "item__unit").order_by("item__position"))
    of_unit: dict[int, list[User]] = {}
    units = {row.item.unit_id for row in rows if row.item.owner_id is None and row.item.unit_id}
    for person in User.objects.filter(unit__in=units, role=Role.OWNER, is_active=True).order_by("full_name", "pk"):
        of_unit.setdefault(person.unit_id, []).append(person)
    people: dict[User, list[RoundItem]] = {}
    for row in rows:
        owner = row.item.owner
        for person in [owner] if owner else of_unit.get(row.item.unit_id, []):
            people.setdefault(person, []).append(row)
    return people


def not_opened(round: Round) -> list[User]:
    """Who is to answer for something of the round and has not opened his points yet."""
    visited = set(round.visits.values_list("recorded_by", flat=True))
    return [person for person in asked_people(round) if person.pk not in visited]
