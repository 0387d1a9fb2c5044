"""Making a plan, saying where it comes from, its scale, and continuing it (issue 3, point 4; S002-11)."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from handleplan import planning, scaling
from handleplan.models import Plan
from tests.conftest import BECAUSE
from tests.web.keeping import at, carried, send

USUAL = {f"{name}_{place}": "" for place in range(6) for name in ("word",)}
USUAL |= {"scale_why": "Besluttet i oktober"}
USUAL |= {"word_0": "Efter planen", "word_1": "Mindre afvigelse", "word_2": "Kritisk"}
USUAL |= {f"symbol_{place}": sign for place, sign in enumerate("●▲■◆✓–")}
USUAL |= {f"tone_{place}": tone for place, tone in enumerate(["good", "fair", "bad", "fair", "fair", "fair"])}


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def colleague(cast) -> dict:
    return {"user": cast.anna_administrator, "reason": BECAUSE}


def test_a_blank_plan_has_its_facts_and_the_usual_parts(secretary, unit):
    facts = {"title": "Styrket myndighedsindsats", "origin": "law_79b", "origin_text": "Retssikkerhedslovens § 79 b"}
    facts |= {
        "version_text": "Version II",
        "approved_by": "Socialudvalget",
        "approved_on": "29/2-2012",
        "unit": unit.pk,
    }
    response = send(secretary, at("plan-add"), **facts)
    plan = Plan.objects.get()
    assert response["Location"] == at("plan-detail", plan.slug)
    assert (plan.origin, plan.version_text, plan.unit) == ("law_79b", "Version II", unit)
    assert (plan.approved_by, plan.approved_on) == ("Socialudvalget", dt.date(2012, 2, 29))
    assert list(plan.parts.values_list("kind", flat=True)) == ["active", "closed"]


def test_a_plan_called_new_does_not_take_the_address_of_the_form(secretary):
    send(secretary, at("plan-add"), title="New")
    assert secretary.get(at("plan-detail", Plan.objects.get().slug)).context["plan"].title == "New"


def test_a_double_click_makes_one_plan(secretary):
    fields = carried(secretary, at("plan-add")) | {"title": "Én plan"}
    answers = {secretary.post(at("plan-add"), fields)["Location"] for _again in range(2)}
    assert (len(answers), Plan.objects.count()) == (1, 1)


def test_a_plan_without_a_title_is_refused_and_nothing_typed_is_lost(secretary):
    response = send(secretary, at("plan-add"), title=" ", origin_text="Beretning nr. 12", approved_on="31.11.2012")
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert 'href="#id_title">Titel: Giv planen en titel.' in page
    assert 'value="Beretning nr. 12"' in page
    assert "31.11.2012” findes ikke i kalenderen" in page


def test_a_day_of_approval_needs_someone_who_approved(secretary):
    response = send(secretary, at("plan-add"), title="En plan", approved_on="29.02.2012")
    assert response.context["form"].errors["approved_by"] == ["Skriv, hvem der godkendte planen den dag."]


def test_another_scale_is_a_new_version(secretary, small_plan, cast):
    levels = USUAL | {"word_0": "Grøn", "symbol_0": "✓", "symbol_4": "●"}
    response = send(secretary, at("plan-edit", small_plan.slug), title=small_plan.title, **levels)
    scale = scaling.current_scale(small_plan)
    assert (response.status_code, scale.version, scale.recorded_by) == (302, 1, cast.sara_secretary)
    assert scale.levels[0] == {"code": "on_track", "word": "Grøn", "symbol": "✓", "tone": "good"}


def test_a_scale_that_is_left_as_it_is_makes_no_version(secretary, small_plan):
    send(secretary, at("plan-edit", small_plan.slug), **USUAL | {"title": "Nyt navn"})
    small_plan.refresh_from_db()
    assert (small_plan.title, small_plan.scales.count()) == ("Nyt navn", 0)


def test_a_new_level_gets_a_code_of_its_own(secretary, small_plan):
    levels = USUAL | {"word_3": "Afventer"}
    send(secretary, at("plan-edit", small_plan.slug), title=small_plan.title, **levels)
    codes = [level["code"] for level in scaling.current_scale(small_plan).levels]
    assert codes == ["on_track", "delayed", "critical", "level_1"]


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        ({"word_1": "", "word_2": ""}, "word_1"),
        ({"word_1": "efter PLANEN"}, "word_1"),
        ({"symbol_1": "●"}, "symbol_1"),
        ({"symbol_0": "☺"}, "symbol_0"),
    ],
    ids=["one level", "a word twice", "a symbol twice", "a strange symbol"],
)
def test_a_scale_that_does_not_hold_is_refused_beside_its_level(secretary, small_plan, levels, field):
    response = send(secretary, at("plan-edit", small_plan.slug), title=small_plan.title, **USUAL | levels)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_second_of_two_who_edit_a_plan_is_told_what_the_first_did(secretary, small_plan, colleague):
    mine = carried(secretary, at("plan-edit", small_plan.slug))
    planning.edit_plan(small_plan, title="Deres titel", approved_by="Socialudvalget", **colleague)
    mine |= USUAL | {"title": "Min titel", "version_text": "Fase 2"}
    response = secretary.post(at("plan-edit", small_plan.slug), mine)
    told = [(one["label"], one["old"], one["new"], one["mine"]) for one in response.context["sheet"].others]
    assert response.status_code == 409
    assert told == [
        ("Titel", "En lille plan", "Deres titel", True),
        ("Godkendt af", "", "Socialudvalget", False),
    ]
    small_plan.refresh_from_db()
    assert (small_plan.title, small_plan.version_text) == ("Deres titel", "")


def test_after_that_ones_own_words_stand_and_theirs_where_only_they_wrote(secretary, small_plan, colleague):
    mine = carried(secretary, at("plan-edit", small_plan.slug))
    planning.edit_plan(small_plan, title="Deres titel", approved_by="Socialudvalget", **colleague)
    response = secretary.post(
        at("plan-edit", small_plan.slug), mine | USUAL | {"title": "Min", "version_text": "Fase 2"}
    )
    fields = response.context["form"].initial
    assert (fields["title"], fields["version_text"], fields["approved_by"]) == ("Min", "Fase 2", "Socialudvalget")
    sheet = response.context["sheet"]
    again = {"seen": sheet.seen, "known": sheet.known, "once": sheet.once, "scale": 0}
    names = ("title", "version_text", "approved_by")
    assert (
        secretary.post(at("plan-edit", small_plan.slug), USUAL | again | {n: fields[n] for n in names}).status_code
        == 302
    )


def test_two_who_change_the_scale_do_not_overwrite_each_other(secretary, small_plan, colleague):
    mine = carried(secretary, at("plan-edit", small_plan.slug))
    theirs = [
        {"code": "a", "word": "Ja", "symbol": "✓", "tone": "good"},
        {"code": "b", "word": "Nej", "symbol": "–", "tone": "bad"},
    ]
    scaling.set_scale(small_plan, levels=theirs, **colleague)
    levels = USUAL | {"word_0": "Grøn", "title": small_plan.title}
    assert secretary.post(at("plan-edit", small_plan.slug), mine | levels).status_code == 409
    assert scaling.current_scale(small_plan).levels == theirs


def test_S002_11_the_head_tells_origin_version_approval_and_both_neighbours(small_plan, cast):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    later = planning.create_plan(title="Fase 2-planen", **by)
    facts = {"origin": "audit", "origin_text": "Beretning nr. 12", "version_text": "Fase 1", "successor": later}
    planning.edit_plan(small_plan, approved_by="Socialudvalget", approved_on=dt.date(2012, 2, 29), **facts, **by)
    head = " ".join(render_to_string("handleplan/includes/plan_facts.html", {"plan": small_plan}).split())
    assert [
        words in head for words in ("Fase 1", "Beretning nr. 12", "Socialudvalget", at("plan-detail", later.slug))
    ] == [True] * 4
    assert at("plan-detail", small_plan.slug) in render_to_string(
        "handleplan/includes/plan_facts.html", {"plan": later}
    )


def test_the_chosen_points_go_on_in_phase_2(secretary, real_plan):
    item = real_plan.items.get(number="2.1.3.1.")
    address = at("plan-continue", real_plan.slug)
    response = send(
        secretary, address, title="Fase 2", version_text="Fase 2", reported_in="nov. 2013", points=[item.pk]
    )
    item.refresh_from_db()
    real_plan.refresh_from_db()
    assert response["Location"] == at("plan-detail", real_plan.successor.slug)
    assert (item.state, item.reported_closed_in) == ("continued", dt.date(2013, 11, 1))


def test_the_old_and_the_new_points_pages_lead_to_each_other(secretary, real_plan):
    old = real_plan.items.get(number="2.1.3.1.")
    send(secretary, at("plan-continue", real_plan.slug), title="Fase 2", reported_in="november 2013", points=[old.pk])
    new = old.closings.get().into
    assert at("item-detail", new.pk) in secretary.get(at("item-detail", old.pk)).content.decode()
    assert at("item-detail", old.pk) in secretary.get(at("item-detail", new.pk)).content.decode()


def test_continuing_with_no_point_is_refused(secretary, real_plan):
    response = send(secretary, at("plan-continue", real_plan.slug), title="Fase 2", reported_in="uge 47")
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["points", "reported_in"])


def test_a_plan_that_somebody_else_continued_meanwhile_answers_409(secretary, real_plan, colleague):
    points = [real_plan.items.get(number="2.1.3.1.").pk]
    mine = carried(secretary, at("plan-continue", real_plan.slug))
    planning.edit_plan(real_plan, successor=planning.create_plan(title="Deres fase 2", **colleague), **colleague)
    mine |= {"title": "Min fase 2", "reported_in": "november 2013", "points": points}
    response = secretary.post(at("plan-continue", real_plan.slug), mine)
    assert (response.status_code, Plan.objects.count()) == (409, 2)


@pytest.mark.parametrize("person", ["olga_owner", "mads_manager", "rita_reader"])
def test_others_see_no_dead_buttons(person, real_plan, cast, rf):
    request = rf.get("/")
    request.user = getattr(cast, person)
    for name in ("plan_actions_keep", "item_actions"):
        context = {"plan": real_plan, "item": real_plan.items.first(), "request": request}
        assert render_to_string(f"handleplan/includes/{name}.html", context).strip() == ""
