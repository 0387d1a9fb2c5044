"""Every verb of committees, obligations, templates and drafting leaves a trace: who wrote, and why.

As ``test_verbs``, for the verbs of ``meetings`` that lead to an agenda.
"""

from __future__ import annotations

import datetime as dt
import inspect
from importlib import import_module
from types import SimpleNamespace

import pytest

from handleplan.models import Plan, PlanItem
from meetings import convening, drafting, obliging, templating, transcribing
from meetings.models import AgendaItem, Attendance, Decision, Delivery, FocusPoint, ItemVersion, Section
from meetings.reading import read_item
from meetings.shipped import KK_2012
from tests.conftest import BECAUSE, Cast
from tests.house.traces import author_of, last_keys, told_why, written_since
from tests.meetings.assembling import FEBRUARY, assembled, february

WHY = "Besluttet af sekretariatet"
MODULES = (
    "convening",
    "obliging",
    "templating",
    "drafting.annexes",
    "drafting.focus",
    "drafting.items",
    "drafting.naming",
    "drafting.proposals",
    "drafting.sections",
    "transcribing",
)
# What went out says which item it is; a delivery, which meeting had it; decision and attendance, whose minutes.
SAY_NO_REASON = (ItemVersion, Delivery, Decision, Attendance)
TEXT = {"heading": "Nyt", "heading_form": "line", "text_as_of": FEBRUARY, "seen": None}
TRANSCRIBED = (
    "Titel\n\nLøsning\n\nJa.\n\nBeslutning\n\nKontorchef Ida Bo deltog under punktets behandling.\n\nGodkendt."
)
DAYS = [(dt.date(2013, 1, 30), None)]

VERBS = {
    "convening.add_committee": lambda of, by: convening.add_committee(name="Børneudvalget", **by),
    "convening.edit_committee": lambda of, by: convening.edit_committee(of.committee, seen=None, place="2", **by),
    "convening.add_member": lambda of, by: convening.add_member(of.committee, name="Bodil", **by),
    "convening.edit_member": lambda of, by: convening.edit_member(of.member, seen=None, party="V", **by),
    "convening.add_meetings": lambda of, by: convening.add_meetings(of.committee, days=DAYS, **by),
    "convening.edit_meeting": lambda of, by: convening.edit_meeting(of.meeting, seen=None, place="2", **by),
    "obliging.add_obligation": lambda of, by: obliging.add_obligation(
        of.plan, of.committee, text="hvert år", cadence="yearly", first_period=FEBRUARY, **by
    ),
    "obliging.edit_obligation": lambda of, by: obliging.edit_obligation(of.obligation, seen=None, text="x", **by),
    "obliging.deliver": lambda of, by: obliging.deliver(of.obligation, period=FEBRUARY, meeting=of.meeting, **by),
    "obliging.excuse": lambda of, by: obliging.excuse(of.obligation, period=FEBRUARY, **by),
    "templating.take": lambda of, by: templating.take("aarhus_2025", **by),
    "templating.add_template": lambda of, by: templating.add_template(label="Ny", habits=KK_2012.habits, **by),
    "templating.change_template": lambda of, by: templating.change_template(
        of.template, label="Anden", habits=KK_2012.habits, is_offered=True, seen=None, **by
    ),
    "drafting.annexes.add_annex": lambda of, by: drafting.add_annex(of.item, title="Bilag", **by),
    "drafting.annexes.withdraw_annex": lambda of, by: drafting.withdraw_annex(of.annex, **by),
    "drafting.focus.add_focus": lambda of, by: drafting.add_focus(of.item, title="x", points=[of.point], **by),
    "drafting.focus.edit_focus": lambda of, by: drafting.edit_focus(
        of.line, title="y", points=[of.point], answered_in=None, seen=None, **by
    ),
    "drafting.focus.answer_focus": lambda of, by: drafting.answer_focus(of.line, section=of.lead, seen=None, **by),
    "drafting.focus.take_off": lambda of, by: drafting.take_off(of.line, why=WHY, seen=None, **by),
    "drafting.focus.put_back_on": lambda of, by: _back_on(of, by),
    "drafting.items.draft_item": lambda of, by: _draft(of, by),
    "drafting.items.edit_item": lambda of, by: drafting.edit_item(of.item, number="7.", seen=None, **by),
    "drafting.items.move_item": lambda of, by: drafting.move_item(_draft(of, by), up=True, **by),
    "drafting.items.mark_ready": lambda of, by: _ready(of, by),
    "drafting.items.take_back": lambda of, by: drafting.take_back(_ready(of, by), seen=None, **by),
    "drafting.items.drop_item": lambda of, by: drafting.drop_item(of.item, seen=None, **by),
    "drafting.naming.note_references": lambda of, by: drafting.edit_section(
        of.lead, body="Ved aprilprognosen.", **TEXT, **by
    ),
    "drafting.naming.resolve_reference": lambda of, by: drafting.resolve_reference(
        of.reference, meeting=of.january, **by
    ),
    "drafting.proposals.add_proposal": lambda of, by: drafting.add_proposal(of.item, text="At …", **by),
    "drafting.proposals.edit_proposal": lambda of, by: drafting.edit_proposal(
        of.proposal, text="At …", asks="approve", seen=None, **by
    ),
    "drafting.proposals.move_proposal": lambda of, by: drafting.move_proposal(
        drafting.add_proposal(of.item, text="At …", **by), up=True, **by
    ),
    "drafting.proposals.drop_proposal": lambda of, by: drafting.drop_proposal(of.proposal, seen=None, **by),
    "drafting.sections.add_section": lambda of, by: drafting.add_section(
        of.item, heading="Status", after=of.lead, points=[of.point], **by
    ),
    "drafting.sections.edit_section": lambda of, by: drafting.edit_section(
        of.lead, body="Nyt", points=[of.point], **TEXT, **by
    ),
    "drafting.sections.move_section": lambda of, by: drafting.move_section(of.lead, up=False, **by),
    "drafting.sections.drop_section": lambda of, by: drafting.drop_section(of.lead, why=WHY, seen=None, **by),
    "drafting.sections.restore_section": lambda of, by: _restored(of, by),
    "drafting.sections.refill_section": lambda of, by: drafting.refill_section(
        of.lead, body="Nyt", fresh="Nyt", today=FEBRUARY, seen=None, **by
    ),
    "transcribing.transcribe": lambda of, by: transcribing.transcribe(
        of.meeting, read_item(TRANSCRIBED, KK_2012.habits), template=templating.take("kk_2012", **by), **by
    ),
}


def _draft(of, by) -> AgendaItem:
    return drafting.draft_item(of.meeting, template="kk_2017", title="Ny", plan=of.plan, today=FEBRUARY, **by)


def _ready(of, by) -> AgendaItem:
    for row in of.item.sections.exclude(key__in=["indstilling", "underskrifter", "beslutning"]):
        drafting.edit_section(row, body="Skrevet.", **TEXT, **by)
    drafting.mark_ready(of.item, seen=None, **by)
    return AgendaItem.objects.get(pk=of.item.pk)


def _back_on(of, by) -> None:
    drafting.take_off(of.line, why=WHY, seen=None, **by)
    drafting.put_back_on(FocusPoint.objects.get(pk=of.line.pk), seen=None, **by)


def _restored(of, by) -> None:
    drafting.drop_section(of.lead, why=WHY, seen=None, **by)
    drafting.restore_section(Section.objects.get(pk=of.lead.pk), seen=None, **by)


@pytest.fixture
def of(small_plan, cast) -> SimpleNamespace:
    return begun(small_plan, cast)


def begun(small_plan: Plan, cast: Cast) -> SimpleNamespace:
    """What the verbs are called on."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    held = assembled(small_plan, **by)
    drafted = february(small_plan, held, **by)
    return SimpleNamespace(
        **vars(held),
        **vars(drafted),
        plan=small_plan,
        point=PlanItem.objects.get(plan=small_plan),
        lead=drafted.item.sections.get(key="lead"),
        template=templating.add_template(label="Vores", habits=KK_2012.habits, **by),
    )


def test_every_verb_stands_in_the_table():
    found = {
        f"{name}.{verb}"
        for name in MODULES
        for verb, function in inspect.getmembers(import_module(f"meetings.{name}"), inspect.isfunction)
        if function.__module__ == f"meetings.{name}"
        and not verb.startswith("_")
        and "user" in inspect.signature(function).parameters
    }
    assert set(VERBS) == found


@pytest.mark.parametrize("verb", VERBS)
def test_what_a_verb_writes_names_its_author_and_says_why(verb, of, cast):
    before = last_keys(["meetings"])
    VERBS[verb](of, {"user": cast.mads_manager, "reason": WHY})
    rows = written_since(before)
    reasons = {told_why(row) for row in rows if not isinstance(row, SAY_NO_REASON)}
    assert ({author_of(row) for row in rows}, reasons - {WHY}) == ({cast.mads_manager}, set())
