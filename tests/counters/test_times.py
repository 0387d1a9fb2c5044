"""What is measured, not counted: how long something takes, held against the own target and the statutory limit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from handleplan import closing, consistency, counting, rounding
from handleplan.counter_accounts import accounts
from handleplan.counting import Told
from handleplan.dates import parse
from handleplan.models import Counter, Observation, Plan, User
from handleplan.tallies import Tally
from reports import charts
from reports.snapshot import build_snapshot
from tests.conftest import BECAUSE

NOVEMBER, DECEMBER = dt.date(2013, 11, 1), dt.date(2013, 12, 1)


@pytest.fixture
def waiting(point, cast) -> Counter:
    """Case processing takes 10 weeks; the target is 8, and the statute allows 4 (S000-16, S003-13)."""
    by = {"user": cast.olga_owner, "reason": BECAUSE}
    aims = {"target": "8 uger", "limit": "fire uger"}
    counter = counting.add_counter(point, name="Sagsbehandlingstid", unit="uger", **aims, **by)
    told = [("oktober 2013", "12"), ("november 2013", "10")]
    series = [Told("measured", parse(when), Decimal(weeks), source="Fagsystemet") for when, weeks in told]
    counting.record_series(counter, series, **by)
    return counter


@pytest.fixture
def owner(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.olga_owner)
    return client


def measured(value: str, unit: str = "uger", qualifier: str = "", **aims: str) -> list[tuple[str, str, bool]]:
    tally = Tally("measured", dt.date(2013, 11, 30), Decimal(value), qualifier=qualifier)
    (account,) = accounts([tally], title="Tid", unit=unit, **aims)
    return [(figure.value, figure.note, figure.is_over) for figure in account.figures]


def test_S000_16_the_newest_number_says_by_how_much_it_keeps_its_aims_or_not():
    assert measured("7.5", target="8 uger", limit="fire uger") == [
        ("7,5 uger", "pr. 30. november 2013", False),
        ("8 uger", "overholdt med 0,5 uger", False),
        ("fire uger", "overskredet med 3,5 uger", True),
    ]


def test_one_week_is_one_week_and_a_rough_number_stays_rough():
    assert measured("9", qualifier="ca.", target="8 uger")[1] == ("8 uger", "overskredet med ca. 1 uge", True)


def test_an_aim_that_is_just_kept_is_kept():
    assert measured("4", limit="fire uger")[1] == ("fire uger", "lige netop overholdt", False)


@pytest.mark.parametrize("aim", ["hurtigst muligt", "2 måneder", "mindst 8 uger"])
def test_what_cannot_be_compared_says_so(aim):
    assert measured("9", target=aim)[1] == (aim, "kan ikke sammenlignes med tallet", False)


def test_what_is_measured_has_no_end_to_foresee():
    tallies = [Tally("measured", dt.date(2013, month, 28), Decimal(month)) for month in range(1, 11)]
    (account,) = accounts(tallies, title="Tid", unit="uger", target="8 uger")
    assert (account.sentence, account.late, account.forecast.latest, account.is_over) == ("", False, None, True)


def test_the_picture_shows_what_is_measured_and_what_is_aimed_at():
    tallies = [Tally("measured", dt.date(2013, month, 28), Decimal(12 - month)) for month in (1, 2, 3)]
    (account,) = accounts(tallies, title="Tid", unit="uger", target="8 uger", limit="fire uger")
    assert ("Målt 9" in account.picture.svg, account.picture.svg.count('stroke-dasharray="7 4"')) == (True, 2)


def test_a_counter_of_cases_has_its_aims_in_words_alone(counter, record_total):
    (account,) = accounts([record_total.tally], title="Sager", unit="sager", own=counter.scope, target="8 uger")
    assert [figure.kind for figure in account.figures] == ["total", "done", "remaining"]


@pytest.fixture
def record_total(counter, cast) -> Observation:
    told = Told("baseline", parse("september 2011"), Decimal(3_200), source="Bilag 2")
    return counting.record_observation(counter, told, user=cast.olga_owner, reason=BECAUSE)


def test_the_points_page_and_the_plan_page_say_that_the_aim_is_not_kept(waiting, owner):
    item = owner.get(reverse("handleplan:item-detail", args=[waiting.item_id])).content.decode()
    plan = owner.get(reverse("handleplan:plan-detail", args=[waiting.item.plan.slug])).content.decode()
    assert "Over målet eller fristen" in item
    assert (
        "Sagsbehandlingstid: målt 10 uger, eget mål 8 uger (overskredet med 2 uger), "
        "lovens frist fire uger (overskredet med 6 uger)</p>"
    ) in plan


def test_the_form_asks_how_long_it_took_and_nothing_else(waiting, counter, owner):
    def kinds(of: Counter) -> list[str]:
        form = owner.get(reverse("handleplan:observation-add", args=[of.pk])).context["form"]
        return [code for code, _words in form.fields["kind"].choices]

    assert kinds(waiting) == ["measured"]
    assert kinds(counter) == ["baseline", "total", "done", "remaining", "addition", "restatement"]


def test_how_long_it_took_is_told_beside_the_status(waiting, owner, cast, demo_day):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    rounding.open_round(waiting.item.plan, period=DECEMBER, due_on=dt.date(2013, 12, 6), today=demo_day, **by)
    address = reverse("handleplan:item-status", args=[waiting.item_id])
    waiting.item.refresh_from_db()
    sent = {"text": "Det går fremad.", "seen": str(waiting.item.status_version), "once": "a" * 32}
    owner.post(address, sent | {f"counter-{waiting.pk}-measured": "9,5"})
    newest = waiting.observations.order_by("-pk").first()
    assert (newest.kind, newest.value, newest.when_as_written) == ("measured", Decimal("9.5"), "december 2013")


def test_the_report_says_it_beneath_the_picture(waiting):
    snapshot = build_snapshot(waiting.item.plan, NOVEMBER)
    (chart,) = [chart for chart in charts.all_of(snapshot) if chart.key.startswith("counter-")]
    assert chart.note == (
        "Målt: 10 uger (pr. 30. november 2013); Eget mål: 8 uger (overskredet med 2 uger); "
        "Lovens frist: fire uger (overskredet med 6 uger)."
    )


def too_long(counter: Counter, user: User) -> list[str]:
    found = consistency.findings(Plan.objects.get(pk=counter.item.plan_id), user, dt.date(2013, 11, 30))
    return [finding.sentence for finding in found if finding.code == "aim_over"]


def test_a_time_that_is_not_kept_is_a_finding_until_it_is(waiting, cast):
    assert too_long(waiting, cast.sara_secretary) == [
        "1.1, Sagsbehandlingstid: 10 uger pr. 30. november 2013. Eget mål: 8 uger, overskredet med 2 uger. "
        "Lovens frist: fire uger, overskredet med 6 uger."
    ]
    kept = Told("measured", parse("december 2013"), Decimal(4), source="Fagsystemet")
    counting.record_observation(waiting, kept, user=cast.olga_owner, reason=BECAUSE)
    assert too_long(waiting, cast.sara_secretary) == []


def test_of_a_closed_point_it_is_none(waiting, cast):
    closing.close_item(waiting.item, reported_in=NOVEMBER, user=cast.mads_manager, reason=BECAUSE)
    assert too_long(waiting, cast.sara_secretary) == []
