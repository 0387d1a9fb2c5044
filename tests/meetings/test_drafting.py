"""Drafting an item: begun from data, written by several people, held back while something is missing (S000, S003)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from handleplan import granting, history, planning, recounting, updating
from handleplan.dates import parse
from meetings import convening, drafting, filling, obliging, promising
from meetings.drafting.sections import refill
from meetings.models import AgendaItem, FocusPoint, ItemVersion, Section
from tests.meetings.assembling import FEBRUARY, JANUARY, february
from tests.reports.editions import published

TODAY = dt.date(2012, 2, 15)
SOFIA = "Ajourføring af forretningsgange i SOFIA"


@pytest.fixture
def point(small_plan, by):
    """An initiative in management focus, with its status of February 2012."""
    item = planning.add_item(small_plan, kind="initiative", number="2.4.6", title=SOFIA, **by)
    told = {"period": dt.date(2012, 2, 1), "in_focus": True, "focus_reason": "forsinket"}
    updating.record_status(item, text="Der er lagt en procesplan.", **told, **by)
    return item


def draft(held, by, **facts) -> AgendaItem:
    facts = {"template": "kk_2012", "title": "Status", "obligation": held.obligation, "today": TODAY} | facts
    return drafting.draft_item(held.meeting, period=dt.date(2012, 2, 1), **facts, **by)


def section(item: AgendaItem, key: str) -> Section:
    return item.sections.get(key=key)


def answer_all(item: AgendaItem, by) -> None:
    """Writes something into every section that lacks it, and answers the promises."""
    for lacking in drafting.missing(item):
        if lacking.section:
            row = Section.objects.get(pk=lacking.section)
            write(row, "Skrevet.", by)


def write(row: Section, body: str, by, **facts) -> None:
    facts = {"heading": row.heading, "heading_form": row.heading_form, "text_as_of": row.text_as_of} | facts
    drafting.edit_section(row, body=body, seen=None, **facts, **by)


# -- begun from data --------------------------------------------------------------------------------------------------


def test_S000_5_the_sections_stand_in_the_templates_order(held, by):
    item = draft(held, by)
    assert [row.heading for row in item.sections.filter(parent=None)] == [
        "",
        "Indstilling og beslutning",
        "Problemstilling",
        "Løsning",
        "Økonomi",
        "Videre proces",
        "",
        "Beslutning",
    ]


def test_S000_3_the_lead_states_the_standing_order(held, by):
    assert section(draft(held, by), "lead").body == (
        "Socialudvalget har besluttet, at udvalget skal forelægges månedlig afrapportering i 2012."
    )


def test_S000_6_the_usual_proposal_is_there(held, by):
    assert draft(held, by).proposals.get().text == (
        "At Socialudvalget tager status på En lille plan for februar 2012 til efterretning."
    )


def test_S000_8_what_is_in_focus_gets_a_line_and_a_heading_of_its_own(held, by, point):
    line = draft(held, by).focus_points.get()
    said = (line.title, line.answered_in.heading, line.answered_in.heading_form, line.answered_in.body)
    assert said == (SOFIA, SOFIA, "run_in", "Der er lagt en procesplan.")


def test_S000_7_the_issue_lists_the_points_in_focus(held, by, point):
    assert section(draft(held, by), "problemstilling").body.endswith(f"\n\n- {SOFIA}")


def test_S000_34_the_list_of_last_time_comes_along_without_what_was_taken_off(held, by, small_plan):
    january = drafting.draft_item(
        held.january,
        template="kk_2012",
        title="Januar",
        plan=small_plan,
        period=JANUARY.replace(day=1),
        today=JANUARY,
        **by,
    )
    kept = drafting.add_focus(january, title="SOFUS fase 1", **by)
    gone = drafting.add_focus(january, title="Ældre afgørelser", **by)
    drafting.take_off(gone, why="Afsluttet i januar", seen=None, **by)
    item = draft(held, by)
    assert [(line.title, line.carried_from) for line in item.focus_points.all()] == [("SOFUS fase 1", kept)]


def test_who_signed_last_time_signs_again(held, by, small_plan):
    january = drafting.draft_item(
        held.january, template="kk_2012", title="Januar", plan=small_plan, today=JANUARY, **by
    )
    drafting.edit_item(january, signers="Anette Laigaard\nKasper Håkansson", seen=None, **by)
    assert draft(held, by).signers == "Anette Laigaard\nKasper Håkansson"


def test_S000_17_what_happened_since_last_time_is_told(held, by, small_plan, cast):
    words = "12 nye medarbejdere i HKY"
    recounting.record_event(small_plan, when=parse("januar 2012"), text=words, user=by["user"])
    assert f"- januar 2012: {words}" in section(draft(held, by), "loesning").body


def test_S000_12_a_request_stands_in_the_issue_and_a_promise_in_the_status(held, by, small_plan):
    asked = "Udvalget anmodede om en særlig uddybelse."
    promised = "Udvalget vil på mødet i februar 2012 blive præsenteret for nye milepæle."
    common = {"plan": small_plan, "committees": [held.committee], "source_text": "Socialudvalget 25.01.2012"}
    promising.make_commitment(kind="request", text=asked, when=parse("februar 2012"), **common, **by)
    promising.make_commitment(kind="promise", text=promised, when=parse("februar 2012"), **common, **by)
    item = draft(held, by)
    assert (asked in section(item, "problemstilling").body, promised in section(item, "loesning").body) == (True, True)


def test_S003_4_slagelses_template_says_who_decides(held, by):
    item = draft(held, by, template="slagelse_2018")
    assert (section(item, "kompetence").body, item.proposals.get().text[:3]) == ("Socialudvalget.", "at ")


def test_an_item_keeps_the_habits_it_was_drafted_with(held, by):
    item = draft(held, by)
    assert item.habits == item.template.data


def test_S000_34_what_changed_between_the_last_two_editions_is_told(held, by, small_plan, point):
    published(small_plan, by["user"], dt.date(2012, 1, 1))
    planning.add_item(small_plan, kind="initiative", number="2.1.3.1.", title="SOFUS", **by)
    published(small_plan, by["user"], dt.date(2012, 2, 1))
    body = section(draft(held, by), "loesning").body
    assert body.startswith("Siden udgave 1 (januar 2012):\n\n")
    assert "- Nye punkter: 2.1.3.1. SOFUS" in body


def test_the_months_edition_goes_along_as_an_annex_and_is_delivered(held, by, small_plan):
    edition = published(small_plan, by["user"], dt.date(2012, 2, 1))
    item = draft(held, by)
    annex = item.appendices.get()
    answer_all(item, by)
    ready(item, by)
    assert (annex.edition, annex.title, held.obligation.deliveries.get().edition) == (
        edition,
        "En lille plan, februar 2012",
        edition,
    )


# -- written ----------------------------------------------------------------------------------------------------------


def test_two_writers_of_a_section_do_not_overwrite_each_other(held, by):
    row = section(draft(held, by), "videre_proces")
    write(row, "Først.", by)
    with pytest.raises(history.Outdated):
        drafting.edit_section(
            row, heading=row.heading, heading_form=row.heading_form, body="Så.", text_as_of=None, seen=1, **by
        )


def test_a_section_that_is_taken_out_keeps_its_words(held, by):
    row = section(draft(held, by), "lead")
    drafting.drop_section(row, why="Står i problemstillingen", seen=None, **by)
    assert (row.is_dropped, row.body != "", row.dropped_because) == (True, True, "Står i problemstillingen")


def test_a_section_moves_among_its_siblings(held, by):
    item = draft(held, by)
    drafting.move_section(section(item, "oekonomi"), up=True, **by)
    keys = [row.key for row in item.sections.filter(parent=None)]
    assert keys.index("oekonomi") < keys.index("loesning")


def test_the_first_section_cannot_move_up(held, by):
    assert drafting.move_section(section(draft(held, by), "lead"), up=True, **by) is False


def test_S003_4_a_section_of_its_own_stands_where_it_is_put(held, by):
    item = draft(held, by)
    after = section(item, "problemstilling")
    drafting.add_section(item, heading="Status", after=after, **by)
    headings = [row.heading for row in item.sections.filter(parent=None)]
    assert headings[headings.index("Problemstilling") + 1] == "Status"


def test_a_section_stands_under_one_of_its_own_item_only(held, by):
    one, other = draft(held, by), draft(held, by)
    with pytest.raises(ValueError):
        drafting.add_section(one, heading="x", parent=section(other, "loesning"), **by)


def test_a_refill_brings_news_and_keeps_her_words(held, by, point):
    item = draft(held, by)
    row = item.focus_points.get().answered_in
    write(row, "Der er lagt en procesplan.\n\nVi følger den tæt.", by)
    told = {"period": dt.date(2012, 2, 1), "text": "Der er lagt en ny procesplan."}
    updating.record_status(point, **told, **by)
    found = refill(Section.objects.get(pk=row.pk))
    assert (found.is_news, found.merged.text, found.merged.clean) == (
        True,
        "Der er lagt en ny procesplan.\n\nVi følger den tæt.",
        True,
    )


def test_a_refill_without_news_changes_nothing(held, by, point):
    row = draft(held, by).focus_points.get().answered_in
    found = refill(row)
    assert (found.is_news, found.merged.text) == (False, row.body)


def test_a_refilled_section_is_as_of_today(held, by):
    row = section(draft(held, by), "loesning")
    drafting.refill_section(row, body="Nyt", fresh="Nyt", today=FEBRUARY, seen=None, **by)
    assert (row.text_as_of, row.filled) == (FEBRUARY, "Nyt")


def test_the_economy_begins_with_the_templates_phrase_and_a_refill_offers_the_plans_amounts(held, by, point):
    amount = {"kind": "granted", "year": 2012, "amount": Decimal(5_300_000), "price_level": "2012 p/l"}
    granting.record_amount(point.plan, item=point, **amount, **by)
    row = section(draft(held, by), "oekonomi")
    assert (row.body, refill(row).merged.text) == (
        "",
        "I 2012 er der bevilget 5,30 mio. kr. (2012 p/l) til handleplanens punkter.",
    )


# -- looked at --------------------------------------------------------------------------------------------------------


def test_S000_18_a_date_to_come_that_lies_before_the_meeting_is_stale(held, by):
    item = draft(held, by)
    write(section(item, "videre_proces"), "Budgetter forventes lagt omkring den 20. februar 2012.", by)
    stale = [each for each in drafting.remarks(item) if each.code == "stale"]
    assert [each.section for each in stale] == [section(item, "videre_proces").pk]


def test_a_date_after_the_meeting_is_not_stale(held, by):
    item = draft(held, by)
    write(section(item, "videre_proces"), "Budgetter forventes lagt omkring den 20. marts 2012.", by)
    assert [each for each in drafting.remarks(item) if each.code == "stale"] == []


def test_S003_24_an_item_for_information_proposes_to_take_note_only(held, by):
    item = draft(held, by, kind="O")
    drafting.edit_proposal(item.proposals.get(), text="At udvalget godkender planen.", asks="note", seen=None, **by)
    assert [each.code for each in drafting.remarks(item) if each.code == "not_noting"] == ["not_noting"]


def test_S003_24_taking_note_is_what_an_item_for_information_proposes(held, by):
    assert [each for each in drafting.remarks(draft(held, by, kind="O")) if each.code == "not_noting"] == []


def test_S000_22_a_report_named_by_its_month_is_resolved_by_the_calendar(held, by, small_plan):
    reference = february(small_plan, held, **by).reference
    assert (reference.words, reference.meeting, reference.resolved_by) == (
        "martsafrapporteringen",
        held.march,
        "calendar",
    )


def test_S000_22_a_forecast_is_listed_until_a_person_says_what_it_is(held, by):
    item = draft(held, by)
    row = section(item, "videre_proces")
    write(row, "SOFUS anvendes i forbindelse med aprilprognosen.", by)
    before = [each.code for each in drafting.remarks(item)]
    drafting.resolve_reference(row.references.get(), meeting=held.march, **by)
    assert (before, drafting.remarks(item)) == (["reference"], [])


# -- going out --------------------------------------------------------------------------------------------------------


def ready(item: AgendaItem, by) -> ItemVersion:
    return drafting.mark_ready(AgendaItem.objects.get(pk=item.pk), seen=None, **by)


def test_an_item_with_an_empty_section_is_not_ready(held, by):
    item = draft(held, by)
    with pytest.raises(drafting.NotReady) as refused:
        ready(item, by)
    assert {each.code for each in refused.value.missing} == {"empty"}


def test_S000_21_an_item_is_not_ready_while_a_promise_is_unanswered(held, by, small_plan):
    item = draft(held, by)
    answer_all(item, by)
    words = "Milepæle for leverance præsenteres for udvalget ved februarafrapporteringen."
    where = {"plan": small_plan, "committees": [held.committee], "source_text": "Socialudvalget 25.01.2012"}
    promising.make_commitment(kind="promise", text=words, when=parse("februar 2012"), **where, **by)
    with pytest.raises(drafting.NotReady) as refused:
        ready(item, by)
    assert [each.code for each in refused.value.missing] == ["promise"]


def test_a_point_in_focus_is_answered_or_taken_off_with_a_reason(held, by):
    item = draft(held, by)
    answer_all(item, by)
    line = drafting.add_focus(item, title="SOFUS fase 1", **by)
    before = [each.code for each in drafting.missing(item)]
    drafting.take_off(line, why="Implementeret", seen=None, **by)
    assert (before, drafting.missing(item)) == (["focus"], [])


def test_a_point_is_not_answered_under_a_section_that_was_taken_out(held, by, point):
    item = draft(held, by)
    answer_all(item, by)
    drafting.drop_section(section(item, "loesning"), why="Slået sammen", seen=None, **by)
    assert [each.code for each in drafting.missing(item)] == ["focus"]


def test_a_point_does_not_leave_the_list_without_a_reason(held, by):
    line = drafting.add_focus(draft(held, by), title="SOFUS fase 1", **by)
    with pytest.raises(ValueError):
        drafting.take_off(line, why="  ", seen=None, **by)


def test_S000_33_a_ready_item_is_kept_as_it_goes_out(held, by):
    item = draft(held, by)
    answer_all(item, by)
    version = ready(item, by)
    write_after = AgendaItem.objects.get(pk=item.pk)
    assert (version.kind, version.content["title"], write_after.state) == ("agenda", "Status", "ready")


def test_a_ready_item_delivers_what_the_committee_is_owed(held, by):
    item = draft(held, by)
    answer_all(item, by)
    ready(item, by)
    assert obliging.standing(held.obligation, FEBRUARY)[1].state == obliging.DELIVERED


def test_an_item_that_is_taken_off_delivers_nothing(held, by):
    item = draft(held, by)
    answer_all(item, by)
    ready(item, by)
    drafting.drop_item(AgendaItem.objects.get(pk=item.pk), seen=None, **by)
    assert obliging.standing(held.obligation, FEBRUARY)[1].state == obliging.DUE


def test_a_ready_item_is_not_written_before_it_is_taken_back(held, by):
    item = draft(held, by)
    answer_all(item, by)
    ready(item, by)
    with pytest.raises(drafting.NotDrafting):
        write(section(item, "lead"), "Nyt", by)
    drafting.take_back(AgendaItem.objects.get(pk=item.pk), seen=None, **by)
    write(section(item, "lead"), "Nyt", by)
    assert section(item, "lead").body == "Nyt"


def test_items_change_places_on_the_agenda(held, by):
    _one, other = draft(held, by, title="Et"), draft(held, by, title="To")
    drafting.move_item(other, up=True, **by)
    assert [item.title for item in held.meeting.items.all()] == ["To", "Et"]


def test_the_item_before_is_the_last_of_the_same_committee(held, by, small_plan):
    january = drafting.draft_item(held.january, template="kk_2012", title="J", plan=small_plan, today=JANUARY, **by)
    other = convening.add_committee(name="Økonomiudvalget", **by)
    [meeting] = convening.add_meetings(other, days=[(dt.date(2012, 2, 7), None)], **by)
    drafting.draft_item(meeting, template="kk_2012", title="Ø", plan=small_plan, today=JANUARY, **by)
    assert filling.previous_item(held.meeting, small_plan) == january


def test_a_line_of_the_list_is_answered_in_its_own_item_only(held, by):
    one, other = draft(held, by), draft(held, by)
    line: FocusPoint = drafting.add_focus(one, title="x", **by)
    with pytest.raises(ValueError):
        drafting.answer_focus(line, section=section(other, "loesning"), seen=None, **by)
