"""The pages an item is drafted on: section by section, by several people, with what is missing beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import history, planning
from handleplan.dates import parse
from meetings import drafting, filling, obliging, promising
from meetings.models import AgendaItem, Meeting, Section
from tests.meetings.assembling import february
from tests.web.keeping import carried, send


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def drafted(small_plan, held, by):
    return february(small_plan, held, **by)


@pytest.fixture
def item(drafted) -> AgendaItem:
    return drafted.item


def section(item: AgendaItem, key: str) -> Section:
    return item.sections.get(key=key)


def written(row: Section, **changes) -> dict[str, str]:
    """The fields of a section's form as the browser shows them, with some changed."""
    fields = {"heading": row.heading, "heading_form": row.heading_form, "body": row.body}
    return fields | changes


def close(item: AgendaItem, by) -> None:
    facts = {"is_closed": True, "closed_reason": "forvaltningsloven § 27", "public_title": "En personsag"}
    drafting.edit_item(item, seen=None, **facts, **by)


def test_who_only_reads_is_told_that_a_draft_is_one_on_both_pages(secretary, reader, item, by):
    told = "Dette er et udkast"
    pages = [at("agenda-item", item.pk), at("item-document", item.pk)]
    assert [told in reader.get(page).content.decode() for page in pages] == [True, True]
    assert told not in secretary.get(pages[0]).content.decode()  # who writes it sees what is missing
    item.state = AgendaItem.State.READY
    history.save(item, fields=["state"], **by)
    assert [told in reader.get(page).content.decode() for page in pages] == [False, False]


def test_a_meeting_says_what_its_committee_is_owed(secretary, held):
    [owed] = secretary.get(at("meeting-detail", held.meeting.pk)).context["owed"]
    assert (owed["text"], owed["period"]) == ("månedlig afrapportering i 2012", "februar 2012")


def test_a_meeting_with_the_item_is_owed_nothing_more(secretary, held, item):
    assert secretary.get(at("meeting-detail", held.meeting.pk)).context["owed"] == []


def test_an_item_is_drafted_from_the_order_that_was_pressed(secretary, held):
    address = f"{at('agenda-item-add', held.meeting.pk)}?obligation={held.obligation.pk}"
    first = secretary.get(address).context["form"].initial
    fields = {"about": first["about"], "period": "februar 2012", "template": "kk_2012"}
    secretary.post(address, fields)
    made = held.meeting.items.get()
    assert (made.obligation, made.title, made.period) == (
        held.obligation,
        "Status på En lille plan",
        dt.date(2012, 2, 1),
    )


@pytest.mark.pure
@pytest.mark.parametrize(("day", "month"), [("2013-12-04", "2013-11-01"), ("2012-02-29", "2012-02-01")])
def test_a_meeting_early_in_a_month_is_told_of_the_month_before(day, month):
    meeting = Meeting(date=dt.date.fromisoformat(day))
    assert filling.month_told_at(meeting).isoformat() == month


def test_a_double_click_drafts_one_item(secretary, held):
    fields = {"about": f"o{held.obligation.pk}", "template": "kk_2012", "period": "februar 2012", "once": "en-noegle"}
    for _click in range(2):
        secretary.post(at("agenda-item-add", held.meeting.pk), fields)
    assert held.meeting.items.count() == 1


def test_an_item_without_a_plan_needs_a_title(secretary, held):
    answer = send(secretary, at("agenda-item-add", held.meeting.pk), about="none", template="kk_2012")
    assert (answer.status_code, answer.context["form"].errors["title"]) == (422, ["Skriv punktets titel."])


def test_a_section_is_written(secretary, item):
    row = section(item, "videre_proces")
    fields = written(row, body="Udvalget får status i marts.", text_as_of="15.2.2012")
    send(secretary, at("section-edit", row.pk), **fields)
    row.refresh_from_db()
    assert (row.body, row.text_as_of) == ("Udvalget får status i marts.", dt.date(2012, 2, 15))


def test_a_heading_that_should_stand_cannot_be_empty(secretary, item):
    row = section(item, "videre_proces")
    answer = send(secretary, at("section-edit", row.pk), **written(row, heading=""))
    assert (answer.status_code, "heading" in answer.context["form"].errors) == (422, True)


def test_a_point_that_the_plan_does_not_have_is_refused_by_its_number(secretary, item):
    row = section(item, "videre_proces")
    answer = send(secretary, at("section-edit", row.pk), **written(row, points="9.9.9"))
    assert answer.context["form"].errors["points"] == ["Planen har intet punkt med nummeret 9.9.9."]


def test_a_section_speaks_of_points_by_their_numbers(secretary, item, small_plan, by):
    planning.add_item(small_plan, kind="initiative", number="2.1.3.1.", title="SOFUS", **by)
    row = section(item, "videre_proces")
    send(secretary, at("section-edit", row.pk), **written(row, points="2.1.3.1"))
    assert [link.point.number for link in row.points.all()] == ["2.1.3.1."]


def test_two_people_on_one_section_see_both_texts_brought_together(secretary, item, by):
    row = section(item, "videre_proces")
    start = {"heading": row.heading, "heading_form": row.heading_form, "text_as_of": None}
    drafting.edit_section(row, body="Først.\n\nSidst.", seen=None, **start, **by)
    mine = carried(secretary, at("section-edit", row.pk))
    drafting.edit_section(row, body="Først.\n\nSidst, siger hun.", seen=None, **start, **by)
    answer = secretary.post(at("section-edit", row.pk), mine | written(row, body="Allerførst.\n\nSidst."))
    row.refresh_from_db()
    assert (answer.status_code, answer.context["form"].initial["body"], row.body) == (
        409,
        "Allerførst.\n\nSidst, siger hun.",
        "Først.\n\nSidst, siger hun.",
    )


def test_what_was_brought_together_is_saved_at_the_second_try(secretary, item, by):
    row = section(item, "videre_proces")
    mine = carried(secretary, at("section-edit", row.pk))
    start = {"heading": row.heading, "heading_form": row.heading_form, "text_as_of": None}
    drafting.edit_section(row, body="Deres.", seen=None, **start, **by)
    again = secretary.post(at("section-edit", row.pk), mine | written(row, body="Mine."))
    marks = {name: getattr(again.context["sheet"], name) for name in ("seen", "known", "once")}
    secretary.post(at("section-edit", row.pk), marks | written(row, body="Begge."))
    row.refresh_from_db()
    assert row.body == "Begge."


def test_a_refill_shows_what_changes_and_writes_nothing(secretary, item, held, by):
    row = section(item, "lead")
    body = row.body
    obliging.edit_obligation(held.obligation, seen=None, text="en afrapportering hver måned i 2012", **by)
    page = secretary.get(at("section-refill", row.pk))
    row.refresh_from_db()
    assert (page.context["found"].is_news, row.body) == (True, body)


def test_an_item_that_lacks_something_is_not_ready_and_says_what(secretary, item, small_plan, held, by):
    where = {"plan": small_plan, "committees": [held.committee], "source_text": "Socialudvalget 25.01.2012"}
    words = "Milepæle præsenteres i februar 2012."
    promising.make_commitment(kind="promise", text=words, when=parse("februar 2012"), **where, **by)
    answer = secretary.post(at("agenda-item-ready", item.pk), {"seen": item.version}, follow=True)
    said = [one["sentence"] for one in answer.context["missing"]]
    item.refresh_from_db()
    assert (f"Lovet, men ikke besvaret: “{words}”" in said, item.state) == (True, "draft")


def test_a_whole_item_is_marked_ready_and_taken_back(secretary, item, by):
    for key in ("problemstilling", "loesning", "videre_proces"):
        row = section(item, key)
        send(secretary, at("section-edit", row.pk), **written(row, body="Skrevet."))
    secretary.post(at("agenda-item-ready", item.pk), {"seen": item.version})
    item.refresh_from_db()
    ready = item.state
    secretary.post(at("agenda-item-take-back", item.pk), {"seen": item.version})
    item.refresh_from_db()
    assert (ready, item.state, item.versions.count()) == ("ready", "draft", 1)


def test_a_section_of_a_ready_item_is_not_written(secretary, item, by):
    for key in ("problemstilling", "loesning", "videre_proces"):
        row = section(item, key)
        send(secretary, at("section-edit", row.pk), **written(row, body="Skrevet."))
    drafting.mark_ready(AgendaItem.objects.get(pk=item.pk), seen=None, **by)
    row = section(item, "lead")
    answer = send(secretary, at("section-edit", row.pk), **written(row, body="Nyt."))
    row.refresh_from_db()
    assert (answer.status_code, row.body == "Nyt.") == (302, False)


def test_a_point_leaves_the_list_with_a_reason_only(secretary, drafted):
    address = at("focus-off", drafted.line.pk)
    refused = send(secretary, address, why=" ")
    send(secretary, address, why="Implementeret")
    drafted.line.refresh_from_db()
    assert (refused.status_code, drafted.line.off_because) == (422, "Implementeret")


def test_a_name_in_the_text_is_resolved_by_a_person(secretary, drafted, held):
    send(secretary, at("reference-edit", drafted.reference.pk), meeting=held.meeting.pk)
    drafted.reference.refresh_from_db()
    assert (drafted.reference.meeting, drafted.reference.resolved_by) == (held.meeting, "person")


def test_a_closed_item_needs_its_reason_and_its_public_title(secretary, item):
    answer = send(secretary, at("agenda-item-edit", item.pk), title="x", is_closed="on")
    assert set(answer.context["form"].errors) == {"closed_reason", "public_title"}


def test_a_closed_item_does_not_exist_for_a_reader(reader, item, by):
    close(item, by)
    assert reader.get(at("agenda-item", item.pk)).status_code == 404


def test_a_reader_sees_a_closed_items_public_title_on_the_agenda(reader, item, held, by):
    close(item, by)
    page = reader.get(at("meeting-detail", held.meeting.pk)).content.decode()
    told = [words in page for words in ("En personsag", "Status på handleplanen", "forvaltningsloven")]
    assert told == [True, False, False]


def test_the_trail_of_a_closed_item_does_not_name_it_to_a_reader(reader, item, by):
    close(item, by)
    page = reader.get(at("item-document", item.pk)).content.decode()
    assert "Status på handleplanen" not in page


def test_a_reader_gets_the_words_and_no_buttons(reader, item):
    page = reader.get(at("agenda-item", item.pk))
    html = page.content.decode()
    assert (page.context["writes"], at("section-edit", section(item, "lead").pk) in html) == (False, False)


def test_an_owner_of_nothing_does_not_see_the_item(cast, item):
    client = Client()
    client.force_login(cast.ove_owner_of_nothing)
    assert client.get(at("agenda-item", item.pk)).status_code == 404


def test_the_items_page_takes_as_many_queries_for_one_section_as_for_many(secretary, item, by):
    address = at("agenda-item", item.pk)
    secretary.get(address)
    with CaptureQueriesContext(connection) as one:
        secretary.get(address)
    for nth in range(4):
        more = drafting.add_section(item, heading=f"Mere {nth}", body="Ved martsafrapporteringen.", **by)
        drafting.add_focus(item, title=f"Fokus {nth}", answered_in=more, **by)
        drafting.add_proposal(item, text="At udvalget tager det til efterretning.", **by)
        drafting.add_annex(item, title=f"Bilag {nth}", **by)
    with CaptureQueriesContext(connection) as many:
        secretary.get(address)
    assert len(many) == len(one)


def test_home_says_what_the_next_agenda_lacks(secretary, held, settings):
    settings.HANDLEPLAN_TODAY = dt.date(2012, 2, 20)
    tasks = [task for group in secretary.get("/").context["groups"] for task in group["tasks"]]
    assert "Socialudvalget 29.2.2012 mangler et punkt om En lille plan" in [task.label for task in tasks]


def test_the_consistency_page_counts_the_reports_a_committee_never_had(secretary, held, small_plan, settings):
    settings.HANDLEPLAN_TODAY = dt.date(2012, 3, 1)
    page = secretary.get(reverse("handleplan:plan-consistency", args=[small_plan.slug])).content.decode()
    assert "Socialudvalget mangler 2 rapporter: januar 2012, februar 2012" in page


def test_what_a_closed_item_promised_is_neither_shown_to_a_reader_nor_put_into_an_open_item(reader, item, held, by):
    words = "Sagen om NN afsluttes i marts 2012."
    section = drafting.add_section(item, heading="Personsag", body=words, **by)
    facts = {"when": parse("marts 2012"), "committees": [held.committee]}
    promising.make_commitment(kind="promise", text=words, section=section, **facts, **by)
    close(item, by)
    march = drafting.draft_item(
        held.march, template="kk_2012", title="Marts", plan=item.plan, today=dt.date(2012, 3, 14), **by
    )
    bodies = "".join(row.body for row in march.sections.all())
    assert (words in bodies, reader.get(at("agenda-item", march.pk)).context["due"]) == (False, [])
