"""What a person should look at in a status, and what stops it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handleplan import checking_texts, counting, planning, requesting, rounding, scheduling, updating
from handleplan.checking_texts import Written, check_status
from handleplan.dates import parse
from handleplan.models import CprClearance, PlanItem, StatusVerdict
from reports import publishing
from tests.checking.test_cpr import SPELLINGS, make_number
from tests.conftest import BECAUSE

TODAY = dt.date(2013, 11, 29)
NOVEMBER, OCTOBER = dt.date(2013, 11, 1), dt.date(2013, 10, 1)
END = parse("ultimo 2013")
NUMBER = SPELLINGS["hyphen"](make_number(random.Random(1)))
DOUBTFUL = SPELLINGS["hyphen"](make_number(random.Random(2), right=False))


def codes(text: str = "Alt går godt.", *, end=END, tone="", forecast=None, cleared=(), **texts: str) -> list[str]:
    written = Written({"text": text, **texts}, NOVEMBER, tone=tone, forecast=forecast)
    return [remark.code for remark in check_status(written, end, TODAY, cleared=cleared)]


# -- one status -------------------------------------------------------------------------------------------------------


@pytest.mark.pure
def test_an_ordinary_status_has_no_remarks():
    assert codes("Udbuddet er sendt. Status forelægges udvalget.") == []


@pytest.mark.pure
def test_a_forward_looking_date_after_the_deadline_contradicts_it():
    assert codes("Systemet forventes taget i brug medio 2014.") == ["contradicting_date"]


@pytest.mark.pure
def test_it_does_not_where_the_author_says_himself_what_he_expects():
    assert codes("Systemet forventes taget i brug medio 2014.", forecast=parse("medio 2014")) == []


@pytest.mark.pure
@pytest.mark.parametrize("how", [{"tone": "bad"}, {"tone": "fair"}, {"forecast": parse("medio 2014")}])
def test_a_deviation_needs_a_text_or_a_corrective_action(how):
    assert codes("", **how) == ["deviating_without_text"]
    assert codes("Leverandøren er forsinket.", **how) == []
    assert codes("", corrective_action="Der er indkaldt til møde.", **how) == []


@pytest.mark.pure
@pytest.mark.parametrize("bracket", ["[…]", "[...]", "[ ]", "[XX]", "[___]", "[?]"])
def test_a_bracket_that_was_to_be_filled_in_is_seen(bracket):
    assert codes(f"Der er visiteret {bracket} borgere.") == ["left_over"]


@pytest.mark.pure
@pytest.mark.parametrize("text", ["[Rapporten](https://kommune.example/)", "(jf. [2])", "[sic]"])
def test_a_bracket_with_something_in_it_is_left_alone(text):
    assert codes(text) == []


@pytest.mark.pure
def test_a_text_that_fills_half_a_page_of_the_report_is_too_long():
    assert (codes("x" * 2_000), codes("x" * 2_001)) == ([], ["too_long"])


@pytest.mark.pure
@pytest.mark.parametrize("field", ["text", "corrective_action", "focus_reason"])
def test_a_certain_cpr_number_blocks_in_every_field(field):
    written = Written({field: f"Borger {NUMBER}"}, NOVEMBER)
    (remark,) = check_status(written, END, TODAY)
    assert (remark.code, remark.blocks, remark.field) == ("cpr_certain", True, field)


@pytest.mark.pure
def test_a_likely_one_warns():
    (remark,) = check_status(Written({"text": f"Borger {DOUBTFUL}"}, NOVEMBER), END, TODAY)
    assert (remark.code, remark.blocks) == ("cpr_likely", False)


@pytest.mark.pure
@pytest.mark.parametrize("number", [NUMBER, DOUBTFUL])
def test_no_remark_quotes_the_number(number):
    remarks = check_status(Written({"text": f"Borger {number}"}, NOVEMBER), END, TODAY)
    assert number not in repr(remarks)


@pytest.mark.pure
def test_a_text_that_somebody_let_stand_is_left_alone_and_no_other():
    text = f"Fiktivt eksempel: {NUMBER}"
    cleared = {checking_texts.hash_of(text)}
    assert (codes(text, cleared=cleared), codes(text + ".", cleared=cleared)) == ([], ["cpr_certain"])


# -- a whole month ----------------------------------------------------------------------------------------------------


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, by) -> PlanItem:
    return planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS", **by)


def blocking(plan, period=NOVEMBER) -> list[tuple[str, int]]:
    return [(remark.field, remark.item) for remark in checking_texts.blocking(plan, period, TODAY)]


@pytest.mark.django_db
def test_a_number_in_a_status_blocks_the_month_and_later_ones_until_a_newer_status(item, small_plan, by):
    updating.record_status(item, period=OCTOBER, text=f"Borger {NUMBER}", **by)
    assert blocking(small_plan, OCTOBER) == blocking(small_plan, NOVEMBER) == [("text", item.pk)]
    item.refresh_from_db()
    updating.record_status(item, period=NOVEMBER, text="Borgeren er visiteret", **by)
    assert (blocking(small_plan, OCTOBER), blocking(small_plan, NOVEMBER)) == ([("text", item.pk)], [])


@pytest.mark.django_db
def test_what_was_sent_back_blocks_nothing(item, small_plan, by, cast):
    entry = updating.record_status(item, period=NOVEMBER, text=f"Borger {NUMBER}", **by)
    StatusVerdict.objects.create(status=entry, kind="sent_back", comment="Tag nummeret ud", recorded_by=by["user"])
    assert blocking(small_plan) == []


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "description"])
def test_a_number_in_the_point_itself_blocks_too(item, small_plan, by, field):
    planning.edit_item(item, **{field: f"Klage fra {NUMBER}"}, **by)
    assert blocking(small_plan) == [(field, item.pk)]


def _moved(own, by):
    planning.move_end(own, end=parse("2015"), why=f"Klage fra {NUMBER}", decided_by="Udvalget", **by)


def _decided(own, by):
    planning.move_end(own, end=parse("2015"), why="Klage", decided_by=f"Borger {NUMBER}", **by)


def _awaiting(own, by):
    ends = [("", parse("2015")), ("", parse("2016"))]
    requesting.add_conditional_end(own, awaits=f"Klagen {NUMBER}", when=None, alternatives=ends, **by)


def _on_condition(own, by):
    ends = [(f"medhold til {NUMBER}", parse("2015")), ("", parse("2016"))]
    requesting.add_conditional_end(own, awaits="Klagen", when=None, alternatives=ends, **by)


def _named(own, by):
    scheduling.add_milestone(own.item, name=f"Svar til {NUMBER}", **by)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("write", "field"),
    [
        (_moved, "move_reason"),
        (_decided, "move_decided_by"),
        (_awaiting, "awaits"),
        (_on_condition, "condition"),
        (_named, "milestone_name"),
    ],
)
def test_a_number_beside_a_deadline_blocks_until_it_may_stand(item, small_plan, by, write, field):
    own = planning.schedule_item(item, start=parse("2012"), **by)
    planning.record_first_end(own, end=parse("2014"), **by)
    write(own, by)
    (remark,) = checking_texts.blocking(small_plan, NOVEMBER, TODAY)
    checking_texts.clear_hash(item, remark.sha256, **by)
    assert (remark.field, remark.item, blocking(small_plan)) == (field, item.pk, [])


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "scope"])
def test_a_number_in_what_is_counted_blocks_until_it_may_stand(item, small_plan, by, field):
    counting.add_counter(item, **({"name": "Sager", "unit": "sager"} | {field: f"Klagen fra {NUMBER}"}), **by)
    (remark,) = checking_texts.blocking(small_plan, NOVEMBER, TODAY)
    checking_texts.clear_hash(item, remark.sha256, **by)
    assert (remark.field, blocking(small_plan)) == ("counter", [])


@pytest.mark.django_db
def test_a_number_in_the_source_of_a_count_blocks(item, small_plan, by):
    counter = counting.add_counter(item, name="Sager", unit="sager", **by)
    told = counting.Told("remaining", parse("1. november 2013"), Decimal(3), source=f"Notat om {NUMBER}")
    counting.record_observation(counter, told, **by)
    assert blocking(small_plan) == [("counter", item.pk)]


@pytest.mark.django_db
def test_a_number_in_the_words_of_a_date_blocks(item, small_plan, by):
    planning.schedule_item(item, start=parse(f"se {NUMBER}"), **by)
    assert blocking(small_plan) == [("date", item.pk)]


@pytest.mark.django_db
def test_what_was_said_last_blocks_while_later_months_say_nothing_new(item, small_plan, by):
    """The report prints it again below "nothing new"."""
    updating.record_status(item, period=OCTOBER, text=f"Borger {NUMBER}", **by)
    item.refresh_from_db()
    rounding.open_round(small_plan, period=NOVEMBER, due_on=dt.date(2013, 12, 6), today=TODAY, **by)
    updating.record_status(item, period=NOVEMBER, text="", nothing_new=True, **by)
    assert blocking(small_plan) == [("text", item.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "intro"])
def test_a_number_in_the_plans_own_texts_keeps_it_from_being_published(item, small_plan, by, demo_day, field):
    planning.edit_plan(small_plan, **{field: f"Klagen fra {NUMBER}"}, **by)
    assert [each.where for each in publishing.obstacles(small_plan, NOVEMBER)] == ["plan"]


@pytest.mark.django_db
def test_a_named_person_lets_a_text_stand_with_a_reason(item, small_plan, by, cast):
    text = f"Fiktivt eksempel: {NUMBER}"
    updating.record_status(item, period=NOVEMBER, text=text, **by)
    checking_texts.clear_text(item, text, user=cast.sara_secretary, reason="Nummeret er opdigtet")
    (clearance,) = CprClearance.objects.all()
    assert blocking(small_plan) == []
    assert (clearance.recorded_by, clearance.reason) == (cast.sara_secretary, "Nummeret er opdigtet")
    assert NUMBER not in str(vars(clearance))


@pytest.mark.django_db
def test_letting_it_stand_at_one_point_lets_it_stand_nowhere_else(item, small_plan, by, cast):
    other = planning.add_item(small_plan, kind="initiative", number="1.2", title="SOFIA", **by)
    for point in (item, other):
        updating.record_status(point, period=NOVEMBER, text=f"Borger {NUMBER}", **by)
    checking_texts.clear_text(item, f"Borger {NUMBER}", user=cast.sara_secretary, reason="x")
    assert blocking(small_plan) == [("text", other.pk)]


@pytest.mark.django_db
def test_the_check_asks_as_often_for_one_point_as_for_many(small_plan, by):
    counts = []
    for number in (1, 8):
        for place in range(number):
            point = planning.add_item(small_plan, kind="initiative", number=f"{number}.{place}", title="Nyt", **by)
            updating.record_status(point, period=NOVEMBER, text="Borgeren", assessment="on_track", **by)
        with CaptureQueriesContext(connection) as asked:
            checking_texts.check_plan(small_plan, NOVEMBER, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_month_with_a_number_is_not_published(item, small_plan, by, demo_day):
    updating.record_status(item, period=NOVEMBER, text=f"Borger {NUMBER}", **by)
    assert [each.sentence for each in publishing.obstacles(small_plan, NOVEMBER)] == [
        "1 tekst indeholder et CPR-nummer. Tag det ud, eller frigiv teksten, på siden med planens tekster."
    ]


@pytest.mark.django_db
def test_the_real_plan_of_november_blocks_nothing(real_plan):
    assert blocking(real_plan) == []
