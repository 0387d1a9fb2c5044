"""Every verb leaves a trace: what it wrote names who wrote it and why, in history or on the row itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest

from handleplan import (
    answering,
    approving,
    arranging,
    auditing,
    checking_texts,
    closing,
    counting,
    explaining,
    feeding,
    filing,
    history,
    notifying,
    planning,
    recounting,
    relating,
    reminding,
    replying,
    requesting,
    rounding,
    scaling,
    scheduling,
    staffing,
    succeeding,
    updating,
)
from handleplan.dates import parse
from handleplan.evidence import Evidence
from handleplan.models import (
    ConditionalEnd,
    EndDateRevision,
    Milestone,
    ObservationLink,
    Plan,
    PlanItem,
    RoundItem,
    RoundVisit,
    StandIn,
    StatusEntry,
    StatusVerdict,
)
from reports import designing, journalising, opening, publishing, queueing
from reports.designs import STANDARD
from reports.models import EditionFile, Journalising
from tests.budgets.verbs import VERBS as OF_BUDGETS
from tests.conftest import BECAUSE, Cast
from tests.house.traces import author_of, last_keys, told_why, written_since
from tests.reports.editions import published

WHY = "Besluttet af direktionen"
MODULES = (
    "planning",
    "arranging",
    "closing",
    "counting",
    "relating",
    "scheduling",
    "updating",
    "approving",
    "recounting",
    "requesting",
    "scaling",
    "staffing",
    "succeeding",
    "rounding",
    "notifying",
    "reminding",
    "feeding",
    "filing",
    "checking_texts",
    "budgeting",
    "granting",
    "auditing",
    "answering",
    "explaining",
    "replying",
)
OF_REPORTS = ("publishing", "queueing", "journalising", "opening", "designing")
PACKAGES = {"handleplan": MODULES, "reports": OF_REPORTS}
MONTH = dt.date(2013, 12, 1)
REPORT = {"source": "auditor", "source_name": "Revisionen", "title": "Beretning nr. 2", "year": 2018}
WEDNESDAY = dt.date(2013, 12, 4)
PDF = Evidence("notat.pdf", "application/pdf", b"%PDF-")
# Ask for a person and write nothing.
READERS = {"rounding.asked_now", "rounding.count_left", "journalising.not_journalised"}
LOGGED_ONLY = {"queueing.cancel"}  # stops a wish to publish; the change log says who did
ASK_NO_REASON = {"recounting.record_event", "filing.store_file"}  # the event and the file are it
# The round or edition they belong to says it; a visit and a document's numbers have none.
SAY_NO_REASON = (RoundItem, RoundVisit, EditionFile, Journalising)

# Each verb with a call of it; ``of`` holds a plan with three points, a schedule, a proposed relation and a status.
VERBS = {
    "planning.create_plan": lambda of, by: planning.create_plan(title="Ny", **by),
    "planning.edit_plan": lambda of, by: planning.edit_plan(of.plan, title="Andet", **by),
    "planning.add_usual_parts": lambda of, by: planning.add_usual_parts(of.plan, **by),
    "planning.set_table_part": lambda of, by: planning.set_table_part(of.plan, kind="active", title="Del", **by),
    "planning.add_item": lambda of, by: planning.add_item(of.plan, kind="initiative", title="Nyt", **by),
    "planning.edit_item": lambda of, by: planning.edit_item(of.item, title="Andet", **by),
    "planning.assign_item": lambda of, by: planning.assign_item(of.item, owner=by["user"], unit=None, **by),
    "planning.schedule_item": lambda of, by: planning.schedule_item(of.item, start=parse("2010"), **by),
    "planning.record_first_end": lambda of, by: planning.record_first_end(of.unset, end=parse("2014"), **by),
    "planning.move_end": lambda of, by: planning.move_end(of.own, end=parse("medio 2014"), why="Sager", **by),
    "planning.read_date": lambda of, by: planning.read_date(
        of.own, prefix="end", value=of.own.end.override(None, dt.date(2014, 1, 1)), **by
    ),
    "arranging.order_items": lambda of, by: arranging.order_items([of.other, of.item], **by),
    "arranging.place_item": lambda of, by: arranging.place_item(of.other, parent=None, before=of.item, **by),
    "arranging.renumber_item": lambda of, by: arranging.renumber_item(of.item, number="9.9", **by),
    "arranging.remember_former_number": lambda of, by: arranging.remember_former_number(of.item, number="8.8", **by),
    "closing.close_item": lambda of, by: closing.close_item(of.item, reported_in=MONTH, **by),
    "closing.reopen_item": lambda of, by: closing.reopen_item(of.item, **by),
    "counting.add_counter": lambda of, by: counting.add_counter(of.item, name="Sager", unit="sager", **by),
    "counting.edit_counter": lambda of, by: counting.edit_counter(of.counter, name="Andet", unit="sager", **by),
    "counting.withdraw_counter": lambda of, by: counting.withdraw_counter(of.counter, **by),
    "counting.restore_counter": lambda of, by: counting.restore_counter(of.counter, **by),
    "counting.record_observation": lambda of, by: counting.record_observation(of.counter, _told(), **by),
    "counting.record_series": lambda of, by: counting.record_series(of.counter, [_told()], **by),
    "counting.link_observation": lambda of, by: _linked(of, by),
    "counting.unlink_observation": lambda of, by: counting.unlink_observation(_linked(of, by), **by),
    "relating.relate_items": lambda of, by: relating.relate_items(of.other, of.item, kind="depends_on", **by),
    "relating.confirm_relation": lambda of, by: relating.confirm_relation(of.relation, **by),
    "relating.reject_relation": lambda of, by: relating.reject_relation(of.relation, **by),
    "relating.propose_again": lambda of, by: _propose_again(of, by),
    "scheduling.correct_end": lambda of, by: scheduling.correct_end(
        of.revision, end=parse("2015"), why="Slåfejl", **by
    ),
    "scheduling.add_milestone": lambda of, by: scheduling.add_milestone(of.item, name="2. gang", **by),
    "scheduling.set_end": lambda of, by: scheduling.set_end(of.unset, end=parse("2014"), **by),
    "scheduling.rename_milestone": lambda of, by: scheduling.rename_milestone(of.unset, name="Andet", **by),
    "scheduling.complete_milestone": lambda of, by: scheduling.complete_milestone(of.own, on=MONTH, **by),
    "scheduling.put_under_revision": lambda of, by: scheduling.put_under_revision(of.own, why="Udbud", **by),
    "scheduling.share_milestone": lambda of, by: scheduling.share_milestone(of.own, of.other, **by),
    "updating.record_status": lambda of, by: updating.record_status(of.item, period=MONTH, text="I gang", **by),
    "updating.follow_newest": lambda of, by: _follow_newest(of, by),
    "recounting.record_event": lambda of, by: recounting.record_event(
        of.plan, item=of.item, when=parse("2012"), text="Noget skete", user=by["user"]
    ),
    "recounting.withdraw": lambda of, by: recounting.withdraw(of.event, **by),
    "approving.approve": lambda of, by: approving.approve([status := _in_round(of, by)], round=status.round, **by),
    "approving.send_back": lambda of, by: approving.send_back(_in_round(of, by), comment=WHY, **by),
    "staffing.add_unit": lambda of, by: staffing.add_unit(name="Børn", **by),
    "staffing.add_person": lambda of, by: staffing.add_person(username="ny", full_name="Ny", role="owner", **by),
    "staffing.add_stand_in": lambda of, by: _stand_in(of, by),
    "staffing.withdraw_stand_in": lambda of, by: staffing.withdraw_stand_in(_stand_in(of, by), **by),
    "staffing.hand_over": lambda of, by: _hand_over(of, by),
    "requesting.request_end": lambda of, by: requesting.request_end(
        of.unset, end=parse("2016"), reason_text=WHY, category="other", **by
    ),
    "requesting.grant": lambda of, by: requesting.grant(of.asked, decided_by="", decided_on=None, answer=WHY, **by),
    "requesting.decline": lambda of, by: requesting.decline(of.asked, answer=WHY, **by),
    "requesting.mark_needs_committee": lambda of, by: requesting.mark_needs_committee(of.asked, **by),
    "requesting.withdraw_request": lambda of, by: requesting.withdraw_request(of.asked, **by),
    "requesting.add_conditional_end": lambda of, by: _conditional(of.unset, by),
    "requesting.pick_alternative": lambda of, by: requesting.pick_alternative(
        of.conditional, of.conditional.alternatives.first(), decided_by="", decided_on=None, why=WHY, **by
    ),
    "requesting.drop_conditional": lambda of, by: requesting.drop_conditional(of.conditional, why=WHY, **by),
    "notifying.write_message": lambda of, by: _write_message(of, by),
    "notifying.resend": lambda of, by: notifying.resend(_unsent(of, by), seen=1, **by),
    "notifying.cancel": lambda of, by: notifying.cancel(_write_message(of, by), seen=1, **by),
    "reminding.write_due": lambda of, by: _open_round(of, by) and reminding.write_due(today=WEDNESDAY, **by),
    "reminding.remind": lambda of, by: reminding.remind(_round_of_mine(of, by), [by["user"]], today=MONTH, **by),
    "checking_texts.clear_text": lambda of, by: checking_texts.clear_text(of.item, "Tekst", **by),
    "checking_texts.clear_hash": lambda of, by: checking_texts.clear_hash(of.item, "0" * 64, **by),
    "feeding.make_feed": lambda of, by: feeding.make_feed(**by),
    "feeding.revoke_feed": lambda of, by: feeding.make_feed(**by) and feeding.revoke_feed(**by),
    "replying.tell_sent_back": lambda of, by: replying.tell_sent_back(_sent_back(of), **by),
    "replying.tell_answered": lambda of, by: replying.tell_answered(of.asked, **by),
    "filing.store_file": lambda of, by: filing.store_file(of.item, PDF, user=by["user"]),
    "filing.store_audit_file": lambda of, by: filing.store_audit_file(of.report, PDF, **by),
    "rounding.open_round": lambda of, by: _open_round(of, by),
    "rounding.close_round": lambda of, by: rounding.close_round(_open_round(of, by), note="", seen=None, **by),
    "rounding.note_visit": lambda of, by: rounding.note_visit(_open_round(of, by), by["user"]),
    "rounding.note_visits": lambda of, by: rounding.note_visits([_open_round(of, by)], by["user"]),
    "auditing.add_report": lambda of, by: auditing.add_report(**REPORT, **by),
    "auditing.edit_report": lambda of, by: auditing.edit_report(of.report, title="Beretning nr. 3", **by),
    "auditing.add_area": lambda of, by: auditing.add_area(of.report, name="Jobafklaring", **by),
    "auditing.edit_area": lambda of, by: auditing.edit_area(of.area, heading="(Sygedagpenge)", **by),
    "auditing.add_remark": lambda of, by: auditing.add_remark(
        of.report, kind="remark", text="Manglende rettidig opfølgning", type_text="Opfølgning", **by
    ),
    "auditing.edit_remark": lambda of, by: auditing.edit_remark(of.remark, code="B", **by),
    "auditing.link_items": lambda of, by: auditing.link_items(of.remark, items=[of.item], **by),
    "auditing.remove_remark": lambda of, by: auditing.remove_remark(of.spare, **by),
    "auditing.claim": lambda of, by: auditing.claim(of.remark, standing="closed", text=WHY, dated_on=MONTH, **by),
    "auditing.record_verdict": lambda of, by: auditing.record_verdict(
        of.remark, standing="open", said_in="Beretning nr. 3", dated_on=MONTH, **by
    ),
    "auditing.change": lambda of, by: auditing.change(of.area, {"name": "Sygedagpenge m.v."}, **by),
    "auditing.delete": lambda of, by: auditing.delete(of.spare, **by),
    "answering.add_answer": lambda of, by: answering.add_answer(
        of.report, remarks=[of.remark], kind="done", text="Gjort", **by
    ),
    "answering.edit_answer": lambda of, by: answering.edit_answer(
        of.answer, remarks=[of.remark, of.spare], kind="done", when=None, text="Gjort", **by
    ),
    "answering.remove_answer": lambda of, by: answering.remove_answer(of.answer, **by),
    "answering.record_result": lambda of, by: answering.record_result(
        of.answer, outcome="nothing", text="Ingen fejl", dated_on=MONTH, **by
    ),
    "explaining.explain": lambda of, by: explaining.explain(kind="abbreviation", short="HKY", words="…", **by),
    "explaining.explain_anew": lambda of, by: explaining.explain_anew(of.word, kind="party", words="Nye ord", **by),
    "explaining.forget": lambda of, by: explaining.forget(of.word, **by),
    **OF_BUDGETS,
    "scaling.set_scale": lambda of, by: scaling.set_scale(of.plan, levels=scaling.levels_of(None), **by),
    "succeeding.continue_plan": lambda of, by: succeeding.continue_plan(
        of.plan, title="Fase 2", items=[of.item], reported_in=MONTH, **by
    ),
    "publishing.publish": lambda of, by: publishing.publish(of.plan, MONTH, **by),
    "queueing.ask": lambda of, by: queueing.ask(of.plan, MONTH, **by),
    "journalising.journalise": lambda of, by: journalising.journalise(
        published(of.plan, by["user"], reason=WHY), case_number="2013-1", user=by["user"]
    ),
    "opening.make_link": lambda of, by: _reading_link(of, by),
    "opening.revoke_link": lambda of, by: opening.revoke_link(_reading_link(of, by), **by),
    "opening.set_public": lambda of, by: opening.set_public(of.plan, open=True, **by),
    "designing.add_design": lambda of, by: designing.add_design(design=STANDARD, **by),
    "designing.change_design": lambda of, by: designing.change_design(
        designing.add_design(design=STANDARD, **by),
        design=dataclasses.replace(STANDARD, label="Vores"),
        is_offered=True,
        seen=1,
        **by,
    ),
}


def _told() -> counting.Told:
    return counting.Told("done", parse("november 2013"), Decimal(12), source="Udvalget")


def _linked(of, by) -> ObservationLink:
    return counting.link_observation(of.observation, of.item.statuses.get(), **by)


def _conditional(milestone, by) -> ConditionalEnd:
    outcomes = [("model A", parse("2015")), ("model B", parse("2016"))]
    return requesting.add_conditional_end(milestone, awaits="Budgettet", when=None, alternatives=outcomes, **by)


def _stand_in(of, by) -> StandIn:
    return staffing.add_stand_in(of.owner, stand_in=by["user"], first_day=MONTH, last_day=MONTH, **by)


def _hand_over(of, by) -> None:
    planning.edit_item(of.item, owner=of.owner, **by)
    staffing.hand_over(of.owner, to=by["user"], items=[of.item], **by)


def _in_round(of, by) -> StatusEntry:
    _open_round(of, by)
    return updating.record_status(of.item, period=MONTH, text="I gang", **by)


def _propose_again(of, by) -> None:
    relating.reject_relation(of.relation, **by)
    relating.propose_again(relating.rejections().first().history_id, **by)


def _follow_newest(of, by) -> None:
    of.item.in_focus = True  # as if another entry had said so
    updating.follow_newest(of.item, **by)


def _write_message(of, by):
    words = {"kind": "other", "subject": "Emne", "body": "Tekst", "unique_key": "a"}
    return notifying.write_message(recipient=by["user"], **words, **by)


def _unsent(of, by):
    message = _write_message(of, by)  # it has failed: its reader has no address yet
    message.recipient.email = "mads@kommune.example"
    history.save(message.recipient, fields=["email"], **by)
    return message


def _round_of_mine(of, by):
    planning.assign_item(of.item, owner=by["user"], unit=None, **by)
    return _open_round(of, by)


def _open_round(of, by):
    return rounding.open_round(of.plan, period=MONTH, due_on=MONTH, today=MONTH, **by)


def _sent_back(of) -> StatusVerdict:
    return StatusVerdict(pk=1, status=of.item.latest_status, comment=WHY)  # another's, so that its author is told


def _reading_link(of, by):
    return opening.make_link(of.plan, reader="Revisionen", expires_on=MONTH, **by)


@pytest.fixture
def of(small_plan, cast, monkeypatch, settings, tmp_path) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(publishing, "RENDERERS", {})  # an edition of facts alone: printing takes seconds
    return begun(small_plan, cast)


def begun(small_plan: Plan, cast: Cast) -> SimpleNamespace:
    """What the verbs are called on."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    item = planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS", **by)
    other = planning.add_item(small_plan, kind="initiative", number="1.2", title="SOFIA", **by)
    own = planning.schedule_item(item, start=parse("2009"), **by)
    revision = planning.record_first_end(own, end=parse("1. nov. 2011"), **by)
    unset = scheduling.add_milestone(item, name="1. gang", **by)
    updating.record_status(item, period=dt.date(2013, 11, 1), text="I gang", **by)
    asked = requesting.request_end(own, end=parse("2014"), reason_text=WHY, category="other", **by)
    conditional = _conditional(own, by)
    event = recounting.record_event(small_plan, when=parse("2011"), text="Noget", user=cast.sara_secretary)
    counter = counting.add_counter(item, name="Sager", unit="sager", **by)
    told = counting.Told("done", parse("oktober 2013"), Decimal(11), source="Udvalget")
    observation = counting.record_observation(counter, told, **by)
    relation = relating.relate_items(item, other, kind="refers_to", **by)
    report = auditing.add_report(**REPORT, **by)
    remark = auditing.add_remark(report, kind="remark", text="Manglende opfølgning", **by)
    answer = answering.add_answer(
        report, remarks=[remark], kind="control", when=parse("januar 2019"), text="Ledelsestilsyn", **by
    )
    return SimpleNamespace(
        plan=small_plan,
        item=PlanItem.objects.get(pk=item.pk),
        other=other,
        own=Milestone.objects.get(pk=own.pk),
        unset=unset,
        revision=EndDateRevision.objects.get(pk=revision.pk),
        event=event,
        counter=counter,
        observation=observation,
        relation=relation,
        asked=asked,
        owner=cast.olga_owner,
        conditional=conditional,
        report=report,
        area=auditing.add_area(report, name="Sygedagpenge", **by),
        remark=remark,
        spare=auditing.add_remark(report, kind="remark", text="Manglende begrundelse", **by),
        answer=answer,
        word=explaining.explain(kind="party", short="Deloitte", words="…", **by),
    )


def public_verbs() -> set[str]:
    """The functions that take an author: those write."""
    return {
        f"{name}.{verb}"
        for package, modules in PACKAGES.items()
        for name in modules
        for verb, function in inspect.getmembers(import_module(f"{package}.{name}"), inspect.isfunction)
        if function.__module__ == f"{package}.{name}"
        and not verb.startswith("_")
        and "user" in inspect.signature(function).parameters
        and f"{name}.{verb}" not in READERS | LOGGED_ONLY
    }


def test_every_verb_stands_in_the_table():
    assert set(VERBS) == public_verbs()


@pytest.mark.parametrize("verb", VERBS)
def test_what_a_verb_writes_names_its_author(verb, of, cast):
    before = last_keys(PACKAGES)
    VERBS[verb](of, {"user": cast.mads_manager, "reason": WHY})
    rows = written_since(before)
    authors = {author_of(row) for row in rows}
    assert authors == {cast.mads_manager}


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ASK_NO_REASON])
def test_what_a_verb_writes_says_why(verb, of, cast):
    before = last_keys(PACKAGES)
    VERBS[verb](of, {"user": cast.mads_manager, "reason": WHY})
    rows = [row for row in written_since(before) if not isinstance(row, SAY_NO_REASON)]
    reasons = {told_why(row) for row in rows}
    carried_over = verb == "succeeding.continue_plan"  # its copies keep the reason they were first written for
    assert {WHY in reason or (carried_over and BECAUSE in reason) for reason in reasons} == {True}
