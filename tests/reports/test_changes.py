"""Two real months that differ in everything, compared from structure and told in words."""

from __future__ import annotations

import dataclasses

import pytest

from reports import change_words
from reports.changes import KINDS, compare
from reports.designs import Design
from reports.snapshot import Snapshot, build_snapshot, from_json
from tests.reports import two_months
from tests.reports.status_table import november_2013


@pytest.fixture
def months(real_plan, cast) -> tuple[Snapshot, Snapshot]:
    return two_months.two_full_editions(real_plan, cast.sara_secretary)


def told(snapshot: Snapshot, language: str = "da") -> dict[str, list[tuple[str, str]]]:
    """For each kind the points and sentences."""
    groups = change_words.told(snapshot.since_last, language)
    return {group.kind: [(line.number, line.sentence) for line in group.lines] for group in groups}


def test_two_months_that_differ_in_everything_are_told_in_danish(months):
    assert told(months[1]) == {
        "overdue": [
            ("2.4.6", "791 dage over fristen (1. nov. 2011)"),
            ("3.1", "16 dage over fristen (15. december 2013)"),
        ],
        "soon": [("3.7", "46 dage til fristen (15. februar 2014)")],
        "moved": [
            (
                "1.1.2.2.A",
                "fra medio 2013 til 31. maj 2014 (+273 dage). 686 yderligere sager. "
                "Besluttet af Socialudvalget den 4. december 2013",
            )
        ],
        "focus_entered": [("1.1.2.2.A", "686 yderligere sager")],
        "focus_left": [("2.1.3.1.", "")],
        "closed": [("1.2.5.6", "planlagt slut: udgangen af 2012")],
        "dropped": [("3.2", "")],
        "merged": [("3.4", "lagt sammen med 2.1.3.1.")],
        "continued": [("3.8", "videreført i 2.1.3.1.")],
        "reopened": [("2.4.6", "")],
        "new": [("3.5", "frist: ultimo 2014")],
        "counted": [
            (
                "1.1.2.2.A",
                "mangler 946 sager (10. december 2013); trukket tilbage: behandlet 1.259 sager (31. oktober 2013)",
            )
        ],
        "silent": [
            ("2.4.6", "seneste status er fra oktober 2013 (2 måneder siden)"),
            ("3.6", "seneste status er fra november 2013 (1 måned siden)"),
        ],
        "corrected": [("3.6", "fra 1. maj 2014 til 1. maj 2015 (+365 dage)")],
        "renumbered": [("3.6", "hed tidligere 3.3")],
        "scale": [
            (
                "",
                "Den var ● Efter planen, ▲ Mindre afvigelse, ■ Kritisk. Nu er den ● Følger planen, ■ Kritisk. "
                "Vurderinger før og efter kan ikke sammenlignes.",
            )
        ],
    }


def test_the_two_months_differ_in_every_kind_but_the_two_that_cannot_be_among_them(months):
    """In another scale no assessment is compared, and no verb takes a point out of its plan; both have tests below."""
    assert {*KINDS} - {change.kind for change in months[1].since_last.changes} == {"assessed", "gone"}


def test_every_kind_has_its_words_in_both_languages(months):
    assert told(months[1], "en").keys() == told(months[1]).keys()


def test_the_comparison_names_the_edition_it_is_made_with(months):
    assert change_words.title_of(months[1].since_last) == "Siden udgave 10 (november 2013)"


def test_in_one_scale_another_assessment_is_told(real_plan, cast):
    december = two_months.two_editions(real_plan, cast.sara_secretary, another_scale=False)[1]
    assert told(december)["assessed"] == [
        ("1.1.2.2.A", "fra ▲ Mindre afvigelse til ■ Kritisk"),
        ("2.1.3.1.", "fra ▲ Mindre afvigelse til ● Efter planen"),
        ("3.1", "fra ▲ Mindre afvigelse til ● Efter planen"),
    ]


def test_what_the_design_leaves_out_is_compared_all_the_same(real_plan, cast):
    design = Design(name="fokus", label="Fokus", scope="focus", closed="none")
    narrow = two_months.two_editions(real_plan, cast.sara_secretary, design)[1]
    assert [line[0] for line in told(narrow)["closed"]] == ["1.2.5.6"]


def test_a_comparison_survives_json(months):
    assert from_json(months[1].as_json()) == months[1]


def test_a_deadline_that_has_come_near_is_told_once(real_plan):
    october, november = (build_snapshot(real_plan, month) for month in (two_months.OCTOBER, two_months.NOVEMBER))
    december = build_snapshot(real_plan, two_months.DECEMBER)
    since = dataclasses.replace(november, since_last=compare(october, november))
    again = dataclasses.replace(december, since_last=compare(november, december))
    near = {"soon": [("2.1.3.1.", "31 dage til fristen (ultimo 2013)")]}
    assert (told(since), "soon" in told(again)) == (near, False)


def test_a_month_has_no_changes_from_itself(real_plan):
    snapshot = build_snapshot(real_plan, two_months.NOVEMBER)
    changes = compare(snapshot, snapshot)
    assert (changes.is_empty, change_words.nothing(changes)) == (True, "Intet er ændret siden november 2013.")


def test_two_plans_are_not_compared():
    with pytest.raises(ValueError, match="two plans"):
        compare(november_2013(), dataclasses.replace(november_2013(), plan="another"))


def test_months_older_than_keys_are_compared_by_number():
    old = november_2013()
    active, closed = old.parts
    rows = tuple(
        dataclasses.replace(row, closed=True, state="dropped") if row.number == "1.2.5.6" else row
        for row in active.rows
    )
    new = dataclasses.replace(old, parts=(dataclasses.replace(active, rows=rows[:-1]), closed))
    assert [(change.kind, change.number) for change in compare(old, new).changes] == [
        ("dropped", "1.2.5.6"),
        ("gone", "2.1.3.1."),
    ]


def test_a_title_that_changed_is_no_new_point(real_plan, cast):
    from handleplan import planning

    before = build_snapshot(real_plan, two_months.NOVEMBER)
    item = two_months.item(real_plan, two_months.MEDICINE)
    planning.edit_item(item, title="Et andet navn", user=cast.sara_secretary, reason=two_months.BECAUSE)
    assert compare(before, build_snapshot(real_plan, two_months.NOVEMBER)).is_empty
