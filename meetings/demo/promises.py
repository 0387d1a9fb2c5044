"""What the demo's committees were promised, found in the real items' own sentences and confirmed as a person would.

The item of February 2012 gives five promises for March and answers what was asked for on 25 January (S000-12, S000-20).
"""

from __future__ import annotations

from collections.abc import Iterator

from handleplan.models import Plan, User
from meetings import promising, spotting
from meetings.models import AgendaItem, Commitment, Committee, Section

REASON = "Indlæst som demo"
# What each section of February 2012 is about; a heading begins with these words.
ABOUT = {
    "Genopretning af ældre afgørelser": "1.1.2.2.A",
    "SOFUS fase 1": "2.1.3.1.",
    "Ajourføring af forretningsgange": "2.4.6.1.b",
}
ANSWERED_IN = "Genopretning af ældre afgørelser"  # what was asked for about additional costs and lost earnings


def promise(plan: Plan, secretary: User) -> Iterator[None]:
    """Confirms what the real items promise and tell was asked for; running it again keeps everything as it is."""
    items = list(AgendaItem.objects.filter(state=AgendaItem.State.DECIDED).select_related("meeting__committee", "plan"))
    among = list(Committee.objects.all())
    by = {"user": secretary, "reason": REASON}
    for section, candidate in spotting.candidates_in(items):
        section.item = next(item for item in items if item.pk == section.item_id)
        points = _points(section, plan)
        made = spotting.confirm_candidate(section, candidate, among=among, points=points, **by)
        if made.kind != Commitment.Kind.PROMISE:
            _answer(made, section, **by)
    yield from ()


def _points(section: Section, plan: Plan) -> list:
    numbers = [number for heading, number in ABOUT.items() if section.heading.startswith(heading)]
    return list(plan.items.filter(number__in=numbers)) if section.item.plan_id == plan.pk else []


def _answer(made: Commitment, section: Section, *, user: User, reason: str) -> None:
    """What an item tells was asked for, it answers itself: in the section about it, where there is one."""
    answers = section.item.sections.filter(heading__startswith=ANSWERED_IN).first()
    place = {"section": answers} if answers else {"item": section.item}
    promising.answer(made, **place, user=user, reason=reason)
