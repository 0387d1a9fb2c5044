"""The three real items, built field by field through the forms a secretary has, print as the originals."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from handleplan import planning
from handleplan.models import Plan
from meetings.composing import compose, kept
from meetings.demo.items import facts_of, key_of
from meetings.document import AGENDA, MINUTES, as_text
from meetings.habits import from_data
from meetings.models import AgendaItem, Commitment, Meeting
from tests.meetings.three_items import ORIGINALS, meeting_of, original, words
from tests.web.keeping import send

pytestmark = pytest.mark.django_db
PROMISED = {"2012-02-29": (5, 1), "2017-09-20": None, "2018-11-05": None}  # promises given, requests told


def at(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


class Drafting:
    """A secretary's browser on one item: whatever it writes goes through a form."""

    def __init__(self, client: Client, name: str, plan: Plan) -> None:
        self.client, self.facts, self.plan = client, facts_of(name), plan
        self.meeting: Meeting = meeting_of(name)

    def send(self, page: str, *args: object, **fields: object) -> None:
        answer = send(self.client, at(page, *args), **fields)
        assert answer.status_code == 302, re.findall(r'(?s)class="field-error"[^>]*>(.*?)<', answer.content.decode())

    def begin(self) -> None:
        facts = self.facts
        about = {"about": f"p{self.plan.pk}", "period": "februar 2012"} if "period" in facts else {"about": "none"}
        head = {"title": facts["title"], "kind": facts.get("kind", ""), "number": facts.get("number", "")}
        self.send("agenda-item-add", self.meeting.pk, template=facts["template"], **about, **head)
        self.item = AgendaItem.objects.get()
        head |= {name: facts.get(name, "") for name in ("case_number", "document_number", "proposer")}
        head |= {"period": about.get("period", ""), "signers": "\n".join(facts.get("signers", ()))}
        self.send("agenda-item-edit", self.item.pk, **head)

    def write_sections(self) -> None:
        habits = from_data(self.item.habits)
        before = None
        for section in self.facts["sections"]:
            fields = _fields(section)
            row = self.item.sections.filter(key=key_of(fields["heading"], habits) or "none").first()
            if row:
                self.send("section-edit", row.pk, **fields)
            else:
                self.send("section-add", self.item.pk, **fields)
                row = self.item.sections.get(heading=fields["heading"], key="", parent=None)
                self.move_behind(row, before)
            for part in section.get("parts", ()):
                answer = send(self.client, f"{at('section-add', self.item.pk)}?under={row.pk}", **_fields(part))
                assert answer.status_code == 302
            before = row

    def move_behind(self, row, before) -> None:
        """Presses "up" until the section stands behind the other one."""
        while True:
            among = list(self.item.sections.filter(parent=None).order_by("position", "pk"))
            if among[among.index(row) - 1] == before:
                return
            self.client.post(at("section-move", row.pk), {"step": "up"})

    def propose(self) -> None:
        first = self.item.proposals.get()
        for place, text in enumerate(self.facts["proposals"]):
            if place:
                self.send("proposal-add", self.item.pk, text=text, asks="note")
            else:
                self.send("proposal-edit", first.pk, text=text, asks="note")

    def put_in_focus(self) -> None:
        for focus in self.facts.get("focus", ()):
            answered = self.item.sections.get(heading=focus["answered_in"])
            points = ", ".join(focus.get("points", ()))
            self.send("focus-add", self.item.pk, title=focus["title"], answered_in=answered.pk, points=points)

    def confirm_promises(self) -> None:
        """Every sentence that looks like a promise or a request is one here."""
        address = at("candidate-list", self.item.pk)
        while keys := re.findall(r'name="act" value="(confirm-[^"]+)"', self.client.get(address).content.decode()):
            self.client.post(address, {"act": unescape(keys[0])})

    def go_out(self) -> None:
        self.item.refresh_from_db()
        self.client.post(at("agenda-item-ready", self.item.pk), {"seen": self.item.version})

    def decide(self) -> None:
        minutes = self.facts["minutes"]
        said = {"text": minutes["text"], "decided_on": f"{self.facts['date']:%d.%m.%Y}"}
        said |= {name: minutes.get(name, "") for name in ("attendance", "absence")}
        self.send("decision-add", self.item.pk, step="record", **said)


def _fields(section: dict) -> dict[str, str]:
    heading = section.get("heading", "")
    form = section.get("form", "line" if heading else "none")
    return {"heading": heading, "heading_form": form, "body": section.get("body", "").strip()}


@pytest.fixture
def plan(small_plan, by) -> Plan:
    for number, title in (("1.1.2.2.A", "Ældre afgørelser"), ("2.1.3.1", "SOFUS"), ("2.4.6", "SOFIA")):
        planning.add_item(small_plan, kind="initiative", number=number, title=title, **by)
    return small_plan


@pytest.mark.parametrize("name", ORIGINALS)
def test_an_item_built_field_by_field_prints_as_the_original(name, secretary, plan) -> None:
    drafting = Drafting(secretary, name, plan)
    drafting.begin()
    drafting.write_sections()
    drafting.propose()
    drafting.put_in_focus()
    drafting.confirm_promises()
    item, facts = drafting.item, drafting.facts

    headings = [(each.get("heading", ""), "") for each in facts["sections"]]
    below = [(part["heading"], each["heading"]) for each in facts["sections"] for part in each.get("parts", ())]
    of_template = [section.heading for section in from_data(item.habits).sections if section.role == "signatures"]
    rows = list(item.sections.values_list("heading", "parent__heading"))
    assert sorted((heading, parent or "") for heading, parent in rows) == sorted(
        [*headings, *below, *((heading, "") for heading in of_template)]
    )
    assert list(item.proposals.values_list("text", flat=True)) == facts["proposals"]
    assert [
        (line.title, line.answered_in.heading, [row.point.number for row in line.initiatives.all()])
        for line in item.focus_points.all()
    ] == [
        (each["title"], each["answered_in"], [number.rstrip(".") for number in each.get("points", ())])
        for each in facts.get("focus", ())
    ]
    if PROMISED[name]:
        kinds = list(Commitment.objects.values_list("kind", flat=True))
        assert (kinds.count("promise"), kinds.count("request")) == PROMISED[name]

    drafting.go_out()
    item.refresh_from_db()
    assert item.state == "ready"
    drafting.decide()
    decision = item.minutes.get().decisions.get()
    minutes = facts["minutes"]
    assert (decision.code, decision.text) == (minutes["code"], minutes["text"])
    assert [
        {"name": person.name, "title": person.title, "party": person.party, "role": person.role}
        for person in item.minutes.get().people.all()
    ] == [{"title": "", "party": "", "role": "attended"} | person for person in minutes["people"]]

    item = AgendaItem.objects.get()
    assert words(as_text(compose(item, kind=MINUTES))) == words(original(name))
    assert words(as_text(kept(item, kind=MINUTES))) == words(original(name))
    before = words(original(name).split("\nBeslutning\n" if name < "2018" else "\nBeslutning i ")[0])
    assert words(as_text(kept(item, kind=AGENDA))) == before
