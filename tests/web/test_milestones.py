"""Milestones: added, proposed, renamed, reached, under revision, shared (issue 3, point 2)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import scheduling
from handleplan.attention import Why, by_reason, needing_attention
from handleplan.dates import parse
from handleplan.milestone_page import milestones_section
from handleplan.models import Milestone, PlanItem
from reports.snapshot import build_snapshot, from_json
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.web.moving import marks, own, send, signed_in

TODAY = dt.date(2013, 11, 29)


@pytest.fixture
def manager(cast):
    return signed_in(cast.mads_manager)


@pytest.fixture
def by(cast):
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def item(small_plan, demo_day) -> PlanItem:
    return add_point(small_plan, "1.1", "1. maj 2014")


@pytest.fixture
def milestone(item, by) -> Milestone:
    return scheduling.add_milestone(item, name="1. gang", end=parse("senest 1. september 2013"), **by)


def add_address(item: PlanItem) -> str:
    return reverse("handleplan:milestone-add", args=[item.pk])


def detail(milestone: Milestone) -> str:
    return reverse("handleplan:milestone-detail", args=[milestone.pk])


def act(client, milestone, what: str, **fields: str):
    sent = {f"{what}-{field}": value for field, value in fields.items()}
    return client.post(detail(milestone), marks(client, detail(milestone)) | {"act": what} | sent)


def further(item: PlanItem) -> list[tuple[str, str]]:
    return list(item.milestones.filter(is_own=False).values_list("name", "original_as_written"))


def add(client, item, what: str, **fields: str):
    return client.post(add_address(item), marks(client, add_address(item)) | {"add": what} | fields)


# -- adding -----------------------------------------------------------------------------------------------------------


def test_a_milestone_has_a_name_a_start_and_an_original_end(manager, item):
    add(manager, item, "new", **{"new-name": "Udbud", "new-start": "medio 2013", "new-end": "ultimo 2013"})
    made = item.milestones.get(is_own=False)
    assert (made.name, made.start_as_written, made.original_as_written, made.end_latest) == (
        "Udbud",
        "medio 2013",
        "ultimo 2013",
        dt.date(2013, 12, 31),
    )


def test_the_points_own_end_stays_its_own_milestone(manager, item):
    add(manager, item, "new", **{"new-name": "Udbud", "new-end": "ultimo 2013"})
    assert list(item.milestones.values_list("is_own", "end_as_written")) == [
        (True, "1. maj 2014"),
        (False, "ultimo 2013"),
    ]


def test_what_is_missing_is_said_and_what_was_typed_stays(manager, item):
    response = add(manager, item, "new", **{"new-name": "Udbud", "new-end": ""})
    form = response.context["new"]["form"]
    assert (response.status_code, list(form.errors), form["name"].value()) == (422, ["end"], "Udbud")


def test_S004_18_the_two_milestones_of_1_4_3_1_stand_ready_to_be_confirmed(manager, real_plan):
    page = manager.get(add_address(real_plan.items.get(number="1.4.3.1"))).context
    filled = [(each["form"]["name"].value(), each["form"]["end"].value()) for each in page["proposals"]]
    assert filled == [("1. gang", "senest 1. september 2011"), ("2. gang", "senest 1. september 2012")]


PROPOSED = {
    "p0-name": "1. gang",
    "p0-end": "senest 1. september 2011",
    "p1-name": "2. gang",
    "p1-end": "senest 1. september 2012",
}


def test_S004_18_one_proposal_is_confirmed_and_the_other_stays_proposed(manager, real_plan):
    item = real_plan.items.get(number="1.4.3.1")
    response = add(manager, item, "p0", **PROPOSED)
    left = manager.get(response["Location"]).context["proposals"]
    assert (further(item), [each["form"]["name"].value() for each in left]) == (
        [("1. gang", "senest 1. september 2011")],
        ["2. gang"],
    )


def test_S004_18_all_proposals_are_confirmed_at_once(manager, real_plan):
    item = real_plan.items.get(number="1.4.3.1")
    add(manager, item, "all", **PROPOSED)
    assert further(item) == [("1. gang", "senest 1. september 2011"), ("2. gang", "senest 1. september 2012")]


def test_a_proposal_is_added_as_a_person_has_mended_it(manager, real_plan):
    item = real_plan.items.get(number="1.4.3.1")
    add(manager, item, "p0", **PROPOSED | {"p0-name": "Første udredning"})
    assert further(item) == [("Første udredning", "senest 1. september 2011")]


def test_a_fault_in_one_of_all_adds_none(manager, real_plan):
    item = real_plan.items.get(number="1.4.3.1")
    response = add(manager, item, "all", **PROPOSED | {"p1-name": ""})
    assert (response.status_code, further(item)) == (422, [])


def test_what_is_a_milestone_already_is_not_proposed_again(manager, real_plan):
    item = real_plan.items.get(number="1.4.3.1")
    add(manager, item, "all", **PROPOSED)
    assert manager.get(add_address(item)).context["proposals"] == []


def test_two_people_who_confirm_the_same_proposal_make_one_milestone(manager, real_plan, cast):
    item = real_plan.items.get(number="1.4.3.1")
    seen = marks(manager, add_address(item))
    add(signed_in(cast.sara_secretary), item, "p0", **PROPOSED)
    response = manager.post(add_address(item), seen | {"add": "p0"} | PROPOSED)
    assert (response.status_code, len(further(item))) == (422, 1)


def test_a_double_click_adds_one(manager, item):
    sent = marks(manager, add_address(item)) | {"add": "new", "new-name": "Udbud", "new-end": "2014"}
    answers = [manager.post(add_address(item), sent).status_code for _click in range(2)]
    assert (answers, len(further(item))) == ([302, 302], 1)


def test_S000_18_the_activities_of_the_newest_status_are_proposed_with_their_imprecise_dates(manager, small_plan):
    text = "Arbejdet går frem. Taskforcen etableres primo december. Undervisningen afsluttes i 2. kvartal 2014."
    item = add_point(small_plan, "1.2", "1. maj 2014", text=text)
    page = manager.get(add_address(item)).context
    assert ("Taskforcen etableres", "primo december") in [
        (each["form"]["name"].value(), each["form"]["end"].value()) for each in page["proposals"]
    ]


def test_a_heading_has_no_milestones(manager, small_plan):
    assert manager.get(add_address(small_plan.items.get(number="1"))).status_code == 404


# -- one milestone ----------------------------------------------------------------------------------------------------


def test_a_milestone_gets_another_name_and_history_keeps_the_former(manager, milestone):
    act(manager, milestone, "rename", name="Første gang")
    names = milestone.history.values_list("name", flat=True)
    assert (names[0], names[1]) == ("Første gang", "1. gang")


def test_a_milestone_is_reached_on_a_day(manager, milestone):
    act(manager, milestone, "complete", on="20/11-2013")
    milestone.refresh_from_db()
    assert milestone.completed_on == dt.date(2013, 11, 20)


def test_a_milestone_that_was_not_reached_after_all_counts_again(manager, milestone):
    act(manager, milestone, "complete", on="20/11-2013")
    act(manager, milestone, "reopen")
    milestone.refresh_from_db()
    assert milestone.completed_on is None


def test_S000_19_a_schedule_is_put_under_revision_without_a_new_date(manager, milestone):
    act(manager, milestone, "revise", why="Konsekvenserne for milepælene vurderes")
    milestone.refresh_from_db()
    assert (milestone.under_revision, milestone.under_revision_reason, milestone.end_as_written, milestone.moves) == (
        True,
        "Konsekvenserne for milepælene vurderes",
        "senest 1. september 2013",
        0,
    )


def test_S000_19_the_revision_is_shown_where_the_deadline_stands(manager, milestone, item, cast):
    act(manager, milestone, "revise", why="Konsekvenserne vurderes")
    section = milestones_section(item, cast.mads_manager, as_of=TODAY)
    html = render_to_string("handleplan/includes/milestones.html", {"milestones": section})
    assert "<b>Tidsplan under revurdering</b> – ingen ny dato endnu: Konsekvenserne vurderes" in html


def test_B1_a_person_says_which_days_an_end_date_means_and_the_words_stay(manager, item, by):
    milestone = scheduling.add_milestone(item, name="Udbud", end=parse("når systemet er klar"), **by)
    act(manager, milestone, "read", latest="31.3.2014", why="Aftalt med leverandøren")
    milestone.refresh_from_db()
    assert (milestone.end_as_written, milestone.end_latest, milestone.end_read_by) == (
        "når systemet er klar",
        dt.date(2014, 3, 31),
        "person",
    )


@pytest.mark.parametrize("name", ["complete", "revise", "rename", "share", "read"])
def test_an_act_without_its_field_is_said_to_lack_it(manager, milestone, name):
    response = act(manager, milestone, name, name="")
    assert (response.status_code, response.context["act"], bool(response.context["told"])) == (422, name, True)


@pytest.mark.parametrize("who", ["rita_reader", "ove_owner_of_nothing", "olga_owner"])
def test_those_who_may_not_see_no_form_and_are_refused(cast, real_plan, by, who):
    milestone = own(real_plan, "1.1.2.2.A")
    client = signed_in(getattr(cast, who))
    page, answer = client.get(detail(milestone)), client.post(detail(milestone), {"act": "complete"})
    forms = page.content.decode().count('name="act"')
    assert (forms, answer.status_code) == (0, 404 if who == "ove_owner_of_nothing" else 403)


def test_whoever_comes_second_is_told_and_keeps_his_field(manager, milestone, cast):
    seen = marks(manager, detail(milestone))
    act(signed_in(cast.sara_secretary), milestone, "rename", name="Første gang")
    response = manager.post(detail(milestone), seen | {"act": "rename", "rename-name": "Gang 1"})
    milestone.refresh_from_db()
    assert (response.status_code, response.context["others"][0]["what"], milestone.name) == (
        409,
        "omdøbte milepælen fra “1. gang” til “Første gang”",
        "Første gang",
    )
    assert response.context["acts"]["rename"]["name"].value() == "Gang 1"


def test_a_double_click_is_one_act(manager, milestone):
    sent = marks(manager, detail(milestone)) | {"act": "rename", "rename-name": "Gang 1"}
    before = milestone.history.count()
    answers = [manager.post(detail(milestone), sent).status_code for _click in range(2)]
    assert (answers, milestone.history.count()) == ([302, 302], before + 1)


def test_another_act_from_a_page_one_went_back_to_is_not_taken_for_a_double_click(manager, milestone):
    sent = marks(manager, detail(milestone))
    manager.post(detail(milestone), sent | {"act": "rename", "rename-name": "Gang 1"})
    response = manager.post(detail(milestone), sent | {"act": "complete", "complete-on": "20.11.2013"})
    assert (response.status_code, response.context["acts"]["complete"]["on"].value()) == (409, "20.11.2013")


def test_a_named_milestone_is_moved_like_the_points_own_end(manager, milestone):
    address = reverse("handleplan:milestone-move", args=[milestone.pk])
    send(manager, address, "confirm", end="ultimo 2013", category="other", why="Udskudt")
    milestone.refresh_from_db()
    assert (milestone.end_as_written, milestone.original_as_written, milestone.moves) == (
        "ultimo 2013",
        "senest 1. september 2013",
        1,
    )


# -- shared -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(small_plan) -> PlanItem:
    return add_point(small_plan, "1.2", "1. juni 2014")


def names_on(item: PlanItem, user) -> list[tuple[str, str]]:
    rows = milestones_section(item, user, as_of=TODAY)["rows"]
    return [(row["name"], row["home"]["number"] if row["home"] else "") for row in rows]


def test_S003_11_a_shared_milestone_is_one_record_and_stands_on_both_pages(manager, milestone, other, item, cast):
    act(manager, milestone, "share", number="1.2")
    assert (names_on(item, cast.mads_manager), names_on(other, cast.mads_manager)) == (
        [("1. gang", "")],
        [("1. gang", "1.1")],
    )


def test_S003_11_a_shared_milestone_is_moved_once_for_both(manager, milestone, other, cast):
    act(manager, milestone, "share", number="1.2")
    address = reverse("handleplan:milestone-move", args=[milestone.pk])
    send(manager, address, "confirm", end="ultimo 2013", category="other", why="Udskudt")
    assert milestones_section(other, cast.mads_manager, as_of=TODAY)["rows"][0]["end"] == "ultimo 2013"


def test_a_share_can_be_taken_back(manager, milestone, other, cast):
    act(manager, milestone, "share", number="1.2")
    act(manager, milestone, "unshare", point=str(other.pk))
    assert (names_on(other, cast.mads_manager), milestone.shares.get().withdrawn) == ([], True)


@pytest.mark.parametrize("number", ["1.1", "9.9", "ikke et nummer"])
def test_a_milestone_is_shared_with_another_point_of_its_plan_only(manager, milestone, number):
    response = act(manager, milestone, "share", number=number)
    assert (response.status_code, milestone.shares.count()) == (422, 0)


# -- where they are listed --------------------------------------------------------------------------------------------


def test_the_points_section_lists_each_milestone_with_its_chain(manager, milestone, item, cast):
    address = reverse("handleplan:milestone-move", args=[milestone.pk])
    send(manager, address, "confirm", end="ultimo 2013", category="other", why="Udskudt")
    row = milestones_section(item, cast.mads_manager, as_of=TODAY)["rows"][0]
    assert [(link["label"], link["text"]) for link in row["chain"]][-1] == (
        "Oprindelig slutdato",
        "senest 1. september 2013",
    )
    assert (row["name"], row["moves"], row["chain"][0]["text"]) == ("1. gang", row["moves"], "ultimo 2013")


def test_the_points_section_asks_as_often_for_three_milestones_as_for_one(milestone, item, by, cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            milestones_section(
                PlanItem.objects.select_related("latest_status").get(pk=item.pk), cast.mads_manager, as_of=TODAY
            )
        return len(queries)

    one = asked()
    for name in ("2. gang", "3. gang"):
        scheduling.add_milestone(item, name=name, end=parse("2014"), **by)
    assert asked() == one


def test_the_points_section_says_that_the_text_speaks_of_more(real_plan, cast):
    item = real_plan.items.get(number="1.4.3.1")
    assert milestones_section(item, cast.mads_manager, as_of=TODAY)["proposed"] == 2


def test_the_late_page_lists_a_milestone_by_its_name(manager, milestone):
    found = [
        (row["number"], row["milestone"], row["end"])
        for section in manager.get(reverse("handleplan:late")).context["sections"]
        if section["id"] == "overdue"
        for row in section["rows"]
    ]
    assert found == [("1.1", "1. gang", "senest 1. september 2013")]


def test_a_milestone_that_is_reached_is_late_no_more(milestone, by, cast):
    scheduling.complete_milestone(milestone, on=dt.date(2013, 11, 20), **by)
    assert by_reason(needing_attention(cast.mads_manager, TODAY))[Why.OVERDUE] == []


def test_a_snapshot_holds_the_further_milestones_and_comes_back_from_its_json(milestone, small_plan):
    snapshot = build_snapshot(small_plan, dt.date(2013, 11, 1))
    facts = next(row for part in snapshot.parts for row in part.rows if row.number == "1.1").milestones
    assert [(each.name, each.original_end.text, each.end.text) for each in facts] == [
        ("1. gang", "senest 1. september 2013", "senest 1. september 2013")
    ]
    assert from_json(snapshot.as_json()) == snapshot


def test_the_report_is_read_in_as_many_queries_with_further_milestones_as_without(item, small_plan, by):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            build_snapshot(small_plan, dt.date(2013, 11, 1))
        return len(queries)

    without = asked()
    for name in ("1. gang", "2. gang"):
        scheduling.add_milestone(item, name=name, end=parse("2014"), **by)
    assert asked() == without


def test_the_name_of_the_own_schedule_is_the_points(manager, item):
    page = manager.get(detail(item.milestones.get())).context
    assert (page["name"], "rename" in page["acts"]) == ("1.1 Punkt 1.1", False)
