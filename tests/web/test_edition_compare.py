"""Two editions compared on a page, from what they said when they were published."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from handleplan import planning
from handleplan.models import Plan, User
from reports.models import Edition, EditionFile
from reports.snapshot import Snapshot
from tests.reports import two_months
from tests.reports.flipping import flip

__all__ = ["flip"]


@pytest.fixture
def reader(cast) -> Client:
    client = Client()
    client.force_login(cast.rita_reader)
    return client


@pytest.fixture
def compared(real_plan, cast) -> Plan:
    """The plan with edition 10 of November and edition 11 of December."""
    for snapshot in two_months.two_editions(real_plan, cast.sara_secretary):
        keep(real_plan, snapshot, cast.sara_secretary)
    return real_plan


def keep(plan: Plan, snapshot: Snapshot, user: User, design: str = "", **facts_of_row: object) -> None:
    """The snapshot as a published edition with its facts, and none of the printed files."""
    facts = dataclasses.replace(snapshot, edition=None).as_json().encode()  # as ``publish`` keeps them
    stamp = {"recorded_by": user, "recorded_at": timezone.now()}
    edition = Edition.objects.create(
        plan=plan,
        period=snapshot.period,
        number=snapshot.edition.number,
        as_of=snapshot.as_of,
        title=plan.title,
        design=design,
        facts_sha256=hashlib.sha256(facts).hexdigest(),
        published_by=str(user),
        reason=two_months.BECAUSE,
        **facts_of_row,
        **stamp,
    )
    digest = hashlib.sha256(facts).hexdigest()
    EditionFile.objects.create(edition=edition, kind="facts", content=facts, size=len(facts), sha256=digest, **stamp)


def page(client: Client, plan: Plan, **asked: str):
    return client.get(reverse("reports:edition-compare", args=[plan.slug]), asked)


def test_the_two_newest_editions_are_compared_unless_others_are_asked_for(reader, compared):
    context = page(reader, compared).context
    assert (context["old"].label, context["new"].label, context["title"]) == (
        "10",
        "11",
        "Siden udgave 10 (november 2013)",
    )


def test_two_editions_of_one_month_are_compared_with_the_month_before(reader, compared, cast):
    again = two_months.published(two_months.build_snapshot(compared, two_months.DECEMBER), 12)
    keep(compared, again, cast.sara_secretary, "som-skemaet")
    context = page(reader, compared).context
    archive = reader.get(reverse("reports:edition-list", args=[compared.slug])).context
    offered = [each["label"] for each in archive["labels"] if each["is_from"]]
    assert (context["old"].label, context["new"].label, offered) == ("10", "12", ["10"])


def test_an_edition_whose_facts_were_changed_is_not_compared(reader, compared, flip):
    flip(compared.editions.get(number=10), "facts")
    answer = page(reader, compared)
    assert (answer.status_code, answer.url) == (302, reverse("reports:edition-check"))


def test_the_page_tells_the_changes_in_words(reader, compared):
    content = page(reader, compared, **{"from": "10", "to": "11"}).content.decode()
    assert "fra medio 2013 til 31. maj 2014 (+273 dage). 686 yderligere sager." in content


def test_the_older_edition_comes_first_whichever_way_they_are_chosen(reader, compared):
    context = page(reader, compared, **{"from": "11", "to": "10"}).context
    assert (context["old"].label, context["new"].label) == ("10", "11")


def test_the_figures_stand_side_by_side(reader, compared):
    figures = {row["label"]: (row["then"], row["now"], row["by"]) for row in page(reader, compared).context["figures"]}
    assert (figures["aktive punkter"], figures["afsluttet"]) == (("7", "6", "−1"), ("45", "47", "+2"))


def test_an_edition_says_what_it_said_whatever_the_plan_is_called_today(reader, compared, cast):
    item = two_months.item(compared, two_months.MEDICINE)
    planning.edit_item(item, title="Et andet navn", user=cast.sara_secretary, reason=two_months.BECAUSE)
    content = page(reader, compared).content.decode()
    assert ("Kontrol af medicinafregning" in content, "Et andet navn" in content) == (True, False)


def test_an_edition_and_its_correction_are_told_apart(reader, compared, cast):
    """They are of one month, so only their labels tell which column is which."""
    corrected = two_months.build_snapshot(compared, two_months.DECEMBER)
    facts = {"letter": "a", "corrects": compared.editions.get(number=11), "corrections": "Et tal var forkert."}
    keep(compared, two_months.published(corrected, 11), cast.sara_secretary, **facts)
    context = page(reader, compared, **{"from": "11", "to": "11a"}).context
    assert (context["title"], context["heads"]) == (
        "Siden udgave 11 (december 2013)",
        ["Udgave 11, december 2013", "Udgave 11a, december 2013"],
    )


def test_one_edition_compared_with_itself_asks_for_another(reader, compared):
    content = page(reader, compared, **{"from": "11", "to": "11"}).content.decode()
    assert "Du har valgt den samme udgave to gange." in content


@pytest.mark.parametrize("label", ["12", "11b", "x" * 400, "\x00", "-1"])
def test_an_edition_that_is_not_there_is_not_found(reader, compared, label):
    assert page(reader, compared, **{"from": label}).status_code == 404


def test_a_plan_with_fewer_than_two_editions_says_that_there_is_nothing_to_compare(reader, real_plan):
    answer = page(reader, real_plan)
    assert (answer.status_code, "Der er ikke noget at sammenligne endnu" in answer.content.decode()) == (200, True)


def test_many_editions_cost_no_more_queries_than_two(reader, compared, cast, django_assert_num_queries):
    reads = 6
    with django_assert_num_queries(reads):
        page(reader, compared)
    january = dt.date(2014, 1, 1)
    newest = two_months.published(two_months.build_snapshot(compared, january), 12)
    keep(compared, newest, cast.sara_secretary)
    with django_assert_num_queries(reads):
        page(reader, compared)
