"""The pages of promises: the list, one promise and its acts, a new one, and those a text proposes."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import consistency, contributions, history, planning
from handleplan.consistency import findings
from handleplan.dates import parse
from meetings import convening, obliging, promising, spotting
from meetings.commitments_page import answer_choices
from meetings.models import Commitment
from tests.web.keeping import send

from .february import FIVE_FOR_MARCH, MARCH

pytestmark = pytest.mark.django_db


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def point(of):
    return planning.add_item(of.item.plan, kind="initiative", number="2.1.3.1", title="SOFUS", **of.by)


@pytest.fixture
def sofus(of, make, point):
    heading, text = FIVE_FOR_MARCH[2]
    return make(text, section=of.sections[heading], when=parse("marts 2012"), points=[point])


def rows(page) -> list[str]:
    return [row["text"] for row in (*page.context["overdue"], *page.context["rows"])]


# -- the list ---------------------------------------------------------------------------------------------------------


def test_overdue_promises_come_first(secretary, settings, make, sofus):
    settings.HANDLEPLAN_TODAY = dt.date(2012, 4, 20)
    make("Planen forelægges i maj.", when=parse("maj 2012"))
    page = secretary.get(at("commitment-list"))
    assert ([row["text"] for row in page.context["overdue"]], page.context["overdue"][0]["over"]) == (
        [sofus.text],
        "30 dage over fristen",
    )


def test_the_list_is_narrowed_by_committee_plan_state_and_kind(secretary, of, sofus, asked):
    asks = [
        f"?committee={of.finance.pk}",
        f"?committee={of.social.pk}",
        "?state=answered",
        "?kind=request",
        f"?plan={of.item.plan.slug}",
        "?plan=nowhere&committee=x&state=odd",
    ]
    found = [len(rows(secretary.get(at("commitment-list") + ask))) for ask in asks]
    assert found == [0, 2, 0, 1, 2, 2]


def test_an_owner_sees_no_promise_of_a_plan_that_is_not_his(client, cast, sofus):
    client.force_login(cast.ove_owner_of_nothing)
    assert rows(client.get(at("commitment-list"))) == []


def test_as_many_questions_for_one_promise_as_for_four(secretary, make, sofus, point):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary.get(at("commitment-list"))
        return len(asked)

    one = count()
    for month in ("maj", "juni", "juli"):
        make(f"Planen forelægges i {month}.", when=parse(f"{month} 2012"), points=[point])
    assert count() == one


# -- one promise ------------------------------------------------------------------------------------------------------


def test_an_answer_names_the_section_it_stands_in_S000_12(secretary, of, asked):
    section = of.sections["SOFUS fase 1:"]
    send(secretary, at("commitment-detail", asked.pk), step="answer", **{"answer-where": f"section-{section.pk}"})
    asked.refresh_from_db()
    assert (asked.state, asked.events.last().section) == ("answered", section)


def test_an_answer_stands_somewhere(secretary, asked):
    answer = send(secretary, at("commitment-detail", asked.pk), step="answer")
    assert (answer.status_code, answer.context["form"].errors["where"]) == (
        422,
        ["Vælg, hvor det er besvaret, eller skriv det i feltet nedenfor."],
    )


def test_its_plan_points_and_subject_are_told_afterwards(secretary, of, point):
    words = {"kind": "promise", "text": "Planen forelægges.", "when": parse("april 2012"), "source_text": "Brev"}
    made = promising.make_commitment(committees=[of.social], **words, **of.by)
    address = at("commitment-detail", made.pk)
    wrong = send(secretary, address, step="subject", **{"subject-points": "2.1.3.1"})
    assert (wrong.status_code, wrong.context["form"].errors["points"]) == (
        422,
        ["Vælg den plan, punkterne hører til, eller lad feltet stå tomt."],
    )
    told = {"subject-plan": point.plan_id, "subject-points": "2.1.3.1", "subject-subject": "SOFUS"}
    assert send(secretary, address, step="subject", **told).status_code == 302
    page = secretary.get(address)
    assert ("plan" in page.context["forms"]["subject"].fields, page.context["row"]["points"][0]["number"]) == (
        False,
        "2.1.3.1",
    )
    assert page.context["forms"]["subject"].initial == {"points": "2.1.3.1", "subject": "SOFUS"}
    timeline = secretary.get(reverse("handleplan:item-detail", args=[point.pk])).content.decode()
    assert "Planen forelægges." in timeline


def test_a_point_without_a_number_stays_when_the_others_are_told(secretary, of, make, point):
    nameless = planning.add_item(of.item.plan, kind="initiative", title="Uden nummer", **of.by)
    made = make(points=[nameless], when=parse("april 2012"))
    send(secretary, at("commitment-detail", made.pk), step="subject", **{"subject-points": "2.1.3.1"})
    assert {row.point for row in made.points.filter(withdrawn=False)} == {nameless, point}


def test_a_promise_is_moved_with_a_reason(secretary, sofus):
    fields = {"move-when": "april 2012", "move-why": "Udbuddet er forsinket"}
    send(secretary, at("commitment-detail", sofus.pk), step="move", **fields)
    sofus.refresh_from_db()
    assert (sofus.when_as_written, sofus.events.last().reason) == ("april 2012", "Udbuddet er forsinket")


def test_what_was_typed_is_kept_beside_the_reason_that_is_missing(secretary, sofus):
    answer = send(secretary, at("commitment-detail", sofus.pk), step="move", **{"move-when": "april 2012"})
    assert (answer.status_code, answer.context["form"]["when"].value(), answer.context["form"].errors["why"]) == (
        422,
        "april 2012",
        ["Skriv hvorfor."],
    )


def test_a_promise_is_withdrawn_and_opened_again(secretary, sofus):
    address = at("commitment-detail", sofus.pk)
    send(secretary, address, step="withdraw", **{"withdraw-why": "Projektet er standset"})
    send(secretary, address, step="reopen", **{"reopen-why": "Projektet er i gang igen"})
    assert [event.kind for event in sofus.events.all()] == ["made", "withdrawn", "reopened"]


def test_whoever_comes_second_is_told_and_nothing_is_written(secretary, of, sofus):
    address = at("commitment-detail", sofus.pk)
    promising.withdraw(sofus, why="Standset", **of.by)
    fields = {"seen": "1", "step": "move", "move-when": "april 2012", "move-why": "Senere"}
    answer = secretary.post(address, fields)
    assert (answer.status_code, sofus.events.count()) == (409, 2)


def test_a_reader_sees_what_happened_and_no_buttons(reader, sofus):
    page = reader.get(at("commitment-detail", sofus.pk))
    assert (page.status_code, "forms" in page.context) == (200, False)


# -- a new one, and those a text proposes -----------------------------------------------------------------------------


def test_a_promise_is_written_down(secretary, of):
    fields = {
        "kind": "promise",
        "text": "Tiltagene præciseres i et udmøntningsnotat til Socialudvalget ultimo 2011.",
        "when": "ultimo 2011",
        "committees": [of.social.pk],
        "plan": of.item.plan.pk,
        "source_text": "Bilag 2, budgetnotat Ø501",
    }
    send(secretary, at("commitment-add"), **fields)
    made = Commitment.objects.get()
    assert (made.when_as_written, made.source_text, made.plan) == (
        "ultimo 2011",
        "Bilag 2, budgetnotat Ø501",
        of.item.plan,
    )


def test_what_is_missing_stands_beside_its_field(secretary):
    answer = send(secretary, at("commitment-add"), kind="promise", points="9.9")
    assert {name: errors[0] for name, errors in answer.context["form"].errors.items()} == {
        "text": "Skriv den præcise ordlyd.",
        "when": "Skriv, hvornår det skal indfries, eller vælg et møde.",
        "committees": "Vælg mindst ét udvalg.",
        "points": "Vælg den plan, punkterne hører til, eller lad feltet stå tomt.",
        "source_text": "Skriv, hvor det står.",
    }


def test_words_that_do_not_stand_in_the_section_are_refused_beside_them(secretary, of):
    address = f"{at('commitment-add')}?section={of.sections['Løsning'].pk}"
    fields = {"kind": "promise", "text": "Noget andet", "when": "marts 2012", "committees": [of.social.pk]}
    answer = send(secretary, address, **fields)
    assert answer.context["form"].errors["text"] == ["Ordene står ikke i afsnittet. Kopiér dem, som de står dér."]


def test_one_press_confirms_a_candidate_and_another_dismisses_one(secretary, of):
    address = at("candidate-list", of.item.pk)
    first, second, *_rest = (row["key"] for row in secretary.get(address).context["rows"])
    secretary.post(address, {"act": f"confirm-{first}"})
    secretary.post(address, {"act": f"dismiss-{second}"})
    page = secretary.get(address)
    assert (Commitment.objects.get().kind, len(page.context["rows"]), len(page.context["made"])) == ("request", 4, 1)


def test_a_candidate_can_be_mended_before_it_is_recorded(secretary, of):
    row = secretary.get(at("candidate-list", of.item.pk)).context["rows"][-1]
    form = secretary.get(row["change_url"]).context["form"]
    assert (form["when"].value(), form["committees"].value()) == ("i marts 2012", [of.social.pk, of.finance.pk])


# -- on the core's pages ----------------------------------------------------------------------------------------------


def test_the_points_page_shows_the_open_promise_and_its_timeline_tells_it(secretary, sofus, point, settings):
    settings.HANDLEPLAN_TODAY = MARCH
    page = secretary.get(reverse("handleplan:item-detail", args=[point.pk]))
    told = [entry.title for entry in page.context["timeline"].dated if entry.kind == "commitment"]
    assert ([row.url for row in page.context["panels"][0].rows], told) == (
        [at("commitment-detail", sofus.pk)],
        ["Lovet udvalget"],
    )


def test_the_points_page_asks_as_many_questions_for_one_promise_as_for_three(secretary, make, sofus, point):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary.get(reverse("handleplan:item-detail", args=[point.pk]))
        return len(asked)

    one = count()
    for month in ("maj", "juni"):
        make(f"Planen forelægges i {month}.", when=parse(f"{month} 2012"), points=[point])
    assert count() == one


def test_home_tells_the_secretary_what_is_overdue_and_nobody_else(cast, settings, sofus):
    day = dt.date(2012, 4, 20)
    told = [task.label for task in contributions.tasks(cast.sara_secretary, day) if "løfte" in task.label]
    others = [task.label for task in contributions.tasks(cast.mads_manager, day) if "løfte" in task.label]
    assert (told, others) == (["1 løfte til et udvalg er overskredet"], [])


def test_the_plan_is_checked_for_promises_nobody_kept_and_sentences_nobody_looked_at(of, cast, sofus):
    of.item.state = "decided"
    history.save(of.item, fields=["state"], **of.by)
    found = [finding.code for finding in findings(of.item.plan, cast.sara_secretary, dt.date(2012, 4, 20))]
    assert [found.count(code) for code in ("commitment_overdue", "candidate_unconfirmed")] == [1, 5]


def test_the_count_on_the_plan_page_follows_a_kept_promise_a_dismissed_sentence_and_a_delivered_report(of, cast, sofus):
    plan, april, counted = of.item.plan, dt.date(2012, 4, 20), []

    def count() -> None:
        counted.append(consistency.count(plan, cast.sara_secretary, april))
        assert counted[-1] == len(findings(plan, cast.sara_secretary, april))

    of.item.state = "decided"
    history.save(of.item, fields=["state"], **of.by)
    count()
    promising.answer(sofus, words="På mødet", **of.by)
    count()
    section, candidate = spotting.candidates_in([of.item])[0]
    spotting.dismiss_candidate(section, candidate.sentence, user=cast.sara_secretary)
    count()
    facts = {"first_period": dt.date(2012, 2, 1), "cadence": "monthly", "text": "en månedlig status"}
    order = obliging.add_obligation(plan=plan, committee=of.social, **facts, **of.by)
    count()
    obliging.deliver(order, period=dt.date(2012, 2, 1), meeting=of.item.meeting, user=cast.sara_secretary)
    count()
    assert [later - earlier for earlier, later in pairwise(counted)] == [-1, -1, 1, 0]


def test_the_count_on_the_plan_page_follows_a_meeting_that_was_moved_and_the_plans_rhythm(of, cast, make):
    plan, april = of.item.plan, dt.date(2012, 4, 20)
    (meeting,) = convening.add_meetings(of.finance, days=[(dt.date(2012, 4, 10), None)], **of.by)
    make("Planen forelægges.", due_meeting=meeting, committees=[of.finance])
    facts = {"first_period": dt.date(2012, 6, 1), "cadence": "monthly", "text": "en månedlig status"}
    obliging.add_obligation(plan=plan, committee=of.social, **facts, **of.by)
    counted = [consistency.count(plan, cast.sara_secretary, april)]
    convening.edit_meeting(meeting, date=dt.date(2012, 5, 8), seen=None, **of.by)
    counted.append(consistency.count(plan, cast.sara_secretary, april))
    planning.edit_plan(plan, rhythm="quarterly", **of.by)
    counted.append(consistency.count(plan, cast.sara_secretary, april))
    assert [later - earlier for earlier, later in pairwise(counted)] == [-1, 1]


def test_a_round_wants_words_for_what_a_committee_asked_about(of, make, point):
    make(kind="request", asked_by=of.social, points=[point])
    assert contributions.committee_asked(of.item.plan) == {point.pk}


def test_a_promise_alone_is_no_question_of_a_committee(of, sofus):
    assert contributions.committee_asked(of.item.plan) == frozenset()


def test_what_is_of_no_plan_may_be_answered_in_any_item_of_its_committee(of, make):
    made = make(item=None, source_text="Mundtligt på mødet", when=parse("marts 2012"))
    item = of.add_item(of.march, plan=of.item.plan)
    keys = [key for _words, group in answer_choices(made, of.by["user"]) for key, _label in group]
    assert f"item-{item.pk}" in keys
