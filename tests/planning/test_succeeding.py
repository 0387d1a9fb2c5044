"""A plan is continued in another one: phase 2 carries 2.1.3.1. over (issue 3, point 4; S002-11, S004-14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from handleplan import (
    auditing,
    closing,
    counting,
    coverage,
    history,
    planning,
    recounting,
    scaling,
    scheduling,
    succeeding,
)
from handleplan.dates import parse
from handleplan.models import Closing, EndDateRevision, ItemRelation, Plan, PlanItem

NOVEMBER = dt.date(2013, 11, 1)
LEVELS = [
    {"code": "good", "word": "Følger planen", "symbol": "✓", "tone": "good"},
    {"code": "bad", "word": "Standset", "symbol": "–", "tone": "bad"},
]


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": "Fase 2"}


def carry(plan: Plan, *numbers: str, **how) -> Plan:
    items = [plan.items.get(number=number) for number in numbers]
    return succeeding.continue_plan(plan, items=items, reported_in=NOVEMBER, **{"title": "Fase 2"} | how)


def chain(item: PlanItem) -> list[tuple]:
    milestone = item.milestones.get(is_own=True)
    rows = milestone.revisions.order_by("sequence")
    return [(row.sequence, row.kind, row.end_as_written, row.end_latest, row.reason) for row in rows]


def test_the_chosen_point_goes_on_with_its_number_owner_and_unit(real_plan, by, cast):
    old = real_plan.items.get(number="1.1.2.2.A")
    new = carry(real_plan, "1.1.2.2.A", **by).items.get(number="1.1.2.2.A")
    facts = ("title", "description", "description_kind", "owner", "unit", "sort_key", "level", "marker")
    assert [getattr(new, name) for name in facts] == [getattr(old, name) for name in facts]


def test_the_whole_chain_of_2_1_3_1_comes_along(real_plan, by):
    before = chain(real_plan.items.get(number="2.1.3.1."))
    new = carry(real_plan, "2.1.3.1.", **by).items.get(number="2.1.3.1.")
    assert (len(before), chain(new)) == (4, before)


def test_the_copied_schedule_has_the_same_dates_and_moves(real_plan, by):
    old = real_plan.items.get(number="2.1.3.1.").milestones.get()
    new = carry(real_plan, "2.1.3.1.", **by).items.get(number="2.1.3.1.").milestones.get()
    facts = ("start", "original", "end", "forecast", "moves", "revised_as_written")
    assert [getattr(new, name) for name in facts] == [getattr(old, name) for name in facts]


def test_a_copied_link_says_who_recorded_it_first_and_who_carried_it_over(real_plan, by, cast):
    new = carry(real_plan, "2.1.3.1.", **by).items.get(number="2.1.3.1.")
    first = real_plan.items.get(number="2.1.3.1.").milestones.get().revisions.order_by("sequence").first()
    copied = new.milestones.get().revisions.order_by("sequence").first()
    told = [str(real_plan), str(first.recorded_by), first.recorded_because]
    assert (copied.recorded_by, [words in copied.recorded_because for words in told]) == (
        cast.sara_secretary,
        [True] * 3,
    )


def test_its_counters_go_on_with_their_numbers_and_what_these_were_the_cause_of(real_plan, by):
    old = real_plan.items.get(number="1.1.2.2.A")
    counter = counting.add_counter(old, name="Gennemgang", unit="sager", scope="SEL §§ 41 og 42", target="8 uger", **by)
    status, move = old.statuses.get(), EndDateRevision.objects.get(milestone__item=old, kind="move")
    begun = counting.Told("baseline", parse("september 2011"), Decimal(3_200), "ca.", source="Bilag 2")
    on_top = counting.Told("addition", parse("november 2013"), Decimal(686), as_written="686 yderligere sager")
    counting.record_observation(counter, begun, **by)
    counting.record_observation(counter, on_top, status=status, revision=move, **by)
    taken_back = counting.record_observation(counter, replace(begun, kind="done"), **by)
    recounting.withdraw(taken_back, **by)
    new = carry(real_plan, "1.1.2.2.A", **by).items.get(number="1.1.2.2.A")
    copy = new.counters.get()
    assert (copy.name, copy.unit, copy.scope, copy.target_as_written) == (
        "Gennemgang",
        "sager",
        counter.scope,
        "8 uger",
    )
    assert [
        (each.kind, each.value, each.qualifier, each.as_written, each.source) for each in copy.observations.all()
    ] == [
        ("baseline", 3_200, "ca.", "", "Bilag 2"),
        ("addition", 686, "", "686 yderligere sager", f"Status for november 2013 i ”{real_plan}”"),
    ]
    links = [link.revision.milestone.item for each in copy.observations.all() for link in each.links.all()]
    assert (links, counter.observations.count()) == ([new], 3)


def test_it_goes_on_answering_its_remarks(real_plan, by):
    old = real_plan.items.get(number="1.1.2.2.A")
    report = auditing.add_report(source="auditor", source_name="Revisionen", title="Beretning", year=2011, **by)
    remark = auditing.add_remark(report, kind="remark", text="Manglende opfølgning", **by)
    auditing.link_items(remark, items=[old], **by)
    successor = carry(real_plan, "1.1.2.2.A", **by)
    new = successor.items.get(number="1.1.2.2.A")
    assert {link.item for link in remark.links.all()} == {old, new}
    assert (coverage.covered(successor).answering, coverage.covered(real_plan).answering) == (1, 1)


def test_a_correction_points_at_its_mistake_in_the_copy_too(real_plan, by):
    milestone = real_plan.items.get(number="1.2.5.6").milestones.get()
    faulty = milestone.revisions.order_by("sequence").last()
    scheduling.correct_end(faulty, end=parse("ultimo 2014"), why="Tastefejl", **by)
    new = carry(real_plan, "1.2.5.6", **by).items.get(number="1.2.5.6").milestones.get()
    correction = new.revisions.order_by("sequence").last()
    assert (correction.corrects.milestone, correction.corrects.end_as_written) == (new, faulty.end_as_written)
    assert new.links()[-1].end.as_written == "ultimo 2014"


def test_the_old_point_is_closed_as_continued_in_the_new_one(real_plan, by):
    new = carry(real_plan, "2.1.3.1.", **by).items.get(number="2.1.3.1.")
    old = real_plan.items.get(number="2.1.3.1.")
    ended = old.closings.get()
    assert (old.state, old.reported_closed_in) == ("continued", NOVEMBER)
    assert (ended.kind, ended.into) == (Closing.Kind.CONTINUED, new)


def test_the_new_point_is_one_relation_away_from_its_past(real_plan, by):
    new = carry(real_plan, "2.1.3.1.", **by).items.get(number="2.1.3.1.")
    relation = new.related_from.get()
    old = real_plan.items.get(number="2.1.3.1.")
    assert (relation.item, relation.kind, relation.confirmed) == (old, ItemRelation.Kind.CONTINUED_IN, True)


def test_the_headings_above_come_along_open_and_points_above_do_not(real_plan, by):
    successor = carry(real_plan, "1.2.5.6", "1.1.2.2.A", **by)
    tree = {item.number: item.parent.number if item.parent else "" for item in successor.items.select_related("parent")}
    assert tree == {
        "1": "",
        "1.1": "1",
        "1.1.2": "1.1",
        "1.1.2.2.A": "1.1.2",
        "1.2": "1",
        "1.2.5": "1.2",
        "1.2.5.6": "1.2.5",
    }
    assert set(successor.items.values_list("state", flat=True)) == {"in_progress"}


def test_S002_11_the_old_plan_points_at_its_successor_which_keeps_origin_table_and_scale(real_plan, by):
    planning.edit_plan(real_plan, origin="audit", origin_text="Beretning nr. 12", **by)
    scaling.set_scale(real_plan, levels=LEVELS, **by)
    successor = carry(real_plan, "2.1.3.1.", version_text="Fase 2", **by)
    real_plan.refresh_from_db()
    parts = [plan.parts.get(kind="active").columns for plan in (real_plan, successor)]
    assert (real_plan.successor, successor.version_text, successor.origin_text) == (
        successor,
        "Fase 2",
        "Beretning nr. 12",
    )
    assert (parts[0], scaling.current_scale(successor).levels) == (parts[1], LEVELS)


def test_further_points_go_on_in_the_same_successor_under_the_same_headings(real_plan, by):
    first = carry(real_plan, "2.1.3.1.", **by)
    again = carry(real_plan, "1.2.5.6", title="", **by)
    assert (again, Plan.objects.count()) == (first, 2)
    assert first.items.filter(number="1.2.5.6").count() == 1


def test_a_point_reopened_and_continued_again_goes_on_where_it_went(real_plan, by):
    successor = carry(real_plan, "2.1.3.1.", **by)
    closing.reopen_item(real_plan.items.get(number="2.1.3.1."), why="Alligevel", **by)
    carry(real_plan, "2.1.3.1.", **by)
    assert successor.items.filter(number="2.1.3.1.").count() == 1


def test_a_milestone_that_serves_two_points_serves_both_where_both_go_on(real_plan, by):
    milestone = real_plan.items.get(number="2.1.3.1.").milestones.get()
    scheduling.share_milestone(milestone, real_plan.items.get(number="1.2.5.6"), **by)
    successor = carry(real_plan, "2.1.3.1.", "1.2.5.6", **by)
    copied = successor.items.get(number="2.1.3.1.").milestones.get()
    assert list(copied.serves.values_list("number", flat=True)) == ["1.2.5.6"]


def test_a_point_that_was_closed_meanwhile_is_not_carried_over(real_plan, by):
    item = real_plan.items.get(number="2.1.3.1.")
    closing.close_item(item, reported_in=NOVEMBER, **by)
    with pytest.raises(history.Outdated):
        carry(real_plan, "2.1.3.1.", **by)
    assert Plan.objects.count() == 1


def test_a_plan_that_was_changed_meanwhile_is_not_continued_unseen(real_plan, by):
    seen = real_plan.history.order_by("-history_id").first().history_id
    planning.edit_plan(real_plan, version_text="Udvidet version", **by)
    with pytest.raises(history.Outdated):
        carry(real_plan, "2.1.3.1.", seen=seen, **by)


def test_a_point_is_merged_within_its_plan_only(real_plan, small_plan, by):
    item, other = real_plan.items.get(number="2.1.3.1."), small_plan.items.get()
    with pytest.raises(ValueError):
        closing.close_item(item, kind=Closing.Kind.MERGED, into=other, reported_in=NOVEMBER, **by)


def test_every_row_that_is_carried_over_has_its_author_in_history(real_plan, by, cast):
    successor = carry(real_plan, "2.1.3.1.", "1.2.5.6", **by)
    rows = [*PlanItem.history.filter(plan=successor), *Plan.history.filter(id=successor.pk)]
    assert {(row.history_user, row.history_change_reason) for row in rows} == {(cast.sara_secretary, "Fase 2")}
