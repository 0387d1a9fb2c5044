"""The month's status report as a page, and what its PDF answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from handleplan import updating
from handleplan.models import Plan, PlanItem
from reports import pdf
from tests.conftest import BECAUSE


@pytest.fixture
def reader(cast) -> Client:
    client = Client()
    client.force_login(cast.rita_reader)
    return client


def report(plan: Plan, query: str = "", suffix: str = "") -> str:
    return reverse(f"reports:status-report{suffix}", args=[plan.slug]) + query


@pytest.fixture
def printed(monkeypatch) -> list:
    """The snapshots that were sent to paper; nothing is rendered."""
    sent = []
    monkeypatch.setattr("reports.pdf.render", lambda snapshot: sent.append(snapshot) or b"%PDF-1.7 not rendered here")
    return sent


def test_the_report_is_of_the_newest_month_that_has_a_status(reader, real_plan):
    assert reader.get(report(real_plan)).context["snapshot"].period == dt.date(2013, 11, 1)


@pytest.mark.parametrize("month", ["2012-02", "februar 2012", "feb. 2012"])
def test_another_month_can_be_asked_for(reader, real_plan, month):
    assert reader.get(report(real_plan, f"?month={month}")).context["snapshot"].period == dt.date(2012, 2, 1)


@pytest.mark.parametrize("month", ["hvornår", "2013-13", "0000-01", "9" * 400, "\x00"])
def test_what_is_no_month_is_not_found(reader, real_plan, month):
    assert reader.get(report(real_plan), {"month": month}).status_code == 404


def test_the_page_leads_to_the_pdf_of_the_same_month(reader, real_plan, printed):
    page = reader.get(report(real_plan, "?month=2012-02"))
    address = report(real_plan, "?month=2012-02", "-pdf")
    assert address in page.content.decode()
    reader.get(address)
    assert [snapshot.period for snapshot in printed] == [dt.date(2012, 2, 1)]


def test_the_pdf_is_named_after_plan_and_month(reader, real_plan, printed):
    answer = reader.get(report(real_plan, suffix="-pdf"))
    assert answer["Content-Disposition"] == f'inline; filename="statusrapport-{real_plan.slug}-2013-11.pdf"'


@pytest.mark.parametrize("code", ["timeout", "crashed"])
def test_a_report_that_cannot_be_made_says_so_and_sends_nothing(reader, real_plan, monkeypatch, code):
    def fail(snapshot):
        raise pdf.PaperError(code)

    monkeypatch.setattr("reports.pdf.render", fail)
    answer = reader.get(report(real_plan, suffix="-pdf"))
    assert (answer.status_code, "Rapporten kunne ikke dannes" in answer.content.decode()) == (503, True)


def test_text_of_the_plan_is_escaped(reader, real_plan, cast):
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    updating.record_status(
        item, period=dt.date(2013, 11, 1), text="<script>alert(1)</script>", user=cast.sara_secretary, reason=BECAUSE
    )
    assert "<script>alert(1)" not in reader.get(report(real_plan)).content.decode()


def test_a_status_with_marks_is_shown_formatted(reader, real_plan, cast):
    item = PlanItem.objects.get(plan=real_plan, number="1.2.5.6")
    updating.record_status(
        item,
        period=dt.date(2013, 11, 1),
        text="**Næsten** færdig",
        text_kind="markdown",
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    assert "<strong>Næsten</strong> færdig" in reader.get(report(real_plan)).content.decode()


def test_each_point_that_needs_attention_stands_once(reader, real_plan):
    notices = reader.get(report(real_plan)).context["notices"]
    assert [notice["number"] for notice in notices] == ["1.2.5.6", "1.1.2.2.A", "2.1.3.1."]


def test_the_standard_design_shows_its_charts_with_their_tables(reader, real_plan):
    answer = reader.get(report(real_plan, "?design=standard"))
    told = [(chart["key"], bool(chart["svg"]), len(chart["table"].rows)) for chart in answer.context["charts"]]
    assert told == [("gantt-1", True, 3), ("trend", False, 9)]
    assert "<svg xmlns" in answer.content.decode()


def test_the_tables_own_design_has_no_charts(reader, real_plan):
    assert reader.get(report(real_plan)).context["charts"] == []
