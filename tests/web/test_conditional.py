"""The pages of a deadline that hangs on a decision (S004-27)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handleplan import requesting
from handleplan.models import Milestone
from tests.web.moving import item_address, marks, own, signed_in

DECISION = {"decided_by": "Socialudvalget", "decided_on": "4.12.2013", "why": "Udvalget valgte model A"}


@pytest.fixture
def manager(cast):
    return signed_in(cast.mads_manager)


@pytest.fixture
def milestone(real_plan) -> Milestone:
    return own(real_plan, "1.1.2.2.A")


def address(milestone) -> str:
    return reverse("handleplan:conditional-add", args=[milestone.pk])


def confirm(client, milestone, **changes):
    """Confirms what the page proposes."""
    form = client.get(address(milestone)).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | changes
    return client.post(address(milestone), fields | marks(client, address(milestone)))


def pick(client, conditional, **fields):
    page = reverse("handleplan:conditional-pick", args=[conditional.pk])
    return client.post(page, marks(client, page) | fields)


def test_S004_27_the_status_proposes_the_alternatives_and_the_decision(manager, milestone):
    form = manager.get(address(milestone)).context["form"]
    assert [form[name].value() for name in ("awaits", "when", "end_0", "end_1")] == [
        "Beslutningen i Socialudvalget",
        "4.12.2013",
        "ultimo januar 2014",
        "maj 2014",
    ]


def test_S004_27_the_points_page_asks_the_manager_to_confirm_it(manager, milestone):
    assert manager.get(item_address(milestone.item)).context["milestones"]["hangs"] is True


def test_S004_27_nothing_counts_before_a_person_has_confirmed_it(manager, milestone):
    manager.get(address(milestone))
    assert requesting.open_conditional(milestone) is None


def test_S004_27_confirmed_it_stands_on_the_points_and_the_plans_page(manager, milestone):
    confirm(manager, milestone)
    waiting = manager.get(item_address(milestone.item)).context["milestones"]["own"]["waiting"]["conditional"]
    row = manager.get(f"/plans/{milestone.item.plan.slug}/").content.decode()
    assert ([each["end"] for each in waiting["alternatives"]], "<b>ultimo januar 2014 eller maj 2014</b>" in row) == (
        ["ultimo januar 2014", "maj 2014"],
        True,
    )


def test_S004_27_the_decision_moves_the_deadline(manager, milestone):
    confirm(manager, milestone)
    conditional = requesting.open_conditional(milestone)
    pick(manager, conditional, alternative=conditional.alternatives.first().pk, step="pick", **DECISION)
    milestone.refresh_from_db()
    assert (milestone.end_as_written, milestone.revisions.last().decided_by) == (
        "ultimo januar 2014",
        "Socialudvalget",
    )


def test_S004_27_a_decision_says_which_by_whom_when_and_why(manager, milestone):
    confirm(manager, milestone)
    page = pick(manager, requesting.open_conditional(milestone), step="pick")
    assert (page.status_code, set(page.context["form"].errors)) == (
        422,
        {"alternative", "decided_by", "decided_on", "why"},
    )


def test_S004_27_a_condition_that_fell_away_leaves_the_date(manager, milestone):
    confirm(manager, milestone)
    pick(manager, requesting.open_conditional(milestone), step="drop", why="Sagen udgik")
    milestone.refresh_from_db()
    assert (milestone.end_as_written, requesting.open_conditional(milestone)) == ("medio 2013", None)


def test_one_outcome_is_no_condition(manager, milestone):
    page = confirm(manager, milestone, end_1="")
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"end_1": ["Skriv mindst to slutdatoer. Er der kun én, skal fristen flyttes."]},
    )


def test_the_timeline_tells_the_condition_and_its_end(manager, milestone):
    confirm(manager, milestone)
    pick(manager, requesting.open_conditional(milestone), step="drop", why="Sagen udgik")
    timeline = manager.get(item_address(milestone.item)).context["timeline"]
    assert {each.title for each in timeline.dated if each.kind == "request"} == {
        "Fristen afhænger af en beslutning",
        "Betingelsen er bortfaldet",
    }
