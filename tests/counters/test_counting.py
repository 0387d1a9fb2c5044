"""The verbs of counters: what they write, refuse, and take back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from handleplan import counting, history, planning, recounting, updating
from handleplan.counting import AlreadyObserved, BaselineTaken, Told
from handleplan.dates import parse
from handleplan.models import Counter, EndDateRevision, Observation
from tests.conftest import BECAUSE


def told(kind: str, when: str, value: int | None, **more: str) -> Told:
    more = {"source": "Socialudvalget"} | more
    return Told(kind, parse(when), None if value is None else Decimal(value), **more)


@pytest.fixture
def record(counter, cast):
    def write(kind: str, when: str, value: int | None, **more) -> Observation:
        beside = {name: more.pop(name) for name in ("status", "revision") if name in more}
        by = {"user": cast.olga_owner, "reason": BECAUSE}
        return counting.record_observation(counter, told(kind, when, value, **more), **beside, **by)

    return write


def test_S000_16_a_target_is_kept_as_written_and_read(counter):
    counter.refresh_from_db()
    assert (counter.target_as_written, counter.target_value, counter.target_unit) == ("8 uger", 8, "uger")


def test_S003_13_a_statutory_limit_is_read_from_words(point, cast):
    limited = counting.add_counter(
        point, name="Puklen", unit="sager", limit="fire uger", user=cast.olga_owner, reason=BECAUSE
    )
    assert (limited.limit_value, limited.limit_unit) == (4, "uger")


def test_a_counter_needs_a_name_and_a_unit(point, cast):
    with pytest.raises(ValueError):
        counting.add_counter(point, name="Sager", unit=" ", user=cast.olga_owner, reason=BECAUSE)


def test_a_counter_that_somebody_else_changed_is_not_overwritten(counter, cast):
    counting.edit_counter(counter, name="Andet", unit="sager", seen=1, user=cast.olga_owner, reason=BECAUSE)
    with pytest.raises(history.Outdated):
        counting.edit_counter(counter, name="Tredje", unit="sager", seen=1, user=cast.olga_owner, reason=BECAUSE)


def test_a_counter_taken_back_stays(counter, cast):
    counting.withdraw_counter(counter, user=cast.olga_owner, reason="Forkert punkt")
    assert (Counter.objects.count(), Counter.objects.standing().count()) == (1, 0)


def test_S003_13_a_number_may_be_unknown(record):
    assert record("remaining", "5. november 2018", None, as_written="puklen af sager").value is None


def test_an_observation_without_number_and_words_is_refused(record):
    with pytest.raises(ValueError):
        record("remaining", "5. november 2018", None)


def test_an_observation_without_a_source_is_refused(record):
    with pytest.raises(ValueError):
        record("done", "august 2013", 1_295, source="")


def test_the_database_refuses_a_negative_number_that_is_no_addition(counter, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(
            counter=counter, kind="done", value=-1, recorded_by=cast.olga_owner, recorded_because=BECAUSE
        )


def test_fewer_cases_are_an_addition_below_zero(record):
    assert record("addition", "marts 2012", -40).value == -40


def test_the_same_observation_twice_is_refused(record):
    record("addition", "november 2013", 686)
    with pytest.raises(AlreadyObserved):
        record("addition", "november 2013", 686, as_written="686 yderligere sager")


def test_another_number_for_the_same_days_is_another_observation(record):
    record("done", "november 2013", 686)
    assert record("done", "november 2013", 700).pk is not None


def test_what_was_taken_back_may_be_told_again(record, cast):
    recounting.withdraw(record("addition", "november 2013", 686), user=cast.olga_owner, reason="Tastefejl")
    assert record("addition", "november 2013", 686).pk is not None


def test_a_second_beginning_is_refused(record):
    record("baseline", "september 2011", 3_200)
    with pytest.raises(BaselineTaken):
        record("baseline", "februar 2012", 3_700)


def test_another_scope_has_a_beginning_of_its_own(record):
    record("baseline", "september 2011", 3_200)
    assert record("baseline", "september 2011", 500, scope="§ 100").scope == "§ 100"


def test_the_counters_own_scope_is_not_repeated(record):
    assert record("done", "august 2013", 10, scope="sel  §§ 41 og 42").scope == ""


def test_S004_28_one_addition_stands_behind_a_status_and_a_move(record, point):
    status = point.statuses.get()
    move = EndDateRevision.objects.get(milestone__item=point, kind="move")
    observation = record("addition", "november 2013", 686, status=status, revision=move)
    assert [(link.status, link.revision) for link in observation.links.all()] == [(status, None), (None, move)]


def test_a_connection_to_another_point_is_refused(record, small_plan, cast):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    elsewhere = planning.add_item(small_plan, kind="initiative", title="Andet", **by)
    other = updating.record_status(elsewhere, period=dt.date(2013, 11, 1), text="I gang", **by)
    observation = record("addition", "november 2013", 686)
    with pytest.raises(ValueError):
        counting.link_observation(observation, other, user=cast.olga_owner, reason=BECAUSE)


def test_a_connection_taken_back_can_be_made_again(record, point, cast):
    by = {"user": cast.olga_owner, "reason": BECAUSE}
    observation = record("addition", "november 2013", 686, status=point.statuses.get())
    counting.unlink_observation(observation.links.get(), **by)
    counting.link_observation(observation, point.statuses.get(), **by)
    assert [link.withdrawn for link in observation.links.all()] == [False]


def test_a_series_leaves_out_what_is_there(record, counter, cast):
    record("done", "august 2013", 1_295)
    series = [told("done", "august 2013", 1_295), told("done", "september 2013", 1_400)]
    written = counting.record_series(counter, series, user=cast.olga_owner, reason=BECAUSE)
    assert [observation.value for observation in written] == [1_400]


def test_a_series_is_written_as_a_whole_or_not_at_all(counter, cast):
    series = [told("done", "september 2013", 1_400), told("done", "oktober 2013", None)]
    with pytest.raises(ValueError):
        counting.record_series(counter, series, user=cast.olga_owner, reason=BECAUSE)
    assert Observation.objects.count() == 0
