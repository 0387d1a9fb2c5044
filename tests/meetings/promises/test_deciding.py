"""What a committee decided, and what the decision does: everything in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from handleplan import history, planning, requesting
from handleplan.dates import parse
from handleplan.models import Message, Milestone
from meetings import deciding, promising
from meetings.deciding import Effect, Person, Said
from meetings.models import Decision, DecisionEffect, ItemVersion, Minutes, Proposal
from meetings.reading import people_named

from .february import FEBRUARY, saved

pytestmark = pytest.mark.django_db

ATTENDED = "Kontorchef Kasper Håkansson samt Myndighedschef Vibeke Ries overværede punktets behandling"
APPROVED = Said("approved", "Indstillingen blev godkendt")


@pytest.fixture
def point(of):
    return planning.add_item(of.item.plan, kind="initiative", number="2.1.3.1", title="SOFUS", **of.by)


@pytest.fixture
def milestone(of, point):
    own = planning.schedule_item(point, start=parse("2011"), **of.by)
    planning.record_first_end(own, end=parse("medio 2012"), **of.by)
    return own


@pytest.fixture
def request_(cast, milestone):
    return requesting.request_end(
        milestone,
        end=parse("ultimo 2012"),
        reason_text="Udbuddet",
        category="other",
        user=cast.olga_owner,
        reason="Der blev anmodet",
    )


@pytest.fixture
def hanging(of, milestone):
    outcomes = [("uden udbud", parse("ultimo januar 2014")), ("med udbud", parse("maj 2014"))]
    return requesting.add_conditional_end(milestone, awaits="Udbuddet", when=None, alternatives=outcomes, **of.by)


@pytest.fixture
def decide(of):
    def decide(*said, **facts):
        return deciding.record_decision(of.item, decisions=said or [APPROVED], **facts, **of.by)

    return decide


# -- words ------------------------------------------------------------------------------------------------------------


def test_the_decision_keeps_code_and_exact_words_and_attendance_as_printed_S000_29_S000_31(decide):
    minutes = decide(attendance=ATTENDED)
    decision = minutes.decisions.get()
    assert (decision.code, decision.text, minutes.attendance_text, minutes.decided_on) == (
        "approved",
        "Indstillingen blev godkendt",
        ATTENDED,
        FEBRUARY,
    )


def test_who_attended_and_who_was_absent_are_people_too_S000_30_S003_20(decide):
    named = [Person(one.name, one.title, one.party, one.role) for one in people_named(ATTENDED, "Helle Blak (F)")]
    minutes = decide(people=named)
    assert [(one.name, one.title, one.party, one.role) for one in minutes.people.all()] == [
        ("Kasper Håkansson", "Kontorchef", "", "attended"),
        ("Vibeke Ries", "Myndighedschef", "", "attended"),
        ("Helle Blak", "", "F", "absent"),
    ]


def test_each_proposal_has_its_own_decision_beside_the_whole(of, decide):
    proposals = [saved(Proposal(item=of.item, text=f"At {n}", position=n), of.by) for n in (1, 2)]
    minutes = decide(
        Said("noted", "At 1: Taget til efterretning.", proposals[0]),
        Said("approved", "At 2: Godkendt.", proposals[1]),
        Said("split", "Til efterretning, henholdsvis godkendt uden afstemning."),
    )
    assert [(row.proposal, row.code) for row in minutes.decisions.all()] == [
        (proposals[0], "noted"),
        (proposals[1], "approved"),
        (None, "split"),
    ]


def test_agenda_and_minutes_are_both_kept_S000_33(of, decide):
    decide()
    kept = {version.kind: str(version.content) for version in of.item.versions.all()}
    assert [*kept] == ["agenda", "minutes"]


def test_an_agenda_that_was_kept_already_is_not_kept_again(of, decide):
    deciding._keep_version(of.item, "agenda", of.by["user"])
    decide()
    assert ItemVersion.objects.filter(kind="agenda").count() == 1


def test_the_item_is_decided_and_says_by_whom(of, decide):
    decide()
    of.item.refresh_from_db()
    assert (of.item.state, of.item.history.first().history_user) == ("decided", of.by["user"])


def test_an_item_is_decided_once(of, decide):
    decide()
    with pytest.raises(deciding.AlreadyDecided):
        decide()


def test_a_decision_has_words(decide):
    with pytest.raises(ValueError):
        decide(Said("approved", " "))


def test_an_item_that_is_taken_off_opens_again_what_it_had_answered(of, asked, decide):
    promising.answer(asked, item=of.item, **of.by)
    decide(Said("withdrawn", "Sag nr. 29 udgår"))
    of.item.refresh_from_db()
    asked.refresh_from_db()
    assert (of.item.state, asked.state) == ("dropped", "open")


def test_whoever_saw_an_older_item_is_told(of, decide):
    with pytest.raises(history.Outdated):
        decide(seen=of.item.version + 7)


# -- what it does -----------------------------------------------------------------------------------------------------


def test_it_grants_a_request_and_the_revision_says_who_decided_it_and_when(of, decide, request_, milestone):
    minutes = decide(effects=[Effect("granted", request=request_)])
    effect = minutes.decisions.get().effects.get()
    milestone.refresh_from_db()
    assert (milestone.end_as_written, effect.revision.decided_by, effect.revision.decided_on, effect.request.state) == (
        "ultimo 2012",
        "Socialudvalget",
        FEBRUARY,
        "granted",
    )


def test_who_asked_is_told_by_mail(decide, request_, cast):
    decide(effects=[Effect("granted", request=request_)])
    assert Message.objects.get(kind="answered").recipient == cast.olga_owner


def test_it_declines_a_request_with_its_own_words(decide, request_, milestone):
    decide(Said("rejected", "Forkastet."), effects=[Effect("declined", request=request_)])
    request_.refresh_from_db()
    assert (request_.state, request_.answer, request_.decided_by) == (
        "declined",
        "Besluttet i Socialudvalget 29.02.2012: Forkastet.",
        "Socialudvalget",
    )


def test_it_picks_a_conditional_deadline_S004_27(decide, hanging, milestone):
    minutes = decide(effects=[Effect("picked", alternative=hanging.alternatives.last())])
    effect = minutes.decisions.get().effects.get()
    milestone.refresh_from_db()
    assert (milestone.end_as_written, effect.choice.decided_by, effect.point) == (
        "maj 2014",
        "Socialudvalget",
        milestone.item,
    )


def test_it_closes_points_in_the_month_it_reports(decide, point):
    minutes = decide(effects=[Effect("closed", point=point)])
    closed = minutes.decisions.get().effects.get().closing
    point.refresh_from_db()
    assert (point.state, closed.reported_in, closed.reason) == (
        "closed",
        dt.date(2012, 2, 1),
        "Besluttet i Socialudvalget 29.02.2012: Indstillingen blev godkendt",
    )


def test_it_orders_reports_of_another_body_S002_6(of, decide):
    ordered = {
        "plan": of.item.plan,
        "committee": of.finance,
        "text": "status hvert kvartal",
        "cadence": "quarterly",
        "first_period": dt.date(2012, 4, 1),
    }
    minutes = decide(effects=[Effect("obliged", obligation=ordered)])
    made = minutes.decisions.get().effects.get().obligation
    assert (made.committee, made.ordered_by, made.decided_in) == (of.finance, of.social, minutes.decisions.get())


def test_everything_happens_or_nothing_does(of, decide, request_, point):
    with pytest.raises(history.Outdated):
        decide(effects=[Effect("closed", point=point), Effect("granted", request=request_, seen=99)])
    point.refresh_from_db()
    assert (Minutes.objects.count(), point.state, of.item.versions.count()) == (0, "in_progress", 0)


@pytest.mark.parametrize("code", ["postponed", "rejected", "sent_back", "recommended"])
def test_a_decision_that_accepts_nothing_moves_no_deadline(decide, request_, code):
    with pytest.raises(deciding.NothingDecided):
        decide(Said(code, "Udsat."), effects=[Effect("granted", request=request_)])


def test_a_closed_item_tells_the_plan_nothing_but_its_public_words(of, decide, point):
    of.item.is_closed, of.item.closed_reason, of.item.public_title = True, "Personsag", "Lukket sag"
    history.save(of.item, **of.by)
    decide(Said("approved", "Hemmelig ordlyd"), public_text="Godkendt.", effects=[Effect("closed", point=point)])
    assert point.closings.get().reason == "Besluttet i Socialudvalget 29.02.2012: Godkendt."


# -- mistakes ---------------------------------------------------------------------------------------------------------


def correct(of, minutes, text="Taget til efterretning.", why="Forkert referat"):
    said = [Said("noted", text)]
    return deciding.correct_decision(minutes, decisions=said, why=why, **of.by)


def test_a_correction_points_at_the_faulty_minutes_and_counts(of, decide):
    faulty = decide()
    new = correct(of, faulty)
    assert (new.corrects, new.reason, deciding.newest_minutes(of.item), Minutes.objects.count()) == (
        faulty,
        "Forkert referat",
        new,
        2,
    )


def test_minutes_are_corrected_once_and_for_a_reason(of, decide):
    faulty = decide()
    with pytest.raises(ValueError):
        correct(of, faulty, why=" ")
    correct(of, faulty)
    with pytest.raises(history.Outdated):
        correct(of, faulty)


def test_what_the_faulty_minutes_did_stays_done(of, decide, request_):
    faulty = decide(effects=[Effect("granted", request=request_)])
    correct(of, faulty)
    assert DecisionEffect.objects.get().decision == Decision.objects.get(minutes=faulty)


def test_the_milestone_of_a_granted_request_moves_once(decide, request_, milestone):
    decide(effects=[Effect("granted", request=request_)])
    assert Milestone.objects.get(pk=milestone.pk).moves == 1
