"""The pages of a decision: preview of what it does, the record, corrections, and what a point's timeline tells."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import history, planning, requesting, timeline
from handleplan.dates import parse
from meetings import deciding
from meetings.deciding import Effect, Said
from meetings.models import Minutes, Proposal, ReportingObligation, SectionPoint
from tests.web.keeping import carried, send

from .february import saved

pytestmark = pytest.mark.django_db

ATTENDED = "Kontorchef Kasper Håkansson samt Myndighedschef Vibeke Ries overværede punktets behandling"
WORDS = {"text": "Indstillingen blev godkendt", "decided_on": "29.02.2012", "attendance": ATTENDED}


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def point(of):
    made = planning.add_item(of.item.plan, kind="initiative", number="2.1.3.1", title="SOFUS", **of.by)
    history.save(SectionPoint(section=of.sections["SOFUS fase 1:"], point=made), **of.by)
    return made


@pytest.fixture
def asked_for(cast, of, point):
    own = planning.schedule_item(point, start=parse("2011"), **of.by)
    planning.record_first_end(own, end=parse("medio 2012"), **of.by)
    why = {"reason_text": "Udbuddet", "category": "other", "user": cast.olga_owner, "reason": "Der blev anmodet"}
    return requesting.request_end(own, end=parse("ultimo 2012"), **why)


def test_the_preview_tells_everything_the_decision_will_do_and_writes_nothing(secretary, of, asked_for, point):
    fields = {f"request_{asked_for.pk}": "granted", "close_others": "2.1.3.1", "obligation_text": "kvartalsvis status"}
    fields |= {"obligation_first": "april 2012", "obligation_cadence": "quarterly"}
    page = send(secretary, at("decision-add", of.item.pk), step="look", **WORDS, **fields)
    told = [(effect["kind"], effect["on"], effect["what"]) for effect in page.context["preview"]["effects"]]
    assert (told, Minutes.objects.count()) == (
        [
            ("Ny frist godkendt", "2.1.3.1 SOFUS", "medio 2012 bliver til ultimo 2012"),
            ("Punkt afsluttet", "2.1.3.1 SOFUS", "Punktet går ud af rapportens aktive del."),
            ("Afrapportering bestilt", "Socialudvalget", "kvartalsvis status"),
        ],
        0,
    )


def test_confirmed_it_does_all_of_it_in_one_step(secretary, of, asked_for, point):
    fields = {f"request_{asked_for.pk}": "granted", "close": [point.pk], "obligation_text": "kvartalsvis status"}
    fields |= {"obligation_first": "april 2012", "obligation_cadence": "quarterly"}
    answer = send(secretary, at("decision-add", of.item.pk), step="record", **WORDS, **fields)
    asked_for.refresh_from_db()
    point.refresh_from_db()
    assert (answer.url, asked_for.state, point.state, ReportingObligation.objects.get().cadence) == (
        at("decision-detail", of.item.pk),
        "granted",
        "closed",
        "quarterly",
    )


def test_the_preview_carries_every_field_to_the_confirmation(secretary, of, asked_for):
    fields = {f"request_{asked_for.pk}": "granted"}
    page = send(secretary, at("decision-add", of.item.pk), step="look", **WORDS, **fields)
    sent = dict(page.context["sent"])
    assert {name: sent[name] for name in WORDS | fields} == WORDS | fields


def test_the_code_is_read_from_the_words_and_the_people_from_the_line(secretary, of):
    send(secretary, at("decision-add", of.item.pk), step="record", **WORDS)
    minutes = Minutes.objects.get()
    assert (minutes.decisions.get().code, [person.name for person in minutes.people.all()]) == (
        "approved",
        ["Kasper Håkansson", "Vibeke Ries"],
    )


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": ""}, "text", "Skriv, hvad der blev besluttet, med den præcise ordlyd."),
        ({"text": "Hurra"}, "code", "Ordlyden kendes ikke. Vælg, hvad der blev besluttet."),
        ({"close_others": "9.9"}, "close_others", "Planen har intet punkt med nummer 9.9."),
        ({"obligation_text": "status"}, "obligation_first", "Skriv den første måned, fx januar 2012."),
        (
            {"text": "Udsat.", "close_others": "2.1.3.1"},
            "code",
            "Beslutningen godkender intet, så intet kan flyttes, afsluttes eller bestilles.",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field(secretary, of, point, changes, field, said):
    answer = send(secretary, at("decision-add", of.item.pk), step="look", **WORDS | changes)
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [said])


def test_a_request_that_was_answered_meanwhile_stops_everything(secretary, of, cast, asked_for):
    address = at("decision-add", of.item.pk)
    fields = carried(secretary, address) | WORDS | {f"request_{asked_for.pk}": "granted", "step": "record"}
    fields[f"seen-request-{asked_for.pk}"] = str(asked_for.version)
    requesting.mark_needs_committee(asked_for, user=cast.mads_manager, reason="Skal i udvalget")
    answer = secretary.post(address, fields)
    assert (answer.status_code, Minutes.objects.count()) == (409, 0)


def test_pressed_twice_it_is_recorded_once(secretary, of):
    address = at("decision-add", of.item.pk)
    fields = carried(secretary, address) | WORDS | {"step": "record"}
    answers = [secretary.post(address, fields) for _time in range(2)]
    assert ([answer.url for answer in answers], Minutes.objects.count()) == ([at("decision-detail", of.item.pk)] * 2, 1)


def test_each_proposal_is_decided_in_its_own_words(secretary, of):
    first, second = (saved(Proposal(item=of.item, text=f"At {n}", position=n), of.by) for n in (1, 2))
    words = {"decided_on": "29.02.2012", f"text_{first.pk}": "At 1: Godkendt.", f"text_{second.pk}": "At 2: Udsat."}
    send(secretary, at("decision-add", of.item.pk), step="record", **words)
    assert [(row.proposal, row.code) for row in Minutes.objects.get().decisions.all()] == [
        (first, "approved"),
        (second, "postponed"),
    ]


def test_a_correction_needs_a_reason_and_begins_with_the_words_as_they_are(secretary, of):
    deciding.record_decision(of.item, decisions=[Said("approved", "Godkent")], **of.by)
    page = secretary.get(at("decision-correct", of.item.pk))
    answer = send(secretary, at("decision-correct", of.item.pk), step="look", **WORDS)
    assert (page.context["form"]["text"].value(), answer.context["form"].errors["why"]) == (
        "Godkent",
        ["Skriv, hvad der var forkert."],
    )


def test_a_correction_stands_above_what_it_corrects(secretary, of):
    deciding.record_decision(of.item, decisions=[Said("approved", "Godkent")], **of.by)
    send(secretary, at("decision-correct", of.item.pk), step="record", why="Slåfejl", **WORDS)
    told = secretary.get(at("decision-detail", of.item.pk)).context["minutes"]
    assert [(row["decisions"][0]["text"], row["why"]) for row in told] == [
        ("Indstillingen blev godkendt", "Slåfejl"),
        ("Godkent", ""),
    ]


def test_a_points_timeline_tells_where_its_deadline_was_decided(cast, of, asked_for, point):
    effects = [Effect("granted", request=asked_for)]
    deciding.record_decision(of.item, decisions=[Said("approved", "Godkendt.")], effects=effects, **of.by)
    (entry,) = [each for each in timeline.timeline(point, cast.rita_reader) if each.kind == "decision"]
    assert (entry.title, entry.lead, entry.badges[0].word) == (
        "Besluttet i Socialudvalget 29.02.2012",
        "ultimo 2012",
        "Ny frist godkendt",
    )


def test_a_reader_sees_the_decision_and_no_buttons(reader, of):
    deciding.record_decision(of.item, decisions=[Said("approved", "Godkendt.")], **of.by)
    page = reader.get(at("decision-detail", of.item.pk))
    assert (page.context["minutes"][0]["decisions"][0]["text"], page.context["may_keep"]) == ("Godkendt.", False)


def test_the_form_asks_as_many_questions_for_one_request_as_for_three(secretary, of, cast, asked_for):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary.get(at("decision-add", of.item.pk))
        return len(asked)

    one = count()
    for number in ("2.2", "2.3"):
        made = planning.add_item(of.item.plan, kind="initiative", number=number, title="Andet", **of.by)
        own = planning.schedule_item(made, start=parse("2011"), **of.by)
        planning.record_first_end(own, end=parse("2012"), **of.by)
        why = {"reason_text": "Udbuddet", "category": "other", "user": cast.olga_owner, "reason": "…"}
        requesting.request_end(own, end=parse("2013"), **why)
    assert count() == one
