"""Moving a deadline: the form, what it becomes, and the move (issue 3, point 3)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handleplan import closing, scheduling
from handleplan.dates import parse
from handleplan.models import Milestone
from reports.snapshot import build_snapshot
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.web.moving import REASON, item_address, marks, move_address, own, send, signed_in


@pytest.fixture
def manager(cast):
    return signed_in(cast.mads_manager)


@pytest.fixture
def sofus(real_plan) -> Milestone:
    """The schedule of 2.1.3.1., as it stood after two moves: ready for its third."""
    plan_item = add_point(real_plan, "9.1", "1. nov. 2011", "1. feb. 2012", "1. juli 2012")
    return plan_item.milestones.get()


def preview(client, milestone, end: str, **fields):
    return send(client, move_address(milestone), "preview", end=end, **REASON | fields).context["preview"]


def confirm(client, milestone, end: str, **fields):
    return send(client, move_address(milestone), "confirm", end=end, **REASON | fields)


def chain(milestone) -> list[str]:
    return [link.end.as_written for link in Milestone.objects.get(pk=milestone.pk).links()]


def test_UX_11_the_preview_says_the_number_and_the_distance_from_the_original(manager, sofus):
    assert preview(manager, sofus, "ultimo 2013")["headline"] == (
        "Flytning nr. 3, +26 mdr. fra oprindelig (+670 til +791 dage)"
    )


def test_S004_23_the_preview_shows_the_cell_as_it_will_print(manager, sofus):
    assert preview(manager, sofus, "ultimo 2013")["cell"] == "(1. feb. 2012) (1. juli 2012) ultimo 2013"


def test_S004_24_the_report_prints_the_cell_that_the_preview_showed(manager, sofus, real_plan):
    shown = preview(manager, sofus, "ultimo 2013")["cell"]
    confirm(manager, sofus, "ultimo 2013")
    snapshot = build_snapshot(real_plan, dt.date(2013, 11, 1))
    row = next(row for part in snapshot.parts for row in part.rows if row.number == "9.1")
    assert row.cells[5] == shown


def test_nothing_is_saved_by_the_preview(manager, sofus):
    preview(manager, sofus, "ultimo 2013")
    assert chain(sofus) == ["1. nov. 2011", "1. feb. 2012", "1. juli 2012"]


def test_S004_22_a_confirmed_move_is_a_new_link_and_leaves_the_original(manager, sofus):
    confirm(manager, sofus, "ultimo 2013")
    sofus.refresh_from_db()
    assert (chain(sofus)[-1], sofus.original_as_written, sofus.moves) == ("ultimo 2013", "1. nov. 2011", 3)


def test_S004_29_a_move_keeps_its_cause_its_reason_and_its_decision(manager, sofus, cast):
    confirm(manager, sofus, "ultimo 2013", decided_by="Socialudvalget", decided_on="20/11-2013")
    move = sofus.revisions.last()
    assert (move.reason_category, move.reason, move.decided_by, move.decided_on, move.recorded_by) == (
        "it_system",
        "Systemet er forsinket",
        "Socialudvalget",
        dt.date(2013, 11, 20),
        cast.mads_manager,
    )


def test_who_decided_and_when_may_be_left_out(manager, sofus):
    confirm(manager, sofus, "ultimo 2013")
    move = sofus.revisions.last()
    assert (move.decided_by, move.decided_on) == ("", None)


def test_a_move_leads_back_to_where_the_deadline_stands(manager, sofus):
    assert confirm(manager, sofus, "ultimo 2013")["Location"] == item_address(sofus.item) + "#deadlines"


def test_UX_29_what_is_missing_is_said_and_what_was_typed_stays(manager, sofus):
    response = send(manager, move_address(sofus), "preview", end="ultimo 2013")
    form = response.context["form"]
    assert (response.status_code, set(form.errors), form["end"].value()) == (422, {"category", "why"}, "ultimo 2013")


def test_every_step_can_be_taken_back_without_losing_a_field(manager, sofus):
    response = send(manager, move_address(sofus), "change", end="ultimo 2013", decided_by="Direktionen", **REASON)
    form = response.context["form"]
    assert ("preview" in response.context, form["decided_by"].value(), form["why"].value()) == (
        False,
        "Direktionen",
        REASON["why"],
    )


def test_a_date_somebody_spoke_of_is_ready_in_the_form_and_read(manager, sofus):
    page = manager.get(move_address(sofus) + "?to=ultimo%202013%20primo%202014").context
    assert (page["form"]["end"].value(), page["echo"]["words"]) == (
        "ultimo 2013 primo 2014",
        "læses som 1.9.2013–30.4.2014",
    )


# -- dates that need a second look ------------------------------------------------------------------------------------


def test_UX_13_a_date_that_cannot_be_read_is_flagged_and_may_be_confirmed(manager, sofus):
    flagged = preview(manager, sofus, "når systemet er klar")
    confirm(manager, sofus, "når systemet er klar")
    sofus.refresh_from_db()
    assert (flagged["unread"], flagged["reading"]["words"], sofus.end_as_written, sofus.end_latest) == (
        True,
        "kunne ikke læses som en dato",
        "når systemet er klar",
        None,
    )


def test_B1_a_person_may_say_which_days_the_words_mean_and_the_words_stay(manager, sofus):
    confirm(manager, sofus, "når systemet er klar", earliest="1.1.2014", latest="31.3.2014")
    end = sofus.revisions.last().end
    assert (end.as_written, end.earliest, end.latest, end.read_by) == (
        "når systemet er klar",
        dt.date(2014, 1, 1),
        dt.date(2014, 3, 31),
        "person",
    )


def test_days_in_the_wrong_order_are_refused_beside_the_last_one(manager, sofus):
    response = send(
        manager, move_address(sofus), "preview", end="2014", earliest="1.4.2014", latest="1.3.2014", **REASON
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["latest"])


@pytest.mark.parametrize(
    ("end", "question"),
    [
        ("1. juli 2012", "Den nye dato er den, der står der i forvejen."),
        ("d. 1. juli 2012", "Den sidste dag er den samme som nu, 1.7.2012."),
        ("1. maj 2012", "Datoen er tidligere end nu, 1.7.2012."),
    ],
)
def test_the_same_or_an_earlier_date_is_a_question_and_no_error(manager, sofus, end, question):
    assert preview(manager, sofus, end)["questions"][0] == question


def test_a_later_date_asks_nothing(manager, sofus):
    assert preview(manager, sofus, "ultimo 2014")["questions"] == []


def test_an_earlier_date_says_how_far_it_moved_forward(manager, sofus):
    assert preview(manager, sofus, "1. okt. 2011")["headline"] == ("Flytning nr. 3, −1 mdr. fra oprindelig (−31 dage)")


def test_a_decision_that_is_still_to_come_is_asked_about(manager, sofus):
    asked = preview(manager, sofus, "ultimo 2014", decided_on="4/12-2013")["questions"]
    assert asked == ["Beslutningens dag, 4. december 2013, er endnu ikke kommet."]


# -- reading while it is typed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("medio 2013", '<span class="date-echo">læses som 1.5.–31.8.2013</span>'),
        ("31/12-12", '<span class="date-echo">læses som 31.12.2012</span>'),
        ("4/12", '<span class="date-echo flagged">læses som 4.12.2013 – årstallet er ikke skrevet</span>'),
        ("31. juni 2013", '<span class="date-echo flagged">findes ikke i kalenderen</span>'),
        ("løbende", '<span class="date-echo flagged">Løbende, uden slutdato</span>'),
        ("<b>", '<span class="date-echo flagged">kunne ikke læses som en dato</span>'),
        ("", ""),
    ],
)
def test_UX_13_a_date_is_read_while_it_is_typed(manager, demo_day, text, echo):
    response = manager.get(reverse("handleplan:date-reading"), {"field": "p0-end", "p0-end": text})
    assert (response.status_code, response.content.decode().strip()) == (200, echo)


@pytest.mark.parametrize("query", ["", "?field=end", "?field=field", "?end=" + "9" * 5_000 + "&field=end"])
def test_a_reading_of_nonsense_is_no_error(manager, demo_day, query):
    assert manager.get(reverse("handleplan:date-reading") + query).status_code == 200


# -- what is not moved, and what has no date yet ----------------------------------------------------------------------


def test_the_deadline_of_a_closed_point_is_not_moved(manager, sofus, cast):
    closing.close_item(sofus.item, reported_in=None, user=cast.sara_secretary, reason=BECAUSE)
    pages = manager.get(move_address(sofus)), manager.post(move_address(sofus), REASON | {"end": "2015"})
    assert ([page.status_code for page in pages], len(chain(sofus))) == ([200, 409], 3)


def test_the_first_end_date_of_a_milestone_is_its_original_one(manager, small_plan, cast):
    item = add_point(small_plan, "1.1")
    milestone = scheduling.add_milestone(item, name="Udbud", user=cast.sara_secretary, reason=BECAUSE)
    shown = send(manager, move_address(milestone), "preview", end="medio 2014").context["preview"]
    send(manager, move_address(milestone), "confirm", end="medio 2014")
    milestone.refresh_from_db()
    assert (shown["headline"], milestone.original_as_written, milestone.moves) == (
        "Dette bliver den oprindelige slutdato",
        "medio 2014",
        0,
    )


def test_S000_19_a_move_ends_the_revision_of_the_schedule(manager, sofus, cast):
    scheduling.put_under_revision(sofus, why="Milepælene vurderes", user=cast.sara_secretary, reason=BECAUSE)
    confirm(manager, sofus, "ultimo 2013")
    sofus.refresh_from_db()
    assert (sofus.under_revision, sofus.under_revision_reason) == (False, "")


def test_a_move_is_counted_by_moves_and_not_by_corrections(manager, sofus, cast):
    faulty = sofus.revisions.last()
    scheduling.correct_end(faulty, end=parse("1. juni 2012"), why="Tastefejl", user=cast.sara_secretary, reason=BECAUSE)
    assert preview(manager, sofus, "ultimo 2013")["headline"].startswith("Flytning nr. 3,")


# -- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mads_manager", "sara_secretary", "anna_administrator"])
def test_managers_secretaries_and_administrators_move_deadlines(cast, sofus, who):
    confirm(signed_in(getattr(cast, who)), sofus, "ultimo 2013")
    assert chain(sofus)[-1] == "ultimo 2013"


@pytest.mark.parametrize("who", ["olga_owner", "rita_reader"])
def test_owners_and_readers_move_none(cast, real_plan, who):
    milestone = own(real_plan, "1.1.2.2.A")
    client = signed_in(getattr(cast, who))
    answers = client.get(move_address(milestone)), client.post(move_address(milestone), REASON | {"end": "2015"})
    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_deadline_of_a_plan_that_does_not_exist_for_a_person_is_not_found(cast, manager, sofus):
    assert manager.get(reverse("handleplan:milestone-move", args=[999_999])).status_code == 404


# -- two people, and twice the same ------------------------------------------------------------------------------------


def test_whoever_comes_second_is_told_what_the_other_did_and_keeps_his_fields(manager, sofus, cast):
    seen = marks(manager, move_address(sofus))
    confirm(signed_in(cast.sara_secretary), sofus, "medio 2013")
    response = manager.post(move_address(sofus), seen | {"step": "confirm", "end": "ultimo 2013"} | REASON)
    context = response.context
    assert (response.status_code, context["others"][0]["who"], context["others"][0]["what"]) == (
        409,
        "Sara Secretary",
        "flyttede slutdatoen fra “1. juli 2012” til “medio 2013”",
    )
    assert (context["form"]["end"].value(), context["form"]["why"].value()) == ("ultimo 2013", REASON["why"])


def test_the_preview_tells_it_too(manager, sofus, cast):
    seen = marks(manager, move_address(sofus))
    confirm(signed_in(cast.sara_secretary), sofus, "medio 2013")
    response = manager.post(move_address(sofus), seen | {"step": "preview", "end": "ultimo 2013"} | REASON)
    assert (response.status_code, len(response.context["others"])) == (409, 1)


def test_having_seen_it_he_may_go_on(manager, sofus, cast):
    seen = marks(manager, move_address(sofus))
    confirm(signed_in(cast.sara_secretary), sofus, "medio 2013")
    sent = seen | {"step": "confirm", "end": "ultimo 2013"} | REASON
    again = manager.post(move_address(sofus), sent).context["marks"]
    manager.post(move_address(sofus), sent | {"seen": again.seen, "known": again.known, "once": again.once})
    assert chain(sofus)[-2:] == ["medio 2013", "ultimo 2013"]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "²"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nobody(manager, sofus, seen):
    sent = marks(manager, move_address(sofus)) | {"seen": seen, "step": "confirm", "end": "ultimo 2013"} | REASON
    assert (manager.post(move_address(sofus), sent).status_code, len(chain(sofus))) == (409, 3)


def test_a_double_click_moves_once(manager, sofus):
    sent = marks(manager, move_address(sofus)) | {"step": "confirm", "end": "ultimo 2013"} | REASON
    answers = [manager.post(move_address(sofus), sent) for _click in range(2)]
    assert ([answer.status_code for answer in answers], len(chain(sofus))) == ([302, 302], 4)


def test_going_back_after_a_move_loses_no_field(manager, sofus):
    sent = marks(manager, move_address(sofus)) | {"end": "ultimo 2013"} | REASON
    manager.post(move_address(sofus), sent | {"step": "confirm"})
    response = manager.post(move_address(sofus), sent | {"step": "preview", "end": "medio 2014"})
    assert (response.status_code, response.context["form"]["end"].value()) == (409, "medio 2014")


def test_what_was_typed_survives_the_end_of_the_session(manager, sofus, cast):
    sent = marks(manager, move_address(sofus)) | {"step": "confirm", "end": "ultimo 2013"} | REASON
    manager.logout()
    manager.post(move_address(sofus), sent)
    manager.post(reverse("handleplan:sign-in"), {"username": "mads_manager", "password": "mads_manager"})
    form = manager.get(move_address(sofus)).context["form"]
    assert (form["end"].value(), form["why"].value(), form["category"].value()) == (
        "ultimo 2013",
        REASON["why"],
        "it_system",
    )


# -- the link that leads here -----------------------------------------------------------------------------------------


def test_the_link_is_shown_to_those_who_may_and_to_nobody_else(cast, sofus, rf):
    from django.template.loader import render_to_string

    def shown(user) -> str:
        request = rf.get("/")
        request.user = user
        about = {"milestone": sofus.pk, "to": "ultimo 2013 primo 2014", "request": request}
        return render_to_string("handleplan/includes/move_link.html", about, request=request).strip()

    address = f'href="{move_address(sofus)}?to=ultimo%202013%20primo%202014"'
    assert (address in shown(cast.mads_manager), shown(cast.olga_owner), shown(cast.rita_reader)) == (True, "", "")
