"""The review as an Excel file: the rows of the page, and a title and a name that say the filter (UX 35)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from handleplan import closing, planning
from handleplan.models import PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.web.test_review_xlsx import cells, parts

EXPORT = "/late/late.xlsx"
HEAD = 2  # rows of cells before the first point's: title, note, header


@pytest.fixture
def manager(cast, demo_day) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.mads_manager)
    return client


def exported(client: Client, **query: str) -> list[list]:
    return cells(client.get(EXPORT, query).content)


def day(year: int, month: int, of_month: int) -> int:
    return (dt.date(year, month, of_month) - dt.date(1899, 12, 30)).days


def test_the_title_and_the_name_of_the_file_say_the_filter(real_plan, manager, cast, unit):
    item = PlanItem.objects.get(number="1.2.5.6")
    planning.assign_item(item, owner=None, unit=unit, user=cast.sara_secretary, reason=BECAUSE)
    response = manager.get(EXPORT, {"kind": "overdue", "unit": unit.pk})
    assert response["Content-Disposition"] == 'attachment; filename="handleplan-2013-11-29-overskredet-oekonomi.xlsx"'
    assert cells(response.content)[0] == ["Forfald 29.11.2013 – overskredet – Økonomi"]


def test_the_name_says_the_reason_alone_where_nothing_else_is_asked_for(real_plan, manager):
    name = manager.get(EXPORT, {"kind": "overdue"})["Content-Disposition"]
    assert name == 'attachment; filename="handleplan-2013-11-29-overskredet.xlsx"'


def test_the_name_of_a_file_is_short_and_plain_whatever_was_searched_for(real_plan, manager):
    name = manager.get(EXPORT, {"q": '"../..\\;æ\r\n' + "x" * 200})["Content-Disposition"]
    assert name == f'attachment; filename="handleplan-2013-11-29-ae-{"x" * 95}.xlsx"'


@pytest.mark.parametrize("query", [{"view": "list"}, {"view": "list", "sort": "number"}, {"kind": "text-later"}, {}])
def test_the_rows_are_those_of_the_page(query, real_plan, small_plan, manager):
    add_point(small_plan, "1.1", "1. jan. 2012", "medio 2013", text="Færdig primo 2015.")
    page = manager.get("/late/", query).context
    lists = [page["list"]] if "list" in page else page["sections"]
    shown = [(row["number"], row["end"]) for found in lists for row in found["rows"]]
    assert [(row[1], row[7]) for row in exported(manager, **query)[HEAD + 1 :]] == shown


def test_dates_are_there_as_written_and_as_days_and_numbers_are_numbers(real_plan, manager):
    titles, *rows = exported(manager, view="list", on="2013-11-30")[HEAD:]
    row = dict(zip(range(len(titles)), [*rows[1], None], strict=False))
    assert [row[place] for place in (1, 7, 8, 9, 10)] == [
        "1.1.2.2.A",
        "medio 2013",
        day(2013, 5, 1),
        day(2013, 8, 31),
        91,
    ]
    assert [row[place] for place in (12, 13, 14, 15, 16, 17)] == ["31. dec 2012", day(2012, 12, 31), 334, 1, 121, 243]
    assert [row[place] for place in (20, 21)] == [day(2013, 11, 1), 0]


def test_a_title_that_looks_like_a_formula_stays_text(small_plan, manager):
    add_point(small_plan, "1.1", "1. jan. 2012", title="=1+1")
    response = manager.get(EXPORT, {"view": "list"})
    assert (
        exported(manager, view="list")[HEAD + 1][2],
        b"<f>" in parts(response.content)["xl/worksheets/sheet1.xml"],
    ) == (
        "=1+1",
        False,
    )


def test_a_long_list_is_exported_whole(small_plan, manager, monkeypatch):
    monkeypatch.setattr("handleplan.late_page.lists.MOST_ROWS", 1)
    for number in ("1.1", "1.2", "1.3"):
        add_point(small_plan, number, "1. jan. 2012")
    assert len(exported(manager)[HEAD + 1 :]) == 3


def test_closed_points_are_exported_with_their_chain(small_plan, manager, cast):
    chain = ("1. nov. 2011", "1. feb. 2012", "1. juli 2012", "ultimo 2013")
    item = add_point(small_plan, "2.1", *chain)
    closing.close_item(item, reported_in=dt.date(2013, 11, 1), user=cast.sara_secretary, reason=BECAUSE)
    [row] = exported(manager, view="closed")[HEAD + 1 :]
    assert row[7:14] == [
        *("1. nov. 2011", day(2011, 11, 1), "(1. feb. 2012) (1. juli 2012) ultimo 2013", day(2013, 12, 31)),
        *(3, 670, 791),
    ]
    assert row[14] == day(2013, 11, 1)


def test_an_empty_list_has_its_header_and_its_definitions(cast, manager):
    content = manager.get(EXPORT, {"kind": "overdue"}).content
    assert (len(cells(content)), len(cells(content, sheet=2)) > 5) == (3, True)


def test_a_filter_that_makes_no_sense_shows_the_page(cast, manager):
    response = manager.get(EXPORT, {"kind": "nonsense"})
    assert (response.status_code, response["Content-Type"]) == (422, "text/html; charset=utf-8")


def test_a_person_exports_only_what_exists_for_him(real_plan, cast):
    client = Client()
    client.force_login(cast.ove_owner_of_nothing)
    assert len(exported(client, view="list")) == 3


def test_the_page_links_to_the_export_with_its_filters(real_plan, manager):
    page = manager.get("/late/", {"kind": "overdue", "moved": "2"}).content.decode()
    assert 'href="/late/late.xlsx?kind=overdue&amp;moved=2"' in page
