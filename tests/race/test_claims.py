"""What a claim and a form's key say at their edges, seen by one writer after the other."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from handleplan import history, once, planning, recounting, updating
from handleplan.dates import parse
from handleplan.models import Event, OnceKey, PlanItem
from tests.conftest import BECAUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cast):
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, by) -> PlanItem:
    return planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS fase 1", **by)


@pytest.fixture
def milestone(item, by):
    milestone = planning.schedule_item(item, start=None, **by)
    planning.record_first_end(milestone, end=parse("1. nov. 2011"), **by)
    return milestone


@pytest.fixture
def tell(small_plan, cast):
    """An act that records one event and answers its address."""

    def act() -> str:
        event = recounting.record_event(small_plan, when=parse("2013"), text="Hændelse", user=cast.sara_secretary)
        return f"/events/{event.pk}/"

    return act


def test_a_claim_takes_the_next_version(item, by):
    planning.edit_item(item, title="Nyt navn", seen=1, **by)
    assert PlanItem.objects.get(pk=item.pk).version == 2


def test_a_claim_outside_a_transaction_is_refused(transactional_db, item):
    with pytest.raises(RuntimeError, match="transaction"):
        history.claim(item, seen=1)


@pytest.mark.parametrize("seen", [0, 2, -1, 2**31 - 1, 2**31, 10**20])
def test_a_version_that_is_not_the_rows_is_outdated(item, by, seen):
    with pytest.raises(history.Outdated):
        planning.edit_item(item, title="Nyt navn", seen=seen, **by)


def test_whoever_is_outdated_has_written_nothing(item, by):
    with pytest.raises(history.Outdated):
        planning.edit_item(item, title="Nyt navn", seen=7, **by)
    now = PlanItem.objects.get(pk=item.pk)
    assert (now.title, now.version, now.history.count()) == ("SOFUS fase 1", 1, 1)


def test_a_claim_reads_what_others_wrote_before_it(item, by):
    stale = PlanItem.objects.get(pk=item.pk)
    planning.edit_item(item, description="Skrevet imens", **by)
    planning.edit_item(stale, title="Nyt navn", seen=2, **by)
    assert stale.description == "Skrevet imens"


def test_history_tells_what_others_wrote_since_the_row_was_fetched(item, by):
    fetched = PlanItem.objects.get(pk=item.pk)
    planning.edit_item(item, description="Skrevet imens", **by)
    fetched.in_focus = True
    history.save(fetched, fields=["in_focus"], **by)
    last = item.history.first()
    assert (last.in_focus, last.description, fetched.description) == (True, "Skrevet imens", "Skrevet imens")


def test_a_bulk_change_tells_it_too(item, by):
    fetched = PlanItem.objects.get(pk=item.pk)
    planning.edit_item(item, description="Skrevet imens", **by)
    fetched.in_focus = True
    history.bulk_change([fetched], ["in_focus"], **by)
    last = item.history.first()
    assert (last.in_focus, last.description) == (True, "Skrevet imens")


def test_statuses_and_the_points_own_fields_have_versions_of_their_own(item, by):
    updating.record_status(item, period=dt.date(2013, 11, 1), text="I gang", seen=1, **by)
    assert planning.edit_item(item, title="Nyt navn", seen=1, **by)


def test_an_import_that_edits_a_point_makes_the_form_somebody_has_open_outdated(item, by):
    opened = PlanItem.objects.get(pk=item.pk)
    planning.edit_item(item, description="Indlæst", **by)
    with pytest.raises(history.Outdated):
        planning.edit_item(opened, description="Skrevet", seen=opened.version, **by)


def test_an_imported_status_makes_the_form_somebody_has_open_outdated(item, by):
    updating.record_status(item, period=dt.date(2013, 11, 1), text="Indlæst", **by)
    with pytest.raises(history.Outdated):
        updating.record_status(item, period=dt.date(2013, 11, 1), text="Skrevet", seen=1, **by)


def test_an_imported_move_makes_the_form_somebody_has_open_outdated(milestone, by):
    planning.move_end(milestone, end=parse("medio 2012"), **by)
    with pytest.raises(history.Outdated):
        planning.move_end(milestone, end=parse("ultimo 2012"), seen=1, **by)


def test_a_second_submit_is_told_the_address_of_the_first(cast, tell):
    first = once.do_once("formular-1", cast.sara_secretary, tell)
    assert once.do_once("formular-1", cast.sara_secretary, tell) == (first[0], False)


def test_a_second_submit_inside_an_outer_transaction_leaves_that_one_usable(cast, tell):
    once.do_once("formular-1", cast.sara_secretary, tell)
    with transaction.atomic():
        once.do_once("formular-1", cast.sara_secretary, tell)
        assert Event.objects.count() == 1


def test_an_act_that_fails_gives_the_key_back(cast, tell):
    def fail() -> str:
        tell()
        raise ValueError("the end date is missing")

    with pytest.raises(ValueError):
        once.do_once("formular-1", cast.sara_secretary, fail)
    assert once.do_once("formular-1", cast.sara_secretary, tell)[1] is True


def test_an_act_that_breaks_a_rule_of_the_database_says_so(cast, item):
    def twice() -> str:
        OnceKey.objects.create(key="taken", user=cast.sara_secretary)
        OnceKey.objects.create(key="taken", user=cast.sara_secretary)
        return "/"

    with pytest.raises(IntegrityError):
        once.do_once("formular-1", cast.sara_secretary, twice)


def test_a_key_of_somebody_elses_form_counts_as_none(cast, tell):
    once.do_once("formular-1", cast.sara_secretary, tell)
    address, first = once.do_once("formular-1", cast.mads_manager, tell)
    assert (address, first) == (f"/events/{Event.objects.last().pk}/", True)


@pytest.mark.parametrize("key", ["", "x" * 65, "a\x00b", "blåbær", "a b"])
def test_a_key_that_no_form_of_ours_carries_counts_as_none(cast, tell, key):
    assert [once.do_once(key, cast.sara_secretary, tell)[1] for _ in range(2)] == [True, True]
