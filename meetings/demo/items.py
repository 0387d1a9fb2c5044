"""Three real agenda items, field by field, as the demo shows them and as the tests compare them with the originals.

Each lies in ``items/`` as TOML: no text of an item is composed here. Copenhagen 2012 and 2017, Slagelse 2018.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.models import Q

from handleplan.models import Plan, User
from handleplan.prose import normalise
from meetings import templating
from meetings.habits import Habits, from_data
from meetings.models import AgendaItem, Meeting, ReportingObligation
from meetings.reading import OldDecision, OldFocus, OldItem, OldPerson, OldSection, patterns
from meetings.transcribing import transcribe

FOLDER = Path(__file__).parent / "items"
NAMES = ("2012-02-29", "2017-09-20", "2018-11-05")
OF_THE_PLAN = ("2012-02-29",)
OF_OTHERS = {  # the plans that the core's demo makes of their remarks, by title
    "2017-09-20": "Indsats for bedre sagsbehandling 2017",
    "2018-11-05": "Handleplan for revisionens bemærkninger 2018 (Slagelse)",
}
REASON = "Indlæst som demo"


def put_on_agenda(plan: Plan, secretary: User) -> Iterator[None]:
    """Puts the three items on the meetings that ``committees`` called; running it again keeps everything as it is."""
    for name in NAMES:
        facts = facts_of(name)
        meeting = Meeting.objects.filter(date=facts["date"], committee__name=facts["committee"]).first()
        if meeting is None or AgendaItem.objects.filter(meeting=meeting, title=facts["title"]).exists():
            continue
        by = {"user": secretary, "reason": REASON}
        template = templating.take(facts["template"], **by)
        about = plan if name in OF_THE_PLAN else Plan.objects.filter(title=OF_OTHERS[name]).first()
        old = old_item(facts, from_data(template.data))
        period = facts.get("period")
        ordered = _ordered(about, meeting, period)
        transcribe(meeting, old, template=template, plan=about, period=period, obligation=ordered, **by)
    yield from ()


def _ordered(plan: Plan | None, meeting: Meeting, period: dt.date | None) -> ReportingObligation | None:
    """What the committee had ordered for the month, if anything."""
    if plan is None or period is None:
        return None
    found = plan.obligations.filter(committee=meeting.committee, first_period__lte=period)
    return found.filter(Q(last_period=None) | Q(last_period__gte=period)).first()


def facts_of(name: str) -> dict[str, Any]:
    """One item's file as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def old_item(facts: Mapping[str, Any], habits: Habits) -> OldItem:
    """The item of a file as ``transcribing.transcribe`` takes it, its sections keyed by the template's headings."""
    minutes = facts.get("minutes", {})
    return OldItem(
        title=facts["title"],
        number=facts.get("number", ""),
        kind=facts.get("kind", ""),
        case_number=facts.get("case_number", ""),
        document_number=facts.get("document_number", ""),
        date=facts["date"],
        time=facts.get("time"),
        place=facts.get("place", ""),
        proposer=facts["proposer"],
        proposals=tuple(facts["proposals"]),
        sections=tuple(_section(each, habits) for each in facts["sections"]),
        signers=tuple(facts.get("signers", ())),
        attendance=minutes.get("attendance", ""),
        absence=minutes.get("absence", ""),
        people=tuple(OldPerson(**each) for each in minutes.get("people", ())),
        focus=tuple(_focus(each) for each in facts.get("focus", ())),
        decisions=(OldDecision(minutes["text"], minutes["code"]),) if minutes else (),
    )


def _focus(facts: Mapping[str, Any]) -> OldFocus:
    return OldFocus(facts["title"], facts.get("answered_in", ""), tuple(facts.get("points", ())))


def _section(facts: Mapping[str, Any], habits: Habits) -> OldSection:
    heading = facts.get("heading", "")
    return OldSection(
        heading,
        form=facts.get("form", "line" if heading else "none"),
        key=key_of(heading, habits),
        body=normalise(facts.get("body", "")),
        parts=tuple(_section(part, habits) for part in facts.get("parts", ())),
    )


def key_of(heading: str, habits: Habits) -> str:
    """The key of the template's section of that heading; "" for a section of the item's own."""
    if not heading:
        lead = habits.of_role("lead")
        return lead.key if lead else ""
    return next(
        (
            section.key
            for section in habits.sections
            if section.heading and patterns.read(section.heading.rstrip(" :"), heading.rstrip(" :")) is not None
        ),
        "",
    )
