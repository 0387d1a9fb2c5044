"""What the timeline tells of requests for new deadlines, of deadlines that hang on a decision, and of verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.deadline_words import day_in_words, read_as
from handleplan.models import ConditionalEnd, EndDateRequest, Milestone, PlanItem, StatusEntry, StatusVerdict
from handleplan.moments import local_day
from handleplan.names import acted_for
from handleplan.timeline_entries import Badge, Entry, Fact

_TONES = {"granted": "closed", "declined": "overdue", "open": "window", "committee": "focus", "withdrawn": ""}
KIND = "request"
KIND_WORDS = gettext_lazy("Requests and conditions")


def entries_of(item: PlanItem) -> Iterator[Entry]:
    """The requests and conditional deadlines of a point's milestones, in three queries."""
    of_item = Q(milestone__item=item)
    asked = EndDateRequest.objects.filter(of_item)
    for request in asked.select_related("milestone__item", "asked_by", "asked_for", "answered_by"):
        yield _of_request(request)
    hanging = ConditionalEnd.objects.filter(of_item).prefetch_related("alternatives")
    for conditional in hanging.select_related(
        "milestone__item", "recorded_by", "choice__recorded_by", "choice__alternative"
    ):
        yield from _of_conditional(conditional)


def _named(milestone: Milestone) -> list[Fact]:
    return [] if milestone.is_own else [Fact(_("Milestone"), str(milestone))]


def _of_request(asked: EndDateRequest) -> Entry:
    """A request on the day it was made; its answer stands beneath it (what it became is a move of its own)."""
    day = local_day(asked.asked_at)
    cause = capfirst(asked.get_reason_category_display()) if asked.reason_category else ""
    facts = [*_named(asked.milestone), Fact(_("Reason"), ": ".join(filter(None, [cause, asked.reason])))]
    if asked.would_be_move:
        facts.append(Fact(_("Would be move no."), str(asked.would_be_move)))
    if asked.answered_at:
        by = _("%(who)s, %(day)s") % {"who": asked.answered_by, "day": day_in_words(local_day(asked.answered_at))}
        facts.append(Fact(_("Answered by"), by))
    if asked.decided_by:
        facts.append(Fact(_("Decided by"), asked.decided_by))
    if asked.answer:
        facts.append(Fact(_("Answer"), asked.answer))
    return Entry(
        kind=KIND,
        kind_words=str(KIND_WORDS),
        title=_("New deadline asked for"),
        when=day_in_words(day),
        day=day,
        recorded_at=asked.asked_at,
        order=asked.pk,
        anchor=f"entry-request-{asked.pk}",
        lead=asked.end_as_written,
        lead_reading=read_as(asked.end),
        badges=(Badge(capfirst(asked.get_state_display()), tone=_TONES[asked.state]),),
        facts=tuple(facts),
        by=acted_for(asked.asked_by, asked.asked_for),
    )


def _of_conditional(conditional: ConditionalEnd) -> Iterator[Entry]:
    """A deadline that hangs on a decision, and how that ended."""
    day = local_day(conditional.recorded_at)
    when = f", {conditional.when_as_written}" if conditional.when_as_written else ""
    outcomes = [
        ": ".join(filter(None, [each.condition, each.end_as_written])) for each in conditional.alternatives.all()
    ]
    yield Entry(
        kind=KIND,
        kind_words=str(KIND_WORDS),
        title=_("The deadline hangs on a decision"),
        when=day_in_words(day),
        day=day,
        recorded_at=conditional.recorded_at,
        order=conditional.pk,
        anchor=f"entry-conditional-{conditional.pk}",
        lead=_(" or ").join(outcomes),
        facts=(*_named(conditional.milestone), Fact(_("Awaits"), f"{conditional.awaits}{when}")),
        by=str(conditional.recorded_by),
    )
    choice = getattr(conditional, "choice", None)
    if choice is None:
        return
    day = choice.decided_on or local_day(choice.recorded_at)
    facts = [Fact(_("Decided by"), choice.decided_by)] if choice.alternative else []
    yield Entry(
        kind=KIND,
        kind_words=str(KIND_WORDS),
        title=_("The decision fell") if choice.alternative else _("The condition fell away"),
        when=day_in_words(day),
        day=day,
        recorded_at=choice.recorded_at,
        order=choice.pk,
        lead=str(choice.alternative or ""),
        facts=(*_named(conditional.milestone), *facts, Fact(_("Reason"), choice.reason)),
        by=str(choice.recorded_by),
    )


# -- verdicts ---------------------------------------------------------------------------------------------------------


def verdict_badge(status: StatusEntry, *, approves_everything: bool) -> tuple[Badge, ...]:
    """Whether the manager approved a status, sent it back or has yet to read it; nothing where nobody approves."""
    verdict = getattr(status, "verdict", None)
    if verdict is not None and verdict.kind == StatusVerdict.Kind.SENT_BACK:
        return (Badge(_("Sent back"), tone="overdue"),)
    if verdict is not None:
        return (Badge(_("Approved"), tone="closed", icon="closed"),)
    waits = approves_everything and status.round_id is not None
    return (Badge(_("Awaits approval"), tone="window", icon="window"),) if waits else ()


def verdict_facts(status: StatusEntry) -> tuple[Fact, ...]:
    """Who answered a status, when, and with which words."""
    verdict = getattr(status, "verdict", None)
    if verdict is None:
        return ()
    day = day_in_words(local_day(verdict.recorded_at))
    label = _("Sent back by") if verdict.kind == StatusVerdict.Kind.SENT_BACK else _("Approved by")
    told = (Fact(label, _("%(who)s, %(day)s") % {"who": verdict.recorded_by, "day": day}),)
    return (*told, Fact(_("Comment"), verdict.comment)) if verdict.comment else told
