"""The secretary's cockpit: who has answered, who has not looked, what to look at, and reminding them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import planning, requesting, rounding, staffing, updating
from handleplan.dates import parse
from handleplan.models import Message, StatusEntry, User

from .conftest import DECEMBER, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.HANDLEPLAN_TODAY = TODAY


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def olga(cast):
    """Olga has a mail address."""
    User.objects.filter(pk=cast.olga_owner.pk).update(email="olga@kommune.example")
    return User.objects.get(pk=cast.olga_owner.pk)


def typed(item, text, by, **facts):
    return updating.record_status(item, period=DECEMBER, text=text, source=StatusEntry.Source.TYPED, **facts, **by)


def person(response, name: str) -> dict:
    return next(line for line in response.context["people"] if line["name"] == name)


def test_everybody_who_is_asked_stands_there_with_how_much_he_has_answered(sara, olga, open_round, points, by):
    round = open_round()
    typed(points.calm, "Svar", by)
    line = person(sara.get(f"/rounds/{round.pk}/"), "Olga Owner")
    assert (line["score"], line["left"], line["opened"], line["mail"]) == ("1 af 3", 2, "", None)


def test_whoever_has_opened_his_points_is_told_apart(sara, olga, open_round):
    round = open_round()
    rounding.note_visit(round, olga)
    assert person(sara.get(f"/rounds/{round.pk}/"), "Olga Owner")["opened"] != ""


def test_after_the_due_day_whoever_is_missing_is_late(sara, olga, open_round, settings):
    round = open_round()
    settings.HANDLEPLAN_TODAY = round.due_on.replace(day=round.due_on.day + 1)
    assert person(sara.get(f"/rounds/{round.pk}/"), "Olga Owner")["late"] is True


def test_points_that_nobody_can_be_asked_for_are_listed(sara, open_round):
    round = open_round()
    unasked = sara.get(f"/rounds/{round.pk}/").context["unasked"]
    assert [point["title"] for point in unasked] == ["1.4 Of_Unit"]


def test_the_mail_can_be_read_before_it_is_sent(sara, olga, open_round):
    round = open_round()
    (letter,) = sara.get(f"/rounds/{round.pk}/remind/").context["letters"]
    assert (letter["name"], letter["body"].count("/status/"), Message.objects.count()) == ("Olga Owner", 3, 0)


def test_reminding_writes_one_mail_and_a_second_time_the_same_day_none(sara, olga, open_round):
    round = open_round()
    for key in ("one", "two"):
        assert sara.post(f"/rounds/{round.pk}/remind/", {"once": key}).url == f"/rounds/{round.pk}/"
    (mail,) = Message.objects.all()
    assert (mail.kind, mail.recipient, mail.round) == (Message.Kind.BY_HAND, olga, round)


def test_one_person_alone_can_be_reminded(sara, olga, cast, open_round, points, by):
    User.objects.filter(pk=cast.ove_owner_of_nothing.pk).update(email="ove@kommune.example")
    planning.assign_item(points.other, owner=cast.ove_owner_of_nothing, unit=None, **by)
    round = open_round()
    sara.post(f"/rounds/{round.pk}/remind/", {"once": "one", "person": cast.ove_owner_of_nothing.pk})
    assert [mail.recipient.username for mail in Message.objects.all()] == ["ove_owner_of_nothing"]


def test_whoever_has_answered_is_not_reminded(sara, olga, open_round, points, by):
    round = open_round()
    for item in (points.calm, points.other, points.overdue):
        typed(item, "Svar", by)
    sara.post(f"/rounds/{round.pk}/remind/", {"once": "one"})
    assert Message.objects.count() == 0


def test_a_person_that_does_not_exist_reminds_nobody(sara, olga, open_round):
    round = open_round()
    for sent in ("99999999", "x", "-1", "9" * 40):
        sara.post(f"/rounds/{round.pk}/remind/", {"once": "", "person": sent})
    assert Message.objects.count() == 0


def test_without_an_address_nobody_is_reminded_and_the_page_says_so(sara, open_round):
    round = open_round()
    line = person(sara.get(f"/rounds/{round.pk}/"), "Olga Owner")
    assert (line["may_remind"], line["no_address"]) == (False, True)


def test_a_closed_round_reminds_nobody(sara, olga, open_round, by):
    round = open_round()
    rounding.close_round(round, note="", seen=None, **by)
    assert (sara.post(f"/rounds/{round.pk}/remind/", {"once": "one"}).status_code, Message.objects.count()) == (403, 0)


def test_texts_that_give_cause_to_look_are_listed(sara, open_round, points, by):
    round = open_round()
    typed(points.calm, "Afventer [...] fra Koncernservice.", by)
    texts = sara.get(f"/rounds/{round.pk}/").context["texts"]
    assert [(point["title"], len(point["remarks"])) for point in texts["points"]] == [("1.1 Calm", 1)]


def test_a_request_that_waits_is_counted(sara, cast, open_round, points):
    round = open_round()
    requesting.request_end(
        points.calm.milestones.get(),
        end=parse("2016"),
        reason_text="Flere sager",
        category="more_cases",
        user=cast.olga_owner,
        reason="Anmodet",
    )
    assert [line["words"] for line in sara.get(f"/rounds/{round.pk}/").context["waiting"]] == [
        "1 anmodning om ny frist"
    ]


def test_a_manager_reads_the_round_and_finds_nothing_to_press(client, cast, olga, open_round):
    round = open_round()
    client.force_login(cast.mads_manager)
    page = client.get(f"/rounds/{round.pk}/")
    assert (page.status_code, "people" in page.context, b"/remind/" in page.content) == (200, False, False)


def test_the_number_of_queries_is_the_same_for_one_person_and_for_many(sara, cast, open_round, small_plan, by):
    round = open_round()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert sara.get(f"/rounds/{round.pk}/").status_code == 200
        return len(asked)

    few = queries()
    rounding.close_round(round, note="", seen=None, **by)
    for number in range(5):
        who = staffing.add_person(
            username=f"ny{number}", full_name=f"Ny {number}", role="owner", email=f"ny{number}@kommune.example", **by
        )
        item = planning.add_item(small_plan, kind="initiative", number=f"2.{number}", title="Nyt", **by)
        planning.assign_item(item, owner=who, unit=None, **by)
    round = open_round(period=DECEMBER.replace(year=2014))
    assert queries() == few
