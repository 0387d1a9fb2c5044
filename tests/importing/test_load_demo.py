"""manage.py load_demo: the real plan, invented people, and nothing outside demo mode."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from handleplan import coverage
from handleplan.demo import history
from handleplan.demo.people import PEOPLE
from handleplan.management.commands.load_demo import TABLE
from handleplan.models import AuditRemark, AuditReport, Plan, PlanItem, StatusEntry, User
from meetings.models import AgendaItem
from tests.conftest import CASES, STATUS_TABLE
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded_demo(here, settings) -> str:
    """The demo loaded; what the command printed."""
    settings.HANDLEPLAN_DEMO = True
    return here.value


@standing("loaded_demo")
def load_the_demo(folder: Path) -> str:
    with override_settings(HANDLEPLAN_DEMO=True, MEDIA_ROOT=folder):
        return load()


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_outside_demo_mode_nothing_is_loaded(settings):
    settings.HANDLEPLAN_DEMO = False
    with pytest.raises(CommandError, match="HANDLEPLAN_DEMO"):
        load()
    assert User.objects.count() == 0


def test_the_demo_files_are_the_documents():
    copies = [(TABLE, STATUS_TABLE), (history.AGENDA, CASES / "000_agenda_2012-02-29.txt")]
    assert all(copy.read_bytes() == original.read_bytes() for copy, original in copies)


def test_five_people_one_of_each_role_can_sign_in(loaded_demo, client):
    assert {person.role for person in PEOPLE} == set(User.Role.values)
    assert all(client.login(username=person.username, password=person.password) for person in PEOPLE)


def test_the_sign_ins_are_printed(loaded_demo):
    assert all(
        person.username in loaded_demo and person.password in loaded_demo and person.full_name in loaded_demo
        for person in PEOPLE
    )


def test_the_plan_has_seventyone_points(loaded_demo):
    plan = Plan.objects.get(items__number="1.1.2.2.A")
    assert plan.items.count() == 71


def test_every_active_initiative_has_somebody_who_answers_for_it(loaded_demo):
    assert not PlanItem.objects.initiatives().active().filter(owner=None, unit=None).exists()


def test_the_owner_sees_the_plan_and_has_a_point(loaded_demo):
    owner = User.objects.get(username="ejer")
    assert (Plan.objects.visible_to(owner).count(), owner.owned_items.active().get().number) == (1, "1.1.2.2.A")


def test_three_points_keep_what_the_committee_was_told_in_february_2012_S000_8(loaded_demo):
    told = StatusEntry.objects.filter(period=history.MONTH).values_list("item__number", "in_focus", "focus_reason")
    assert set(told) == {(number, True, history.FOCUS_REASON) for number in ("1.1.2.2.A", "2.1.3.1.", "2.4.6")}


def test_the_newer_status_is_the_points(loaded_demo):
    assert PlanItem.objects.get(number="1.1.2.2.A").latest_status.text.startswith("Forvaltningen er forsinket")


def test_loading_it_again_keeps_what_was_changed(loaded_demo):
    person = User.objects.get(username="leder")
    before = PlanItem.history.count(), StatusEntry.objects.count(), User.objects.count(), person.password
    load()
    person.refresh_from_db()
    assert (PlanItem.history.count(), StatusEntry.objects.count(), User.objects.count(), person.password) == before


def test_two_reports_of_later_years_stand_with_the_plans_that_answer_them_s002_8_s003_7(loaded_demo):
    told = [
        (
            report.year,
            report.remarks.filter(kind="remark").count(),
            report.remarks.filter(kind="recommendation").count(),
        )
        for report in AuditReport.objects.all()
    ]
    missing = coverage.unanswered(AuditRemark.objects.all()).values_list("report__year", "code")
    assert (told, list(missing)) == ([(2017, 10, 3), (2015, 0, 4)], [(2015, "3")])


def test_each_agenda_item_stands_with_the_plan_it_is_about(loaded_demo):
    about = AgendaItem.objects.order_by("meeting__date").values_list("meeting__date__year", "plan__title")
    real = "Handleplan for sikker økonomistyring og øget kvalitet i sagsbehandlingen"
    assert list(about) == [
        (2012, real),
        (2012, real),
        (2017, "Indsats for bedre sagsbehandling 2017"),
        (2018, "Handleplan for revisionens bemærkninger 2018 (Slagelse)"),
    ]


@pytest.mark.pure
def test_the_agendas_sections_are_verbatim():
    told = history.statuses()
    agenda = history.AGENDA.read_text(encoding="utf-8")
    assert all(paragraph in agenda for text in told.values() for paragraph in text.split("\n\n"))
    assert told["2.1.3.1."].startswith("Forvaltningen har i samarbejde med Koncernservice")
