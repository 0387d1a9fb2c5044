"""What happened to promises, and what was decided, as entries of a timeline (``handleplan.timeline.Entry``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.deadline_words import day_in_words, read_as
from handleplan.models import User
from handleplan.moments import local_day
from handleplan.timeline import Badge, Entry, Fact
from meetings import openness
from meetings.deciding import decided_in
from meetings.item_words import item_address, item_words
from meetings.models import Commitment, CommitmentEvent, DecisionEffect

DECISION = "decision"
DECISION_WORDS = gettext_lazy("Decisions")
COMMITMENT = "commitment"
COMMITMENT_WORDS = gettext_lazy("Promises and requests")
TONES = {"open": "window", "answered": "closed", "withdrawn": ""}
_TITLES = {
    ("made", "promise"): gettext_lazy("Promised to the committee"),
    ("made", "request"): gettext_lazy("Asked for by the committee"),
    ("made", "management"): gettext_lazy("Asked for by the management"),
    "answered": gettext_lazy("The promise is answered"),
    "moved": gettext_lazy("The promise is moved"),
    "withdrawn": gettext_lazy("The promise is withdrawn"),
    "reopened": gettext_lazy("The promise is open again"),
}
_TITLES_OF_REQUESTS = {
    "answered": gettext_lazy("The request is answered"),
    "moved": gettext_lazy("The request is moved"),
    "withdrawn": gettext_lazy("The request is withdrawn"),
    "reopened": gettext_lazy("The request is open again"),
}


def entries_of(commitment: Commitment, user: User, *, quotes: bool) -> Iterator[Entry]:
    """The events of a promise, which come with their items and people; ``quotes`` repeats its words at the first."""
    for event in commitment.events.all():
        yield _of_event(event, commitment, user, quotes)


def _of_event(event: CommitmentEvent, commitment: Commitment, user: User, quotes: bool) -> Entry:
    made = event.kind == CommitmentEvent.Kind.MADE
    item = event.item
    answered = item.meeting.date if item and event.kind == CommitmentEvent.Kind.ANSWERED else None
    day = (commitment.made_on if made else answered) or local_day(event.recorded_at)
    facts = []
    if made and commitment.asked_by_text:
        facts.append(Fact(_("Asked by"), commitment.asked_by_text))
    if made and commitment.source_text:
        facts.append(Fact(_("Source"), commitment.source_text))
    if event.before:
        facts.append(Fact(_("It was due"), event.before))
    if made and (due := event.when_as_written or str(event.meeting or "")):
        facts.append(Fact(_("Due"), due))
    if event.section and event.section.heading and openness.may_read(user, item):
        facts.append(Fact(_("Section"), event.section.heading))
    if event.reason:
        facts.append(Fact(_("Reason"), event.reason))
    moved = event.kind == CommitmentEvent.Kind.MOVED
    lead = (event.when_as_written or str(event.meeting or "")) if moved else item_words(item, user) if item else ""
    words = commitment.text if made and quotes else event.answer
    return Entry(
        kind=COMMITMENT,
        kind_words=str(COMMITMENT_WORDS),
        title=str(_title(event, commitment)),
        when=day_in_words(day),
        day=day,
        recorded_at=event.recorded_at,
        order=event.pk,
        anchor=f"entry-commitment-{event.pk}",
        lead=lead,
        lead_url="" if moved or not item else item_address(item),
        lead_reading=read_as(event.when) if moved else "",
        html=mark_safe(f"<p>{conditional_escape(words)}</p>") if words else "",
        badges=(state_badge(commitment),) if made and quotes else (),
        facts=tuple(facts),
        by=str(event.recorded_by),
    )


def _title(event: CommitmentEvent, commitment: Commitment) -> object:
    if event.kind == CommitmentEvent.Kind.MADE:
        return _TITLES[event.kind, commitment.kind]
    return (_TITLES if commitment.kind == Commitment.Kind.PROMISE else _TITLES_OF_REQUESTS)[event.kind]


def state_badge(commitment: Commitment) -> Badge:
    """Open, answered or withdrawn, as a badge."""
    word = commitment.get_state_display()
    icons = {"open": "window", "answered": "closed", "withdrawn": ""}
    return Badge(word[:1].upper() + word[1:], tone=TONES[commitment.state], icon=icons[commitment.state])


def commitment_address(commitment: Commitment) -> str:
    """The page of a promise."""
    return reverse("meetings:commitment-detail", args=[commitment.pk])


# -- decisions --------------------------------------------------------------------------------------------------------

EFFECT_TONES = {"granted": "closed", "declined": "overdue", "picked": "closed", "closed": "closed", "obliged": "focus"}


def of_effect(effect: DecisionEffect, user: User) -> Entry:
    """What a decision did, on the day of the decision. The effect comes with its decision, minutes, item and meeting,
    and the minutes with what corrects them."""
    decision = effect.decision
    minutes = decision.minutes
    item, day = minutes.item, minutes.decided_on
    words = decision.text if openness.may_read(user, item) else minutes.public_text
    badges = [Badge(capfirst(effect.get_kind_display()), tone=EFFECT_TONES[effect.kind])]
    if minutes.corrected_by.all():
        badges.append(Badge(_("The minutes were corrected since"), icon="edit"))
    facts = [Fact(_("Item"), item_words(item, user), item_address(item))]
    return Entry(
        kind=DECISION,
        kind_words=str(DECISION_WORDS),
        title=decided_in(item.meeting.committee, day),
        when=day_in_words(day),
        day=day,
        recorded_at=effect.recorded_at,
        order=effect.pk,
        anchor=f"entry-decision-{effect.pk}",
        lead=effect_lead(effect),
        html=mark_safe(f"<p>{conditional_escape(words)}</p>") if words else "",
        badges=tuple(badges),
        facts=tuple(facts),
        by=str(effect.recorded_by),
    )


def effect_lead(effect: DecisionEffect) -> str:
    """What it comes down to: the new end date, or what was ordered."""
    if effect.revision:
        return effect.revision.end_as_written
    if effect.request:
        return effect.request.end_as_written
    return effect.obligation.text if effect.obligation else ""
