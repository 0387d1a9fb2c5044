"""The course of a matter: earlier and later items of a plan and of a point, and what ties them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import history, planning
from meetings import deciding, obliging, relating_items
from meetings.deciding import Said
from meetings.models import AgendaItem, SectionPoint
from tests.meetings.promises.february import FEBRUARY
from tests.web.keeping import send

pytestmark = pytest.mark.django_db

DECIDED = {"state": AgendaItem.State.READY}


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def point(of):
    made = planning.add_item(of.item.plan, kind="initiative", number="2.1.3.1", title="SOFUS", **of.by)
    history.save(SectionPoint(section=of.sections["SOFUS fase 1:"], point=made), **of.by)
    return made


@pytest.fixture
def march(of):
    return of.add_item(of.march, plan=of.item.plan, title="Status i marts", **DECIDED)


def titles(page) -> list[str]:
    return [row["title"] for row in page.context["rows"]]


def test_the_course_of_a_plan_tells_its_items_newest_first_with_what_was_decided(secretary, of, march):
    deciding.record_decision(of.item, decisions=[Said("approved", "Indstillingen blev godkendt")], **of.by)
    page = secretary.get(at("plan-course", of.item.plan.slug))
    assert [(row["title"], row["decision"]) for row in page.context["rows"]] == [
        ("Status i marts", ""),
        ("Status", "Indstillingen blev godkendt"),
    ]


def test_the_course_of_a_plan_tells_what_committees_have_ordered(secretary, of):
    facts = {"text": "månedlig afrapportering", "cadence": "monthly", "first_period": FEBRUARY}
    order = obliging.add_obligation(of.item.plan, of.finance, **facts, **of.by)
    page = secretary.get(at("plan-course", of.item.plan.slug))
    told = [(row["committee"], row["url"]) for row in page.context["orders"]]
    assert told == [("Økonomiudvalget", at("obligation-detail", order.pk))]


def test_the_plans_page_leads_to_what_committees_have_ordered(secretary, of):
    html = secretary.get(reverse("handleplan:plan-detail", args=[of.item.plan.slug])).content.decode()
    assert f'href="{at("plan-course", of.item.plan.slug)}#orders"' in html


def test_the_course_of_a_point_tells_the_items_that_speak_of_it(secretary, of, march, point):
    page = secretary.get(f"{at('plan-course', of.item.plan.slug)}?point={point.pk}")
    assert titles(page) == ["Status"]


def test_the_points_page_leads_to_the_items_that_dealt_with_it(secretary, of, point):
    panels = secretary.get(reverse("handleplan:item-detail", args=[point.pk])).context["panels"]
    assert [(panel.name, panel.rows[0].note) for panel in panels] == [("course", "Socialudvalget 29.2.2012")]


def test_a_draft_is_in_the_course_of_those_who_draft_alone(secretary, reader, of):
    address = at("plan-course", of.item.plan.slug)
    assert (titles(secretary.get(address)), titles(reader.get(address))) == (["Status"], [])


def test_an_earlier_dealing_that_is_not_here_is_told_as_the_text_names_it_S002_7(secretary, of):
    told = {"kind": "informed", "date": dt.date(2011, 9, 21), "committee": of.social, "text": "orienteret om planen"}
    relating_items.link_items(of.item, **told, **of.by)
    row = secretary.get(at("plan-course", of.item.plan.slug)).context["rows"][-1]
    assert (row["when"], row["title"], row["state"]) == (
        "Socialudvalget 21.9.2011",
        "orienteret om planen",
        "Orienteret",
    )


def test_two_items_of_one_meeting_are_tied_and_both_tell_it_S002_15(secretary, of):
    other = of.add_item(of.february, plan=of.item.plan, title="Ny status", position=1, **DECIDED)
    relating_items.link_items(of.item, kind="same_meeting", other=other, **of.by)
    rows = secretary.get(at("plan-course", of.item.plan.slug)).context["rows"]
    assert [[link["kind"] for link in row["links"]] for row in rows] == [["Nævnt af"], ["På samme møde"]]


def test_items_are_tied_and_untied_on_the_items_page(secretary, of, march):
    address = at("item-links", of.item.pk)
    send(secretary, address, kind="follows", other=str(march.pk))
    link = of.item.links.get()
    secretary.post(address, {"withdraw": link.pk})
    link.refresh_from_db()
    assert (link.other, link.withdrawn) == (march, True)


@pytest.mark.parametrize("facts", [{}, {"other": "self"}])
def test_a_link_leads_to_another_item_or_to_a_day(of, facts):
    if facts:
        facts = {"other": of.item}
    with pytest.raises(ValueError):
        relating_items.link_items(of.item, kind="follows", **facts, **of.by)


def test_the_same_tie_is_made_once(secretary, of, march):
    relating_items.link_items(of.item, kind="follows", other=march, **of.by)
    answer = send(secretary, at("item-links", of.item.pk), kind="follows", other=str(march.pk))
    assert (answer.status_code, answer.context["form"].errors["other"]) == (
        422,
        ["De to er allerede knyttet sammen på den måde."],
    )


def test_as_many_questions_for_one_item_as_for_three(secretary, of):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary.get(at("plan-course", of.item.plan.slug))
        return len(asked)

    deciding.record_decision(of.item, decisions=[Said("approved", "Godkendt.")], **of.by)
    one = count()
    for meeting in (of.january, of.march):
        item = of.add_item(meeting, plan=of.item.plan)
        deciding.record_decision(item, decisions=[Said("approved", "Godkendt.")], **of.by)
        relating_items.link_items(item, kind="follows", other=of.item, **of.by)
    assert count() == one
