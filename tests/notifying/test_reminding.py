"""Who is reminded of what on which day of a round, and who is left in peace."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from handleplan import closing, planning, reminding, rounding, staffing, updating, working
from handleplan.models import Message, Plan, StandIn, StatusEntry, User
from tests.rounds.conftest import DECEMBER, DUE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailboxes")]
Kind = Message.Kind
EXTRA_DAY = dt.date(2013, 12, 4)


def december(day: int) -> dt.date:
    return dt.date(2013, 12, day)


def answer(by, *items) -> None:
    for item in items:
        item.refresh_from_db()
        updating.record_status(item, period=DECEMBER, text="Nyt", source=StatusEntry.Source.TYPED, **by)


@pytest.fixture
def write(by):
    """Writes what is due on a day of December 2013: (kind, recipient) of each mail."""

    def written(day: int) -> list[tuple[str, str]]:
        messages = reminding.write_due(today=december(day), **by)
        return [(message.kind, message.recipient.username) for message in messages]

    return written


@pytest.fixture
def fifth(cast, unit):
    """Two caseworkers of the unit that answers for the fourth point."""
    for name in ("ulla_of_unit", "uffe_of_unit"):
        facts = {"username": name, "full_name": name, "email": f"{name}@kommune.example"}
        staffing.add_person(role="owner", unit=unit, user=None, reason="x", **facts)


# -- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "kind", "began"),
    [
        (2, Kind.OPENING, 2),
        (3, Kind.OPENING, 2),
        (4, Kind.EXTRA, 4),
        (5, Kind.EXTRA, 5),
        (6, Kind.DUE, 6),
        (9, Kind.DUE, 6),
        (10, Kind.MANAGER, 10),
        (31, Kind.MANAGER, 10),
    ],
)
def test_a_round_has_one_phase_on_a_day(open_round, day, kind, began):
    phase = reminding.phase_of(open_round(), [1, 2], december(day))
    assert (phase.kind, phase.began) == (kind, december(began))


def test_before_the_first_working_day_there_is_none(open_round):
    round = open_round(today=december(1))
    assert reminding.phase_of(round, [], december(1)) is None


def test_a_due_day_in_a_weekend_is_reminded_of_on_the_friday(open_round):
    round = open_round(due_on=december(8))
    assert reminding.phase_of(round, [], december(6)) == reminding.Phase(Kind.DUE, december(6))


def test_a_round_that_is_due_the_day_it_opens_reminds_once(open_round, write):
    open_round(today=DUE)
    assert [kind for kind, _who in write(6)] == [Kind.DUE]


# -- who gets one -----------------------------------------------------------------------------------------------------


def test_one_mail_for_each_person_when_a_round_opens(open_round, fifth, write):
    open_round()
    assert write(2) == [
        (Kind.OPENING, "olga_owner"),
        (Kind.OPENING, "uffe_of_unit"),
        (Kind.OPENING, "ulla_of_unit"),
    ]


def test_the_next_run_writes_nothing_more(open_round, write):
    open_round()
    assert (write(2), write(2), write(3)) == ([(Kind.OPENING, "olga_owner")], [], [])


def test_nothing_is_written_on_a_sunday(open_round, write):
    open_round(today=december(1))
    assert write(1) == []


def test_the_due_day_reminds_again(open_round, write):
    open_round()
    write(2)
    assert write(6) == [(Kind.DUE, "olga_owner")]


def test_a_day_without_a_worker_is_made_up_for(open_round, write):
    open_round()
    assert write(9) == [(Kind.DUE, "olga_owner")]


def test_further_reminders_are_the_plans_own(open_round, small_plan, write):
    QuerySet(Plan).filter(pk=small_plan.pk).update(reminder_days=[2])
    open_round()
    write(2)
    assert (write(3), write(4), write(5)) == ([], [(Kind.EXTRA, "olga_owner")], [])


def test_who_has_answered_everything_is_left_in_peace(open_round, points, by, write):
    open_round()
    answer(by, points.calm, points.other, points.overdue)
    assert write(2) == []


def test_a_closed_round_reminds_nobody(open_round, by, write):
    rounding.close_round(open_round(), note="", seen=None, **by)
    assert write(6) == []


def test_who_has_left_gets_nothing(open_round, cast, write):
    QuerySet(User).filter(pk=cast.olga_owner.pk).update(is_active=False)
    open_round()
    assert write(2) == []


def test_the_stand_in_is_reminded_instead_and_told_for_whom(open_round, cast, write):
    leave = {"first_day": december(1), "last_day": december(3)}
    StandIn(owner=cast.olga_owner, stand_in=cast.ove_owner_of_nothing, **leave).save()
    open_round()
    assert write(2) == [(Kind.OPENING, "ove_owner_of_nothing")]
    assert "Du er stedfortræder for Olga Owner." in Message.objects.get().body
    assert write(6) == [(Kind.DUE, "olga_owner")]


# -- the manager ------------------------------------------------------------------------------------------------------


def test_two_working_days_after_the_due_day_the_manager_hears_who_is_missing(open_round, write):
    open_round()
    write(6)
    assert (write(9), write(10), write(11)) == ([], [(Kind.MANAGER, "mads_manager")], [])


def test_a_manager_of_a_unit_hears_of_his_unit_and_the_secretary_of_what_no_manager_has(
    open_round, cast, unit, write, fifth
):
    QuerySet(User).filter(pk=cast.mads_manager.pk).update(unit=unit)
    open_round()
    assert write(10) == [(Kind.MANAGER, "sara_secretary"), (Kind.MANAGER, "mads_manager")]
    bodies = {message.recipient.username: message.body for message in Message.objects.all()}
    assert ("Of_Unit" in bodies["mads_manager"], "Calm" in bodies["mads_manager"]) == (True, False)
    assert ("Of_Unit" in bodies["sara_secretary"], "Calm" in bodies["sara_secretary"]) == (False, True)


def test_points_nobody_answers_for_are_named_to_the_manager(open_round, write):
    open_round()
    write(10)
    assert "Ingen har ansvar for disse punkter:\n* 1.4 Of_Unit" in Message.objects.get(kind=Kind.MANAGER).body


def test_the_manager_hears_nothing_where_nothing_is_missing(open_round, points, by, write):
    open_round()
    answer(by, points.calm, points.other, points.overdue, points.of_unit)
    assert write(10) == []


# -- the words --------------------------------------------------------------------------------------------------------


def test_the_mail_lists_only_what_is_missing_with_an_address_each(open_round, points, by, write, settings):
    settings.SITE_URL = "https://handleplan.example"
    open_round()
    answer(by, points.other)
    write(2)
    message = Message.objects.get()
    assert message.subject == "2 punkter venter på din status for december 2013 (frist 6. december 2013)"
    assert message.body == (
        "Kære Olga Owner\n\n"
        "Runden for december 2013 i “En lille plan” er åben. Fristen for at svare er fredag den 6. december 2013.\n\n"
        "Disse punkter venter på din status:\n\n"
        "1.1 Calm\nFrist: 2015\n"
        f"https://handleplan.example/items/{points.calm.pk}/status/\n\n"
        "1.3 Overdue\nFrist: 2012\n"
        f"https://handleplan.example/items/{points.overdue.pk}/status/\n\n"
        "Alle dine punkter på én side:\nhttps://handleplan.example/my-points/\n\n"
        "Er der intet nyt siden sidste måned? Så er det også et svar: Åbn punktet, og skriv det.\n\n"
        "Når alle dine punkter er besvaret, får du ikke flere påmindelser om denne runde.\n\n"
        "Handleplan\nhttps://handleplan.example\n"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (6, "Fristen for status for december 2013 i “En lille plan” er i dag, fredag den 6. december 2013."),
        (9, "Fristen for status for december 2013 i “En lille plan” var fredag den 6. december 2013."),
    ],
)
def test_the_due_day_is_named_as_it_lies(open_round, write, day, said):
    open_round()
    write(day)
    assert Message.objects.get().body.split("\n\n")[1] == said


def test_the_mail_speaks_the_language_of_its_reader(open_round, cast, write):
    QuerySet(User).filter(pk=cast.olga_owner.pk).update(language="en")
    open_round()
    write(2)
    assert Message.objects.get().subject == "3 points await your status for December 2013 (due 6 December 2013)"


# -- between writing and sending --------------------------------------------------------------------------------------


def test_what_was_answered_meanwhile_is_no_longer_in_the_mail(open_round, points, by, write, mail_server, settings):
    settings.HANDLEPLAN_TODAY = december(2)
    server = mail_server()
    open_round()
    write(2)
    answer(by, points.calm, points.overdue)
    working.run_ready()
    (taken,) = server.taken
    assert ("1.1 Calm" in taken.get_content(), "1.2 Other" in taken.get_content()) == (False, True)
    assert taken["Subject"].strip().startswith("1 punkt venter på din status")


def test_a_mail_with_nothing_left_to_remind_of_is_not_sent(open_round, points, by, write, mail_server, settings):
    settings.HANDLEPLAN_TODAY = december(2)
    server = mail_server()
    open_round()
    write(2)
    answer(by, points.calm, points.overdue)
    closing.close_item(points.other, reported_in=DECEMBER, **by)
    working.run_ready()
    message = Message.objects.get()
    assert (message.state, message.error, server.taken) == (
        Message.State.CANCELLED,
        "Der var ikke længere noget at minde om.",
        [],
    )


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_the_secretary_reminds_those_she_chooses_once_a_day(open_round, cast, by, fifth):
    round = open_round()
    people = [cast.olga_owner, User.objects.get(username="ulla_of_unit"), cast.rita_reader]
    first = reminding.remind(round, people, today=december(3), **by)
    assert [message.recipient.username for message in first] == ["olga_owner", "ulla_of_unit"]
    assert reminding.remind(round, people, today=december(3), **by) == []
    assert len(reminding.remind(round, people, today=december(4), **by)) == 2


def test_a_handed_over_point_is_asked_of_its_new_owner(open_round, cast, points, by, write):
    open_round()
    for item in (points.calm, points.other, points.overdue):
        item.refresh_from_db()
        planning.assign_item(item, owner=cast.ove_owner_of_nothing, unit=None, **by)
    assert write(2) == [(Kind.OPENING, "ove_owner_of_nothing")]


def test_as_many_queries_for_one_point_as_for_many(open_round, by, small_plan, cast, django_assert_num_queries):
    round = open_round()
    with CaptureQueriesContext(connection) as few:
        reminding.digests.letters_for(round, [cast.olga_owner], Kind.OPENING, today=december(2))
    rounding.close_round(round, note="", seen=None, **by)
    for number in range(10, 30):
        item = planning.add_item(small_plan, kind="initiative", number=f"2.{number}", title="Nyt", **by)
        planning.assign_item(item, owner=cast.olga_owner, unit=None, **by)
    more = open_round(period=dt.date(2014, 1, 1), today=december(30), due_on=dt.date(2014, 1, 6))
    with django_assert_num_queries(len(few)):
        reminding.digests.letters_for(more, [cast.olga_owner], Kind.OPENING, today=december(30))


@pytest.mark.parametrize(("hour", "expected"), [(6, False), (7, True), (23, True)])
def test_nobody_is_written_to_at_night(settings, hour, expected):
    settings.HANDLEPLAN_TODAY = None
    assert reminding.may_write_at(hour) is expected


def test_where_the_day_stands_still_so_does_the_hour(settings):
    settings.HANDLEPLAN_TODAY = december(2)
    assert reminding.may_write_at(3)


def test_the_job_by_the_clock_writes_what_is_due(open_round):
    open_round()
    with time_machine.travel(dt.datetime(2013, 12, 2, 8, tzinfo=dt.UTC)):
        reminding.write_reminders.call()
    assert [message.kind for message in Message.objects.all()] == [Kind.OPENING]
