"""The three real items and the templates they are printed by."""

from __future__ import annotations

from meetings import templating
from meetings.demo.items import facts_of, old_item
from meetings.habits import from_data
from meetings.models import AgendaItem, Committee, Meeting
from meetings.shipped import BY_NAME
from meetings.transcribing import transcribe
from tests.conftest import BECAUSE, CASES

ORIGINALS = {
    "2012-02-29": "000_agenda_2012-02-29.txt",
    "2017-09-20": "002_agenda_2017-09-20.txt",
    "2018-11-05": "003_agenda_2018-11-05_slagelse.txt",
}
WEB_REMAINS = ("Til top", "Kunne ikke indlæse data fra Slagelse Kommunes hjemmeside.")

HABITS = {name: shipped.habits for name, shipped in BY_NAME.items()}


def meeting_of(name: str) -> Meeting:
    facts = facts_of(name)
    committee, _new = Committee.objects.get_or_create(name=facts["committee"])
    place = {"place": facts.get("place", "")}
    when = {"date": facts["date"], "time": facts.get("time")}
    return Meeting.objects.get_or_create(committee=committee, **when, defaults=place)[0]


def real_item(name: str, user, plan=None) -> AgendaItem:
    """The item of a real document, each heading, proposal and decision a row."""
    facts = facts_of(name)
    chosen = templating.take(facts["template"], user=user, reason=BECAUSE)
    old = old_item(facts, from_data(chosen.data))
    return transcribe(meeting_of(name), old, template=chosen, plan=plan, user=user, reason=BECAUSE)


def original(name: str) -> str:
    """The document's text without what its web page put below it."""
    text = (CASES / ORIGINALS[name]).read_text("utf-8")
    for remains in WEB_REMAINS:
        text = text.replace(remains, "")
    return text


def words(text: str) -> list[str]:
    """The text without its white space: non-breaking spaces are white space."""
    return text.split()
