"""What happens to a promise: made, answered, moved, withdrawn, opened again; and what a meeting must answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import history, planning
from handleplan.dates import parse
from meetings import promising
from meetings.models import AgendaItem, Commitment, CommitmentEvent

from .february import ASKED_IN_JANUARY, FEBRUARY, FIVE_FOR_MARCH, JANUARY, MARCH

pytestmark = pytest.mark.django_db

TO_MARCH = {"when": parse("marts 2012")}


@pytest.fixture
def march_item(of):
    return of.add_item(of.march, plan=of.item.plan)


@pytest.fixture
def five(of, make):
    """The five promises of the real item, the last one to two committees."""
    return [
        make(text, section=of.sections[heading], committees=bodies, when=parse("marts 2012"))
        for (heading, text), bodies in zip(FIVE_FOR_MARCH, [[of.social]] * 4 + [[of.social, of.finance]], strict=True)
    ]


def kinds(commitment) -> list[str]:
    return [event.kind for event in commitment.events.all()]


# -- made -------------------------------------------------------------------------------------------------------------


def test_the_real_item_gives_five_promises_for_march_S000_20(five):
    assert [(each.kind, each.when_as_written, each.source_section.heading) for each in five] == [
        ("promise", "marts 2012", heading) for heading, _text in FIVE_FOR_MARCH
    ]


def test_a_promise_to_one_committee_is_due_at_its_only_meeting_of_that_month_S000_20(of, five):
    assert [each.due_meeting for each in five] == [of.march] * 4 + [None]


def test_the_real_item_answers_what_was_asked_for_in_january_S000_12(of, asked):
    promising.answer(asked, section=of.sections["Genopretning af ældre afgørelser SL §§41 og 42:"], **of.by)
    assert (asked.state, asked.asked_by, kinds(asked)) == ("answered", of.social, ["made", "answered"])


def test_words_that_do_not_stand_in_the_section_are_refused(of, make):
    with pytest.raises(promising.NotQuoted):
        make("Milepælene fremlægges.", section=of.sections["Løsning"], **TO_MARCH)


def test_words_are_found_in_a_section_whatever_its_white_space(of):
    assert promising.is_quoted(ASKED_IN_JANUARY, of.sections["Problemstilling"])


@pytest.mark.parametrize("facts", [{}, {"when": parse("marts 2012"), "item": None}, {"text": " ", **TO_MARCH}])
def test_a_promise_has_words_a_source_and_a_date(make, facts):
    with pytest.raises(ValueError):
        make(**facts)


def test_a_promise_may_stand_in_a_free_reference(make):
    made = make(item=None, source_text="Budgetnotat Ø501", when=parse("ultimo 2011"))
    assert (made.source_text, made.source_item) == ("Budgetnotat Ø501", None)


def test_a_promise_is_about_points_of_its_own_plan(of, make):
    other = planning.create_plan(title="En anden", **of.by)
    point = planning.add_item(other, kind="initiative", title="Andet", **of.by)
    with pytest.raises(ValueError):
        make(points=[point], **TO_MARCH)


def test_who_made_it_and_why_is_kept(of, make):
    made = make(**TO_MARCH)
    kept = made.history.get()
    assert (kept.history_user, kept.history_change_reason, made.events.get().recorded_by) == (
        of.by["user"],
        of.by["reason"],
        of.by["user"],
    )


# -- answered, moved, withdrawn ---------------------------------------------------------------------------------------


def test_a_promise_to_two_committees_is_kept_when_both_have_their_answer_S000_20(of, five, march_item):
    both = five[-1]
    promising.answer(both, item=march_item, **of.by)
    before = both.state
    meeting = of.add_meeting(of.finance, dt.date(2012, 3, 27))
    promising.answer(both, item=of.add_item(meeting, plan=of.item.plan), **of.by)
    assert (before, both.state) == ("open", "answered")


def test_an_answer_elsewhere_is_for_all_of_them(of, five):
    promising.answer(five[-1], words="Sendt til begge udvalg den 20. marts 2012", **of.by)
    assert five[-1].state == "answered"


def test_an_answer_stands_in_an_item_or_says_where(of, asked):
    with pytest.raises(ValueError):
        promising.answer(asked, **of.by)


def test_a_move_keeps_the_date_it_moved_from(of, five):
    event = promising.move(five[0], when=parse("april 2012"), why="Revisionen er forsinket", **of.by)
    assert (event.before, event.when_as_written, event.reason, five[0].when_as_written) == (
        "marts 2012",
        "april 2012",
        "Revisionen er forsinket",
        "april 2012",
    )


@pytest.mark.parametrize("verb", [promising.withdraw, promising.reopen])
def test_a_promise_goes_and_comes_back_for_a_reason(of, asked, verb):
    with pytest.raises(ValueError):
        verb(asked, why=" ", **of.by)


def test_a_promise_moves_for_a_reason(of, asked):
    with pytest.raises(ValueError):
        promising.move(asked, when=parse("april 2012"), why="", **of.by)


@pytest.fixture
def of_no_plan(of):
    """What a free reference tells, of no plan."""
    return promising.make_commitment(
        kind="promise", text="Planen forelægges.", when=parse("april 2012"), source_text="Brev", **of.by
    )


def test_a_promise_of_no_plan_is_given_one_afterwards_and_then_keeps_it(of, of_no_plan, small_plan):
    point = planning.add_item(small_plan, kind="initiative", number="2.1", title="Skabeloner", **of.by)
    promising.tell_subject(of_no_plan, plan=small_plan, points=[point], subject="Skabeloner", **of.by)
    other = planning.create_plan(title="En anden plan", **of.by)
    promising.tell_subject(of_no_plan, plan=other, points=[point], subject="Skabeloner", **of.by)
    of_no_plan.refresh_from_db()
    assert (of_no_plan.plan, of_no_plan.subject, of_no_plan.version) == (small_plan, "Skabeloner", 3)
    assert [row.point for row in of_no_plan.points.filter(withdrawn=False)] == [point]


def test_a_point_it_is_not_about_is_withdrawn_and_can_come_back(of, of_no_plan, small_plan):
    one, two = (planning.add_item(small_plan, kind="initiative", title=name, **of.by) for name in ("Et", "To"))
    for points in ([one, two], [two], [one, two]):
        promising.tell_subject(of_no_plan, plan=small_plan, points=points, **of.by)
        assert {row.point for row in of_no_plan.points.filter(withdrawn=False)} == set(points)
    assert of_no_plan.points.count() == 2


def test_it_is_about_no_point_of_another_plan(of, of_no_plan, small_plan):
    other = planning.create_plan(title="En anden plan", **of.by)
    point = planning.add_item(other, kind="initiative", title="Andet", **of.by)
    with pytest.raises(ValueError):
        promising.tell_subject(of_no_plan, plan=small_plan, points=[point], **of.by)
    of_no_plan.refresh_from_db()
    assert (of_no_plan.plan, of_no_plan.points.count()) == (None, 0)


def test_what_is_settled_is_settled_once(of, asked):
    promising.withdraw(asked, why="Udvalget har trukket ønsket tilbage", **of.by)
    with pytest.raises(history.Outdated):
        promising.answer(asked, item=of.item, **of.by)


def test_whoever_saw_an_older_version_is_told(of, asked):
    promising.move(asked, when=parse("april 2012"), why="Senere", **of.by)
    with pytest.raises(history.Outdated):
        promising.withdraw(asked, why="Bortfaldet", seen=1, **of.by)


def test_answers_before_it_was_opened_again_do_not_count(of, five, march_item):
    promising.answer(five[0], item=march_item, **of.by)
    promising.reopen(five[0], why="Svaret manglede", **of.by)
    assert promising.unanswered(march_item) == five


def test_what_an_item_answered_is_open_again_when_it_comes_off_the_agenda(of, five, march_item):
    promising.answer(five[0], item=march_item, **of.by)
    promising.reopen_answers_of(march_item, user=of.by["user"], reason="Punktet udgår")
    assert kinds(Commitment.objects.get(pk=five[0].pk)) == ["made", "answered", "reopened"]


# -- what a meeting must have an answer to ----------------------------------------------------------------------------


def test_the_march_item_must_answer_all_five_S000_21(five, march_item):
    assert promising.unanswered(march_item) == five


def test_one_that_is_answered_moved_or_withdrawn_is_not_asked_for_again_S000_21(of, five, march_item):
    promising.answer(five[0], item=march_item, **of.by)
    promising.move(five[1], when=parse("april 2012"), why="Senere", **of.by)
    promising.withdraw(five[2], why="Projektet er standset", **of.by)
    assert promising.unanswered(march_item) == five[3:]


def test_one_answered_to_this_committee_is_not_asked_for_again_though_another_still_waits(of, five, march_item):
    promising.answer(five[-1], item=march_item, **of.by)
    assert (five[-1].state, promising.unanswered(march_item)) == ("open", five[:-1])


def test_what_was_due_before_and_is_still_open_is_asked_for(of, five):
    april = of.add_item(of.add_meeting(of.social, dt.date(2012, 4, 18)), plan=of.item.plan)
    assert promising.unanswered(april)[0] == five[0]


def test_a_date_that_spans_several_meetings_is_due_at_the_last_of_them_S002_14(of, make):
    make(when=parse("2. kvartal 2012"))
    items = [of.add_item(of.add_meeting(of.social, dt.date(2012, month, 18)), plan=of.item.plan) for month in (4, 6)]
    assert [len(promising.unanswered(item)) for item in items] == [0, 1]


def test_nothing_is_due_before_its_time(of, five):
    assert promising.unanswered(of.item) == []


def test_another_plan_and_another_committee_are_not_asked(of, five):
    elsewhere = of.add_item(of.add_meeting(of.finance, MARCH), plan=None)
    assert promising.unanswered(elsewhere) == []


def test_a_request_without_a_date_is_due_at_the_first_meeting_after_it_was_said_S000_12(of, make):
    asked = make(kind="request", asked_by=of.social, made_on=JANUARY)
    items = [of.add_item(meeting, plan=of.item.plan) for meeting in (of.january, of.february, of.march)]
    assert [promising.unanswered(item) for item in items] == [[], [asked], [asked]]


def test_a_request_without_a_date_that_an_item_tells_is_due_at_the_next_meeting(asked, of, march_item):
    assert (promising.unanswered(of.item), promising.unanswered(march_item)) == ([], [asked])


def test_what_has_no_date_comes_behind_what_has_one(asked, five, march_item):
    assert promising.unanswered(march_item) == [*five, asked]


def test_what_is_of_no_plan_holds_up_the_agendas_drafts_of_no_plan(of, make, march_item):
    made = make(item=None, source_text="Mundtligt på mødet", **TO_MARCH)
    free = of.add_item(of.march, title="Orientering")
    assert (promising.unanswered(march_item), promising.unanswered(free)) == ([], [made])


def test_where_no_draft_is_of_no_plan_it_holds_up_every_item_so_that_it_is_not_dropped_S000_21(of, make, march_item):
    made = make(item=None, source_text="Mundtligt på mødet", **TO_MARCH)
    of.add_item(of.march, title="Orientering", state=AgendaItem.State.READY)
    assert promising.unanswered(march_item) == [made]


def test_a_meeting_has_the_promises_of_every_plan_and_of_none(of, make, five):
    free = make(item=None, source_text="Mundtligt på mødet", **TO_MARCH)
    assert promising.due_at_meeting(of.march) == [*five[:4], free, five[4]]  # the last is due at the end of March


def test_the_item_of_the_same_meeting_that_promises_is_not_asked_but_the_other_one_is_S002_15(of, make):
    made = make(when=parse("29. februar 2012"))
    other = of.add_item(of.february, plan=of.item.plan)
    assert (promising.unanswered(of.item), promising.unanswered(other)) == ([], [made])


def test_an_answer_in_an_item_that_was_taken_off_is_none(of, five, march_item):
    promising.answer(five[-1], item=march_item, **of.by)
    march_item.state = AgendaItem.State.DROPPED
    history.save(march_item, fields=["state"], **of.by)
    other = of.add_item(of.march, plan=of.item.plan)
    assert five[-1] in promising.unanswered(other)


def test_as_many_questions_for_one_as_for_five(of, five, march_item):
    def count() -> int:
        item = AgendaItem.objects.select_related("meeting", "plan").get(pk=march_item.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            promising.unanswered(item)
        return len(asked)

    many = count()
    for each in five[1:]:
        promising.withdraw(each, why="Bortfaldet", **of.by)
    assert (count(), many) == (3, 3)


def test_overdue_is_what_is_open_after_its_last_day(five):
    assert (Commitment.objects.overdue(MARCH).count(), Commitment.objects.overdue(dt.date(2012, 4, 1)).count()) == (
        0,
        5,
    )


def test_an_event_is_never_changed(asked):
    with pytest.raises(history.WrittenPastHistory):
        CommitmentEvent.objects.update(reason="Andet")


def test_the_day_of_a_promise_is_that_of_its_meeting(five):
    assert {each.made_on for each in five} == {FEBRUARY}
