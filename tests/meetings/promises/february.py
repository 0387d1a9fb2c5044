"""The item of 29 February 2012 with its sections, between the meetings of January and March."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from handleplan import history
from handleplan.models import Plan, User
from meetings import promising
from meetings.models import AgendaItem, Commitment, Committee, Meeting, Section, SectionTemplate
from tests.conftest import BECAUSE, CASES

JANUARY, FEBRUARY, MARCH = dt.date(2012, 1, 25), dt.date(2012, 2, 29), dt.date(2012, 3, 21)
ITEM_OF_FEBRUARY = CASES / "000_agenda_2012-02-29.txt"
HEADINGS = (
    "Problemstilling",
    "Løsning",
    "Genopretning af ældre afgørelser SL §§41 og 42:",
    "Dokumentation for ledelsestilsyn vedr. §§109 og 110 (krisecentre og herberger):",
    "SOFUS fase 1:",
    "Ajourføring af forretningsgange i SOFIA:",
    "Økonomi",
    "Videre proces",
    "Beslutning",
)
FIVE_FOR_MARCH = (
    ("Løsning", "Socialforvaltningen forelægger i marts 2012 en samlet status for implementering af handleplanen, "
     "der i skematisk form omfatter samtlige punkter i planen."),
    ("Genopretning af ældre afgørelser SL §§41 og 42:", "Udvalget vil på mødet i marts 2012 blive præsenteret for nye "
     "milepæle i projektet, herunder en vurdering af hvornår genopretningen kan afsluttes."),
    ("SOFUS fase 1:", "Ved afrapportering i marts til udvalget vil milepælene blive fremlagt for projektet."),
    ("Ajourføring af forretningsgange i SOFIA:",
     "Milepæle for leverance præsenteres for udvalget ved martsafrapporteringen."),
    ("Videre proces", "Socialudvalget og Økonomiudvalget vil i marts 2012 få fremlagt forvaltningens status på "
     "fremdriften af implementeringen af handleplanen for samtlige initiativer, inklusive revisionernes vurdering "
     "heraf."),
)  # fmt: skip
ASKED_IN_JANUARY = (
    "Udvalget anmodede på udvalgsmødet den 25. januar 2012 om en særlig uddybelse af forholdene omkring genopretning "
    "af sager på merudgiftsområdet for børn og tabt arbejdsfortjeneste."
)


@dataclass
class February:
    """The committees, their meetings and the item, made as ``by``'s."""

    by: dict[str, object]
    social: Committee
    finance: Committee
    january: Meeting
    february: Meeting
    march: Meeting
    template: SectionTemplate
    item: AgendaItem
    sections: dict[str, Section] = field(default_factory=dict)

    def add_item(self, meeting: Meeting, *, title: str = "Status", **facts: object) -> AgendaItem:
        return saved(AgendaItem(meeting=meeting, template=self.template, habits={}, title=title, **facts), self.by)

    def add_section(self, item: AgendaItem, **facts: object) -> Section:
        return saved(Section(item=item, text_kind="plain", **facts), self.by)

    def add_meeting(self, committee: Committee, date: dt.date) -> Meeting:
        return saved(Meeting(committee=committee, date=date), self.by)


def saved(row, by):
    history.save(row, **by)
    return row


def parts_of_the_item() -> dict[str, str]:
    """The real item's text by its headings; what stands before the first has the key ""."""
    parts: dict[str, list[str]] = {"": []}
    for line in ITEM_OF_FEBRUARY.read_text().splitlines():
        parts.setdefault(line.strip() if line.strip() in HEADINGS else [*parts][-1], []).append(line)
    return {heading: "\n".join(lines[bool(heading) :]).strip() for heading, lines in parts.items()}


def build(user: User, plan: Plan | None = None) -> February:
    by = {"user": user, "reason": BECAUSE}
    social = saved(Committee(name="Socialudvalget", municipality="København", called="Udvalget"), by)
    finance = saved(Committee(name="Økonomiudvalget", municipality="København", kind="finance"), by)
    january, february, march = (saved(Meeting(committee=social, date=day), by) for day in (JANUARY, FEBRUARY, MARCH))
    template = saved(SectionTemplate(name="test", label="Test", data={}), by)
    item = saved(AgendaItem(meeting=february, plan=plan, template=template, habits={}, title="Status"), by)
    made = February(by, social, finance, january, february, march, template, item)
    for position, (heading, body) in enumerate(parts_of_the_item().items()):
        made.sections[heading] = made.add_section(item, heading=heading, body=body, position=position)
    return made


def promised(held, plan: Plan, **by) -> tuple[AgendaItem, Commitment]:
    """An item at the meeting of ``assembling.assembled`` that promises something, and the promise."""
    template = saved(SectionTemplate(name="promised", label="Test", data={}), by)
    item = saved(AgendaItem(meeting=held.meeting, plan=plan, template=template, habits={}, title="Status"), by)
    words = {"kind": "promise", "text": "Planen forelægges i marts.", "committees": [held.committee]}
    return item, promising.make_commitment(item=item, due_meeting=held.march, **words, **by)
