"""Budget notes and amounts in the browser: written, read in, held against each other; bad input is told and kept."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import budgeting, consistency, planning
from handleplan.budget_note.blocks import take_apart
from handleplan.budget_note.facts import CellFact, NoteFact, RowFact, SectionFact
from handleplan.budget_page import note_page
from handleplan.forms.budget_tables import fields_of_table, write_years
from handleplan.models import BudgetNote, Plan, PlanItem, PointAmount
from handleplan.note_facts import complete_notes, facts_of, table_facts
from tests.budgets.example import TEXT, granted, read, small_note
from tests.conftest import BECAUSE


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def item(small_plan, by) -> PlanItem:
    return planning.add_item(small_plan, kind="initiative", number="1.1", title="Sager", **by)


@pytest.fixture
def note(small_plan, item, by) -> BudgetNote:
    return small_note(small_plan, item, **by)


def address(name: str, row) -> str:
    return reverse(f"handleplan:{name}", args=[row.slug if isinstance(row, Plan) else row.pk])


def text_of(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).replace("\u00a0", " ").split())


def seen(row: BudgetNote) -> dict[str, str]:
    return {"seen": str(BudgetNote.objects.get(pk=row.pk).version), "known": "0", "once": "nøgle"}


def test_s001_16_the_page_shows_the_printed_total_and_what_the_rows_give(secretary, small_plan, by):
    note = budgeting.enter_note(small_plan, read(), **by)
    text = text_of(secretary.get(address("budget-note", note)))
    assert (
        "Samlede udgifter (som trykt) - 15.550 - 7.750 - 7.750 - 7.750 Rækkerne giver 15.550 7.750 7.750 7.750" in text
    )
    assert "Tabellerne har numrene 1, 2, 4: tabel 3 mangler." in text
    assert "Tabel 1 + 2 tilsammen; summen står ikke i notatet 2012 2013 2014 2015 16.250 8.050 7.750 7.750" in text


def test_heading_levels_never_jump_however_deep_the_note_begins():
    levels = (3, 3, 1, 2, 2, 3, 1)
    note = NoteFact("Notat", tuple(SectionFact("Afsnit", level) for level in levels))
    assert [section["tag"] for section in note_page(note)["sections"]] == [2, 3, 2, 3, 3, 4, 2]


def test_the_page_asks_as_much_for_many_sections_and_tables_as_for_one(secretary, small_plan, item, note, by):
    def queries(row: BudgetNote) -> int:
        with CaptureQueriesContext(connection) as counted:
            secretary.get(address("budget-note", row))
        return len(counted)

    queries(note)  # what a process asks once
    large = budgeting.enter_note(small_plan, read(), points={"1.1": [item], "2": [item]}, **by)
    assert queries(note) == queries(large)


def test_the_plans_economy_asks_as_much_for_many_amounts_and_notes_as_for_one(secretary, small_plan, item, note, by):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            secretary.get(address("plan-economy", small_plan))
        return len(counted)

    granted(small_plan, item, **by)
    queries()
    one = queries()
    granted(small_plan, None, **by)
    small_note(small_plan, item, **by)
    assert queries() == one


def test_a_pasted_note_is_shown_before_it_is_read_in_and_then_entered(secretary, small_plan):
    page = secretary.post(address("budget-note-read", small_plan), {"text": TEXT, "step": "show"})
    assert page.status_code == 200
    assert BudgetNote.objects.count() == 0
    head, blocks = take_apart(TEXT)
    sent = {"text": TEXT, "step": "enter", "title": head.title, "sign": "cost_positive", "once": "n"}
    sent |= {"above_title": "\n".join(head.above), "proposal_number": "Ø501", "title_lead": head.title_lead}
    sent |= {"case_number": "2011-127812", "document_number": "2011-642739", "caseworker": "Morten Boje"}
    sent |= {f"margin_{block.place}": "on" for block in blocks if block.in_margin}
    sent |= {f"join_{block.place}": "on" for block in blocks if block.joins}
    assert secretary.post(address("budget-note-read", small_plan), sent).status_code == 302
    stored = facts_of(complete_notes().get())
    assert [section.text for section in stored.sections] == [section.text for section in read().sections]
    assert stored.sender == read().sender


def test_a_refused_head_keeps_the_pasted_text(secretary, small_plan):
    sent = {"text": TEXT, "step": "enter", "title": "", "sign": "cost_positive"}
    page = secretary.post(address("budget-note-read", small_plan), sent)
    assert "Giv notatet en titel." in text_of(page)
    assert "Bernstorffsgade 17" in page.content.decode()
    assert BudgetNote.objects.count() == 0


def test_a_table_is_written_in_its_grid(secretary, note):
    sent = seen(note) | {"rows": "3", "years": "2012-2013", "unit": "1000", "number": "2", "caption": "Ny"}
    sent |= {"label_0": "I alt", "kind_0": "total", "order_0": "20", "cell_0_2012": "- 3.000", "cell_0_2013": "-"}
    sent |= {"label_1": "Sager", "kind_1": "row", "order_1": "10", "cell_1_2012": "- 3.000", "proposal_1": "1.1"}
    sent |= {"label_2": "", "kind_2": "row"}
    assert secretary.post(address("budget-table-add", note), sent).status_code == 302
    table = facts_of(complete_notes().get()).sections[-1].tables[-1]
    assert [(row.label, [cell.as_printed for cell in row.cells]) for row in table.rows] == [
        ("Sager", ["- 3.000"]),
        ("I alt", ["- 3.000", "-"]),
    ]
    assert [cell.value for cell in table.rows[1].cells] == [-3_000, 0]


def test_the_grid_gets_the_years_and_rows_that_are_asked_for_and_keeps_what_was_typed(secretary, note):
    sent = seen(note) | {"rows": "3", "years": "2012-2015", "unit": "1000", "label_0": "Sager", "step": "rows"}
    page = secretary.post(address("budget-table-add", note), sent)
    assert page.status_code == 200
    assert 'name="cell_5_2015"' in page.content.decode()
    assert 'value="Sager"' in page.content.decode()


def test_a_cell_that_is_no_number_is_told_and_kept(secretary, note):
    sent = seen(note) | {"rows": "1", "years": "2012", "unit": "1000", "label_0": "Sager", "kind_0": "row"}
    page = secretary.post(address("budget-table-add", note), sent | {"cell_0_2012": "mange"})
    assert page.status_code == 422
    assert "“mange” er ikke et tal. Skriv for eksempel 12.250, - 3.000 eller - for ingenting." in text_of(page)
    assert 'value="mange"' in page.content.decode()


def test_s001_22_quarters_are_ticked(secretary, note):
    sent = seen(note) | {"rows": "1", "years": "2012", "number": "4", "label_0": "- Udvikling"}
    sent["quarters_0"] = ["2012-1", "2012-3"]
    assert secretary.post(address("budget-table-add", note) + "?kind=quarters", sent).status_code == 302
    table = next(facts_of(complete_notes().get()).tables("quarters"))
    assert [(row.label, row.quarters) for row in table.rows] == [("- Udvikling", ("2012-1", "2012-3"))]


def test_the_sentence_fills_in_its_fields(secretary, note):
    sentence = "Der anbefales en 2-årig driftsbevilling på 0,70 mio. kr. i 2012 og 0,30 mio. kr. i 2013 til drift."
    page = secretary.post(address("appropriation-add", note), {"sentence": sentence, "proposal": "1.1", "step": "read"})
    form = page.context["form"]
    assert [form[f"{name}_1"].value() for name in ("year", "amount")] == ["2013", "0,30 mio. kr."]
    assert (form["kind"].value(), form["duration"].value()) == ("operating", "two_years")


def test_an_amount_that_cannot_be_read_is_told(secretary, note):
    sent = seen(note) | {"what": "grant", "kind": "operating", "amount_0": "fire mio."}
    page = secretary.post(address("appropriation-add", note), sent)
    assert page.status_code == 422
    assert "“fire mio.” kan ikke læses som et beløb." in text_of(page)


def test_a_proposal_says_which_points_it_pays_for(secretary, note, item):
    proposal = note.proposals.get()
    sent = seen(note) | {"number": "1.1", "title": "Sager", "points": []}
    assert secretary.post(address("budget-proposal-edit", proposal), sent).status_code == 302
    assert [row.item for row in proposal.points.all()] == []


def test_a_number_used_twice_is_told(secretary, note):
    page = secretary.post(address("budget-proposal-add", note), seen(note) | {"number": "1.1", "title": "Igen"})
    assert page.status_code == 422
    assert "Notatet har allerede et forslag med dette nummer." in text_of(page)


@pytest.mark.parametrize("name", ["section", "proposal", "appropriation", "table"])
def test_what_is_taken_out_is_gone_from_the_note(secretary, note, by, name):
    budgeting.put_section(note, heading="En anden", **by)
    rows = {
        "section": ("budget-section-edit", note.sections),
        "proposal": ("budget-proposal-edit", note.proposals),
        "appropriation": ("appropriation-edit", note.appropriations),
        "table": ("budget-table-edit", note.tables),
    }
    page, all_of = rows[name]
    row = all_of.first()
    assert secretary.post(address(page, row), seen(note) | {"step": "remove"}).status_code == 302
    assert not all_of.filter(pk=row.pk).exists()


def test_who_comes_second_is_told_and_keeps_the_words(secretary, note, by):
    section = note.sections.get()
    mine = seen(note) | {"heading": "1.1 Sager", "level": "3", "kind": "text", "place": "0", "text": "Mine ord"}
    budgeting.put_section(note, section=section, text="Andres ord", **by)
    page = secretary.post(address("budget-section-edit", section), mine)
    assert page.status_code == 409
    assert "Mine ord" in text_of(page)
    assert "Andres ord" in text_of(page)


def test_who_saves_a_table_second_is_told_the_others_cells_and_rows(secretary, note, by):
    table = note.tables.first()
    facts = table_facts(table, note.sign, dict(note.proposals.values_list("pk", "number")))
    mine = seen(note) | {"rows": str(len(facts.rows))} | fields_of_table(facts, table.section_id, note.sign)
    mine |= {"years": write_years(list(facts.years)), "caption": "Min overskrift"}
    first, *rest = facts.rows
    year = first.cells[0].year
    changed = replace(first, key=first.key, cells=(CellFact(year, "9.999", Decimal(9_999)), *first.cells[1:]))
    added = RowFact("row", "Andres række", cells=(CellFact(year, "12", Decimal(12)),))
    theirs = replace(facts, rows=(changed, *rest[:-1], added))
    budgeting.put_table(note, theirs, table=table, section=table.section, **by)
    page = secretary.post(address("budget-table-edit", table), mine)
    told = [(one["label"], one["new"]) for one in page.context["sheet"].others]
    assert (page.status_code, told) == (
        409,
        [
            ("Tabeltekst", facts.caption),
            (f"{first.label}, {year}", "9.999"),
            ("Ny række ”Andres række”", f"{year}: 12 – den er ikke i tabellen nedenfor og forsvinder, hvis du gemmer"),
            (rest[-1].label, "rækken blev taget ud og kommer tilbage, hvis du gemmer"),
        ],
    )
    assert 'value="Min overskrift"' in page.content.decode()


def test_an_amount_is_told_corrected_and_taken_back(secretary, small_plan, item):
    sent = {"item": item.pk, "kind": "granted", "year": "2012", "amount": "4½ mio. kr.", "price_level": "2012 p/l"}
    assert secretary.post(address("amount-add", small_plan), sent | {"once": "a"}).status_code == 302
    first = PointAmount.objects.get()
    right = {"amount": "4,30 mio. kr.", "reason": "Slåfejl", "once": "b"}
    assert secretary.post(address("amount-correct", first), right).status_code == 302
    second = PointAmount.objects.get(replaces=first)
    back = {"step": "take_back", "back-reason": "Ikke bevilget", "once": "c"}
    assert secretary.post(address("amount-correct", second), back).status_code == 302
    text = text_of(secretary.get(address("plan-economy", small_plan)))
    assert "Slåfejl" in text
    assert "Ikke bevilget" in text
    assert "Ingen beløb endnu" in text


def test_an_amount_is_corrected_once_only(secretary, small_plan, item, by):
    row = granted(small_plan, item, **by)
    first = secretary.post(address("amount-correct", row), {"amount": "1 kr.", "reason": "Fejl", "once": "a"})
    again = secretary.post(address("amount-correct", row), {"amount": "2 kr.", "reason": "Fejl", "once": "b"})
    assert (first.status_code, again.status_code) == (302, 409)


def test_sent_twice_is_told_once(secretary, small_plan, item):
    sent = {"item": item.pk, "kind": "spent", "year": "2012", "amount": "250.000", "once": "samme"}
    for _time in range(2):
        secretary.post(address("amount-add", small_plan), sent)
    assert [row.amount for row in PointAmount.objects.all()] == [250_000]


def test_the_point_shows_its_amounts_and_the_proposals_that_pay_for_it(secretary, small_plan, item, note, by):
    granted(small_plan, item, price_level="2012 p/l", **by)
    text = text_of(secretary.get(address("item-detail", item)))
    assert "2012, bevilget: 4.300.000 kr. (2012 p/l)" in text
    assert "Et lille notat, 1.1 Sager" in text


def test_s004_40_the_consistency_page_tells_what_does_not_fit_in_a_note(small_plan, cast, by, demo_day):
    before = consistency.count(small_plan, cast.sara_secretary, demo_day)
    budgeting.enter_note(small_plan, read(), **by)
    found = [
        finding
        for finding in consistency.findings(small_plan, cast.sara_secretary, demo_day)
        if finding.code == "budget_note"
    ]
    assert len(found) == 3
    assert consistency.count(small_plan, cast.sara_secretary, demo_day) == before + 3


def test_a_plan_that_continues_another_leads_to_what_was_granted_there(secretary, small_plan, item, by):
    def leads() -> list[str]:
        return [row["url"] for row in secretary.get(address("plan-economy", after)).context["earlier"]]

    after = planning.create_plan(title="Fase 2", **by)
    planning.edit_plan(small_plan, successor=after, **by)
    assert leads() == []
    granted(small_plan, item, **by)
    granted(small_plan, None, **by)
    assert leads() == [address("plan-economy", small_plan)]
    page = text_of(secretary.get(address("plan-economy", after)))
    assert f"Det, der er bevilget og brugt, før planen blev videreført, står i {small_plan.title} ." in page
