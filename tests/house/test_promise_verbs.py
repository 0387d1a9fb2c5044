"""Every verb of promises, decisions and links leaves a trace: who wrote, and why. As ``test_agenda_verbs``."""

from __future__ import annotations

import datetime as dt
import inspect
from importlib import import_module

import pytest

from handleplan.dates import parse
from meetings import deciding, promising, relating_items, spotting
from meetings.deciding import Said
from meetings.models import (
    Attendance,
    Commitment,
    CommitmentEvent,
    Decision,
    DismissedCandidate,
    ItemVersion,
)
from tests.house.traces import author_of, last_keys, told_why, written_since
from tests.meetings.promises.february import February, build

WHY = "Besluttet af sekretariatet"
MODULES = ("promising", "spotting", "deciding", "relating_items")
# What is made or answered says it by itself; a decision and its people are their minutes'; a version is its item's.
SAY_NO_REASON = (CommitmentEvent, DismissedCandidate, Decision, Attendance, ItemVersion)
GODKENDT = [Said("approved", "Godkendt.")]

VERBS = {
    "promising.make_commitment": lambda of, by: _made(of, by),
    "promising.answer": lambda of, by: promising.answer(_made(of, by), item=of.item, **by),
    "promising.move": lambda of, by: promising.move(_made(of, by), when=parse("maj 2012"), why=WHY, **by),
    "promising.withdraw": lambda of, by: promising.withdraw(_made(of, by), why=WHY, **by),
    "promising.tell_subject": lambda of, by: promising.tell_subject(
        _made(of, by), points=of.item.plan.items.all(), subject="Planen", **by
    ),
    "promising.reopen": lambda of, by: _reopened(of, by),
    "promising.reopen_answers_of": lambda of, by: _answers_reopened(of, by),
    "spotting.confirm_candidate": lambda of, by: _confirmed(of, by),
    "spotting.dismiss_candidate": lambda of, by: spotting.dismiss_candidate(
        of.sections["Løsning"], "Nej.", user=by["user"]
    ),
    "deciding.record_decision": lambda of, by: deciding.record_decision(of.item, decisions=GODKENDT, **by),
    "deciding.correct_decision": lambda of, by: _corrected(of, by),
    "relating_items.link_items": lambda of, by: _linked(of, by),
    "relating_items.withdraw_link": lambda of, by: relating_items.withdraw_link(_linked(of, by), **by),
}


def _made(of: February, by) -> Commitment:
    words = {"kind": "promise", "text": "Planen forelægges.", "when": parse("april 2012")}
    return promising.make_commitment(item=of.item, committees=[of.social], **words, **by)


def _reopened(of: February, by) -> None:
    made = _made(of, by)
    promising.answer(made, item=of.item, **by)
    promising.reopen(made, why=WHY, **by)


def _answers_reopened(of: February, by) -> None:
    promising.answer(_made(of, by), item=of.item, **by)
    promising.reopen_answers_of(of.item, **by)


def _confirmed(of: February, by) -> None:
    section, candidate = spotting.candidates_in([of.item])[-1]
    spotting.confirm_candidate(section, candidate, among=[of.social, of.finance], **by)


def _corrected(of: February, by) -> None:
    faulty = deciding.record_decision(of.item, decisions=GODKENDT, **by)
    deciding.correct_decision(faulty, decisions=GODKENDT, why=WHY, **by)


def _linked(of: February, by):
    return relating_items.link_items(of.item, kind="informed", date=dt.date(2011, 9, 21), **by)


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
def test_what_a_verb_writes_names_its_author_and_says_why(verb, small_plan, cast):
    of = build(cast.sara_secretary, small_plan)
    before = last_keys(["meetings"])
    VERBS[verb](of, {"user": cast.mads_manager, "reason": WHY})
    rows = written_since(before)
    reasons = {told_why(row) for row in rows if not isinstance(row, SAY_NO_REASON)}
    assert ({author_of(row) for row in rows}, reasons - {WHY}) == ({cast.mads_manager}, set())
