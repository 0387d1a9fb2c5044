"""Every change to every field, by whom, when, old and new, in a caseworker's words (issue 3, point 6)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from handleplan import arranging, closing, history, planning, recounting, relating, scheduling, staffing, updating
from handleplan.dates import parse
from handleplan.history_panel import PAGE_SIZE, Act, history_page
from handleplan.models import ItemRelation, PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.rewriting import rewrite, rewriting


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


@pytest.fixture
def sara(cast):
    return cast.sara_secretary


@pytest.fixture
def item(small_plan, sara) -> PlanItem:
    return planning.add_item(
        small_plan, kind="initiative", number="1.1", title="Sager", user=sara, reason="Indlæst fra plan.tsv"
    )


def acts(item) -> list[Act]:
    return list(history_page(item, "").acts)


def changed(item) -> list[tuple[str, str, str]]:
    """The fields of the newest act."""
    return [(change.label, change.old, change.new) for line in acts(item)[0].lines for change in line.changes]


def stamp(model, moment: dt.datetime, **which) -> None:
    rewrite(model.history.model, which, history_date=moment)


def test_a_change_says_who_when_why_and_from_what_to_what(item, sara):
    planning.edit_item(item, title="Alle sager", user=sara, reason="Præciseret")
    stamp(PlanItem, dt.datetime(2013, 11, 29, 13, 32, tzinfo=dt.UTC), history_change_reason="Præciseret")
    act = next(act for act in acts(item) if act.reason == "Præciseret")
    assert (act.when, act.by, act.lines[0].changes[0].old, act.lines[0].changes[0].new) == (
        "29. november 2013 kl. 14.32",
        "Sara Secretary",
        "Sager",
        "Alle sager",
    )


def test_a_summers_day_is_told_in_summer_time(item):
    stamp(PlanItem, dt.datetime(2013, 6, 30, 22, 5, tzinfo=dt.UTC), id=item.pk)
    assert acts(item)[0].when == "1. juli 2013 kl. 00.05"


def test_the_first_row_of_an_imported_point_says_where_it_came_from(item):
    (act,) = acts(item)
    assert (act.reason, act.lines[0].is_new) == ("Indlæst fra plan.tsv", True)


def test_choices_are_told_by_their_label_and_months_as_months(item, sara):
    closing.close_item(item, reported_in=dt.date(2013, 11, 1), user=sara, reason=BECAUSE)
    assert {("i gang", "afsluttet"), ("", "november 2013")} <= {(old, new) for _label, old, new in changed(item)}


def test_people_are_called_what_they_were_called_then(item, sara, cast):
    olga = cast.olga_owner
    planning.assign_item(item, owner=olga, unit=None, user=sara, reason=BECAUSE)
    stamp(PlanItem, dt.datetime(2012, 1, 1, tzinfo=dt.UTC), id=item.pk)
    stamp(type(olga), dt.datetime(2011, 1, 1, tzinfo=dt.UTC), id=olga.pk)
    olga.full_name = "Olga Gift"
    history.save(olga, user=sara, reason="Gift", fields=["full_name"])
    assert changed(item)[0][2] == "Olga Owner"


def test_an_author_is_called_what_he_was_called_then(item, sara):
    stamp(PlanItem, dt.datetime(2012, 1, 1, tzinfo=dt.UTC), id=item.pk)
    stamp(type(sara), dt.datetime(2011, 1, 1, tzinfo=dt.UTC), id=sara.pk)
    sara.full_name = "Sara Ny"
    history.save(sara, user=None, reason="Gift", fields=["full_name"])
    assert acts(item)[0].by == "Sara Secretary"


def test_the_five_columns_of_a_date_are_one_change_as_written(item, sara):
    milestone = planning.schedule_item(item, start=None, user=sara, reason="Sat")
    planning.record_first_end(milestone, end=parse("31. dec 2012"), user=sara, reason="Sat")
    planning.move_end(milestone, end=parse("medio 2013"), user=sara, reason="Flyttet")
    assert changed(item)[0][1:] == ("31. dec 2012", "medio 2013 (læses som 1.5.–31.8.2013)")


def test_a_persons_reading_of_a_date_is_told_as_such(item, sara):
    milestone = planning.schedule_item(item, start=None, user=sara, reason="Sat")
    planning.record_first_end(milestone, end=parse("medio 2013"), user=sara, reason="Sat")
    value = milestone.end.override(dt.date(2013, 6, 1), dt.date(2013, 6, 30))
    planning.read_date(milestone, prefix="end", value=value, user=sara, reason="Juni var ment")
    old, new = changed(item)[0][1:]
    assert ("1.5.–31.8.2013" in old, "1.–30.6.2013" in new, old == new) == (True, True, False)


def test_long_texts_are_compared_word_by_word(item, sara):
    long = "Udvikling af værktøjet til alle kontorer. " * 6
    planning.edit_item(item, description=long, user=sara, reason="Først")
    planning.edit_item(item, description=long.replace("alle", "ti", 1), user=sara, reason="Så")
    pieces = acts(item)[0].lines[0].changes[0].pieces
    assert [(p.kind, p.text.strip()) for p in pieces if p.kind != "same"] == [("removed", "alle"), ("added", "ti")]


def test_a_new_number_is_one_change_and_the_former_one_is_remembered(item, sara):
    arranging.renumber_item(item, number="2.1", user=sara, reason="Omnummereret")
    assert [(old, new) for _label, old, new in changed(item)] == [("1.1", "2.1")]


def test_relations_and_shares_are_told_at_both_ends(item, sara, small_plan):
    other = add_point(small_plan, "1.2", "2014", text="")
    relating.relate_items(item, other, kind=ItemRelation.Kind.DEPENDS_ON, user=sara, reason="Knyttet")
    scheduling.share_milestone(other.milestones.get(), item, user=sara, reason="Delt")
    reasons = [{act.reason for act in acts(point)} for point in (item, other)]
    assert all({"Knyttet", "Delt"} <= each for each in reasons)


def test_facts_stand_there_with_their_author(item, sara, cast):
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Sket", user=cast.olga_owner, reason="Skrevet")
    event = recounting.record_event(item.plan, item=item, when=parse("2012"), text="Ansat", user=sara)
    recounting.withdraw(event, user=cast.anna_administrator, reason="Forkert")
    told = [(act.by, line.text) for act in acts(item) for line in act.lines]
    assert {("Olga Owner", "Sket"), ("Sara Secretary", "2012: Ansat")} <= set(told)
    assert ("Anna Administrator", "hændelse “Ansat”: Forkert") in told


def test_rows_with_equal_stamps_are_compared_in_the_order_they_were_written(item, sara):
    for title in ("A", "B", "C"):
        planning.edit_item(item, title=title, user=sara, reason=title)
    stamp(PlanItem, dt.datetime(2013, 1, 1, tzinfo=dt.UTC), id=item.pk)
    found = [(c.old, c.new) for act in acts(item) for line in act.lines for c in line.changes if not line.is_new]
    assert found == [("B", "C"), ("A", "B"), ("Sager", "A")]


def test_a_clock_that_stepped_back_turns_no_change_round(item, sara):
    planning.edit_item(item, title="Ny", user=sara, reason="Ny")
    stamp(PlanItem, dt.datetime(2001, 1, 1, tzinfo=dt.UTC), history_change_reason="Ny")
    last = acts(item)[-1].lines[0].changes[0]
    assert (last.old, last.new) == ("Sager", "Ny")


def test_rows_written_in_bulk_are_told_like_any_other(item, sara):
    item.title = "I bundt"
    history.bulk_change([item], ["title"], user=sara, reason="Indlæst fra ny.tsv")
    assert (acts(item)[0].reason, changed(item)[0][1:]) == ("Indlæst fra ny.tsv", ("Sager", "I bundt"))


def test_a_row_that_changed_nothing_is_not_told(item, sara):
    history.save(item, user=sara, reason="Gemt igen")
    assert [act.reason for act in acts(item)] == ["Indlæst fra plan.tsv"]


@pytest.fixture
def much(item, sara) -> PlanItem:
    for number in range(PAGE_SIZE + 10):
        item.title = f"Titel {number}"
        history.save(item, user=sara, reason=f"nr. {number}", fields=["title"])
    return item


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("1", 1), ("2", 2), ("3", 2), (str(10**20), 1), ("999999", 2), ("-1", 1), ("0", 1), ("²", 1), ("x\0", 1)],
)
def test_a_page_that_is_none_gives_one_that_is(much, asked, number):
    page = history_page(much, asked)
    assert (page.number, page.pages) == (number, 2)


def test_the_pages_hold_every_row_once(much):
    reasons = [act.reason for asked in ("1", "2") for act in history_page(much, asked).acts]
    assert reasons == [*(f"nr. {n}" for n in reversed(range(PAGE_SIZE + 10))), "Indlæst fra plan.tsv"]


def test_the_first_row_of_a_page_knows_the_one_before_it_on_the_next(much):
    oldest = history_page(much, "1").acts[-1].lines[0].changes[0]
    assert (oldest.old, oldest.new) == ("Titel 9", "Titel 10")


def test_the_number_of_queries_is_the_same_for_one_and_for_three_of_each(small_plan, sara, cast):
    counts = []
    for number, count in (("1.3", 1), ("1.4", 3)):
        item = add_point(small_plan, number, "2012")
        milestone = item.milestones.get()
        for n in range(count):
            owner = (cast.olga_owner, cast.mads_manager)[n % 2]
            planning.assign_item(item, owner=owner, unit=None, user=sara, reason=BECAUSE)
            planning.move_end(milestone, end=parse(f"{2014 + n}"), user=sara, reason=BECAUSE)
            event = recounting.record_event(item.plan, item=item, when=parse("2012"), text="x", user=sara)
            recounting.withdraw(event, user=sara, reason="x")
        with CaptureQueriesContext(connection) as queries:
            history_page(item, "")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_reader_may_see_it_in_danish(item, cast):
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.rita_reader)
    page = client.get(reverse("handleplan:item-history", args=[item.pk]), {"page": str(10**20)})
    assert (page.status_code, "Indlæst fra plan.tsv" in page.content.decode()) == (200, True)


def test_a_point_that_is_not_there_is_not_found(db, cast):
    client = Client()
    client.force_login(cast.rita_reader)
    assert client.get(f"/items/{10**20}/history/").status_code == 404


def test_a_person_whose_name_has_no_history_is_still_named(item, sara):
    person = staffing.add_person(username="ny", full_name="Nye Navn", role="owner", user=None, reason="x", password="x")
    with rewriting():
        models.QuerySet(type(person).history.model).filter(id=person.pk).delete()
    planning.assign_item(item, owner=person, unit=None, user=sara, reason=BECAUSE)
    assert changed(item)[0][2] == "Nye Navn"
