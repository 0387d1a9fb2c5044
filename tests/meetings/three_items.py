"""The three real items and the templates they are printed by."""

from __future__ import annotations

from meetings.demo.items import facts_of, old_item
from meetings.habits import Habits, SectionHabit, from_data, to_data
from meetings.models import AgendaItem, Committee, Meeting, SectionTemplate
from meetings.transcribing import transcribe
from tests.conftest import BECAUSE, CASES

ORIGINALS = {
    "2012-02-29": "000_agenda_2012-02-29.txt",
    "2017-09-20": "002_agenda_2017-09-20.txt",
    "2018-11-05": "003_agenda_2018-11-05_slagelse.txt",
}
WEB_REMAINS = ("Til top", "Kunne ikke indlæse data fra Slagelse Kommunes hjemmeside.")

_COPENHAGEN = (
    SectionHabit("issue", "Problemstilling", required=True),
    SectionHabit("solution", "Løsning", required=True, parts="run_in"),
    SectionHabit(
        "economy", "Økonomi", "economy", phrase="Indstillingen har ingen umiddelbare økonomiske konsekvenser."
    ),
    SectionHabit("process", "Videre proces"),
    SectionHabit("signatures", role="signatures"),
    SectionHabit("decision", "Beslutning", "decision"),
)
_HEAD = ("Mødedato: {date}, kl. {time}", "Mødested: {place}")
_LEAD = SectionHabit("lead", role="lead")
_SLAGELSE = (
    "Kompetence:",
    "Beslutningstema",
    "Baggrund",
    "Retligt grundlag",
    "Handlemuligheder",
    "Vurdering",
    "Økonomiske og personalemæssige konsekvenser",
    "Konsekvenser for andre udvalg",
)
HABITS = {
    "kk_2012": Habits(
        _HEAD,
        sections=(_LEAD, SectionHabit("proposal", "Indstilling og beslutning", "proposal"), *_COPENHAGEN),
        signature="/\n",
        bullet="·",
    ),
    "kk_2017": Habits(
        _HEAD,
        sections=(
            _LEAD,
            SectionHabit("proposal", "Indstilling", "proposal"),
            *_COPENHAGEN[:2],
            SectionHabit("economy", "Økonomi", "economy", phrase="Indstillingen har ingen økonomiske konsekvenser."),
            *_COPENHAGEN[3:],
        ),
        proposal_number="",
        signature="\n/ ",
    ),
    "slagelse_2018": Habits(
        (
            "Møde i udvalget d. {date_long}",
            "{number}     {title} {marker}",
            "Sagsnr.: {case_number}     Dok.nr.: {document_number}     {openness}",
        ),
        sections=(
            *(
                SectionHabit(f"s{place}", heading, phrase="Ingen bemærkninger." if place > 4 else "")
                for place, heading in enumerate(_SLAGELSE)
            ),
            SectionHabit("proposal", "Indstilling", "proposal"),
            SectionHabit("decision", "Beslutning i {committee} den {date_long}:", "decision"),
        ),
        proposal_number="{n}.    ",
        at="at",
        absence="Fraværende:  {absent}",
        decision_order=("absence", "decision"),
    ),
}


def template(name: str) -> SectionTemplate:
    found = SectionTemplate.objects.filter(name=name).first()
    return found or SectionTemplate.objects.create(name=name, label=name, data=to_data(HABITS[name]))


def meeting_of(name: str) -> Meeting:
    facts = facts_of(name)
    committee, _new = Committee.objects.get_or_create(name=facts["committee"])
    place = {"place": facts.get("place", "")}
    when = {"date": facts["date"], "time": facts.get("time")}
    return Meeting.objects.get_or_create(committee=committee, **when, defaults=place)[0]


def real_item(name: str, user, plan=None) -> AgendaItem:
    """The item of a real document, each heading, proposal and decision a row."""
    facts = facts_of(name)
    chosen = template(facts["template"])
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
