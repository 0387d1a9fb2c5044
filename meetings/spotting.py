"""Promises that a text proposes: the sentences nobody has looked at yet, and the verbs that confirm or dismiss one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from handleplan import prose
from handleplan.models import PlanItem, User
from meetings import promising
from meetings.candidates import Candidate, Direction, candidates, key_of
from meetings.models import AgendaItem, Commitment, Committee, DismissedCandidate, Section

Proposed = tuple[Section, Candidate]


def candidates_in(items: Iterable[AgendaItem]) -> list[Proposed]:
    """The sentences of items that look like promises and that nobody has confirmed or dismissed, in their order.

    Words of an open promise of the item's plan that a later item quotes or carries on promise nothing new. Each item
    comes with its meeting. Three queries, however many items.
    """
    items = list(items)
    days = {item.pk: item.meeting.date for item in items}
    sections = Section.objects.filter(item__in=days, is_dropped=False).order_by("item", "position", "pk")
    settled = set(DismissedCandidate.objects.filter(section__item__in=days).values_list("section", "text_sha256"))
    plans = {item.pk: item.plan_id for item in items}
    standing = Q(plan__in=set(plans.values()) - {None}, state=Commitment.State.OPEN)
    made = Commitment.objects.filter(Q(source_section__item__in=days) | standing)
    open_words: dict[int | None, set[str]] = defaultdict(set)
    for key, plan, state, text in made.values_list("source_section", "plan", "state", "text"):
        settled.add((key, key_of(text)))
        if state == Commitment.State.OPEN and plan is not None:
            open_words[plan].add(" ".join(text.split()))
    return [
        (section, candidate)
        for section in _as_read(list(sections))
        for candidate in candidates(prose.to_plain(section.body, section.text_kind), days[section.item_id])
        if (section.pk, candidate.key) not in settled
        and not any(words in " ".join(candidate.sentence.split()) for words in open_words[plans[section.item_id]])
    ]


def _as_read(sections: list[Section]) -> list[Section]:
    """Sections in the order they are read: each before its sub-headings."""
    by_key = {section.pk: section for section in sections}

    def place(section: Section) -> tuple[int, ...]:
        above = by_key.get(section.parent_id)
        return (*(place(above) if above else (section.item_id,)), section.position, section.pk)

    return sorted(sections, key=place)


def committees_named(sentence: str, item: AgendaItem, among: Iterable[Committee]) -> list[Committee]:
    """The committees a sentence names ("Socialudvalget og Økonomiudvalget"), else the one of the item's meeting."""
    words = sentence.casefold()
    home = item.meeting.committee
    named = [body for body in among if body.municipality == home.municipality and body.name.casefold() in words]
    return named or [home]


@transaction.atomic
def confirm_candidate(
    section: Section,
    candidate: Candidate,
    *,
    among: Iterable[Committee],
    user: User,
    reason: str,
    points: Iterable[PlanItem] | None = None,
) -> Commitment:
    """The sentence is what it looks like: it becomes a promise or a request, about the points its section speaks of.

    Confirmed twice, the first one stands: it is answered again. Raises as ``promising.make_commitment``.
    """
    text = promising.bare(candidate.sentence)
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)  # one at a time
    for made in Commitment.objects.filter(source_section=section):
        if key_of(made.text) == candidate.key:
            return made
    item = section.item
    bodies = committees_named(text, item, among)
    if points is None:
        points = [row.point for row in section.points.filter(withdrawn=False).select_related("point")]
    by_management = candidate.direction == Direction.MANAGEMENT
    return promising.make_commitment(
        kind=candidate.direction,
        text=text,
        when=candidate.due,
        committees=[item.meeting.committee] if by_management else bodies,
        points=[point for point in points if point.plan_id == item.plan_id],
        section=section,
        asked_by=bodies[0] if candidate.direction == Direction.REQUEST else None,
        asked_by_text=candidate.by if by_management else "",
        made_on=candidate.asked_on,
        user=user,
        reason=reason,
    )


def dismiss_candidate(section: Section, sentence: str, *, user: User) -> DismissedCandidate:
    """The sentence is no promise: it is not proposed again in this section. Done twice it stays done."""
    row, _made = DismissedCandidate.objects.get_or_create(
        section=section, text_sha256=key_of(sentence), defaults={"recorded_by": user}
    )
    return row
