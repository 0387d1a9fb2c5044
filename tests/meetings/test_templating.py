"""Section templates as data: those that are shipped, copies of our own, and the editor (D4)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handleplan import history
from meetings import convening, drafting, templating
from meetings.forms.templates import TemplateForm, fields_of
from meetings.habits import from_data
from meetings.models import SectionTemplate
from meetings.shipped import BY_NAME, KK_2012, SHIPPED
from meetings.template_page import example

ADD = reverse("meetings:template-add")


def sent(template: templating.Template, **changes) -> dict[str, str]:
    """The form as a browser sends it; an unticked box and an empty date are not sent."""
    facts = fields_of(template) | changes
    return {name: "on" if value is True else str(value) for name, value in facts.items() if value not in (None, False)}


@pytest.mark.pure
def test_five_templates_come_with_handleplan_each_with_a_first_day():
    assert [(one.name, one.valid_from.year) for one in SHIPPED] == [
        ("kk_2012", 2012),
        ("kk_2017", 2017),
        ("slagelse_2018", 2018),
        ("slagelse_2022", 2022),
        ("aarhus_2025", 2025),
    ]


@pytest.mark.pure
@pytest.mark.parametrize("name", BY_NAME)
def test_habits_are_the_same_after_a_trip_through_the_column(name):
    habits = BY_NAME[name].habits
    assert from_data(templating.as_stored(habits)) == habits


@pytest.mark.pure
@pytest.mark.parametrize("name", BY_NAME)
def test_a_templates_keys_are_its_own(name):
    keys = [section.key for section in BY_NAME[name].habits.sections]
    assert len(set(keys)) == len(keys)


@pytest.mark.pure
@pytest.mark.parametrize("name", BY_NAME)
def test_guidance_is_never_printed(name):
    habits = BY_NAME[name].habits
    printed = "\n".join(piece["text"] for piece in example(habits))
    assert [section.guidance for section in habits.sections if section.guidance and section.guidance in printed] == []


def test_a_shipped_template_has_a_row_once_something_points_at_it(by):
    rows = [templating.take("kk_2012", **by).pk for _time in range(2)]
    assert (len(set(rows)), SectionTemplate.objects.get().is_shipped) == (1, True)


def test_an_unknown_template_is_refused(by):
    with pytest.raises(templating.Unknown):
        templating.take("findes-ikke", **by)


def test_a_shipped_template_is_copied_and_not_changed(by):
    row = templating.take("kk_2012", **by)
    with pytest.raises(ValueError):
        templating.change_template(row, label="x", habits=KK_2012.habits, is_offered=True, seen=1, **by)


def test_nobody_overwrites_a_template_unseen(by):
    row = templating.add_template(label="Vores", habits=KK_2012.habits, **by)
    templating.change_template(row, label="Deres", habits=KK_2012.habits, is_offered=True, seen=1, **by)
    with pytest.raises(history.Outdated):
        templating.change_template(row, label="Mine", habits=KK_2012.habits, is_offered=True, seen=1, **by)


def test_a_template_that_is_changed_leaves_the_items_as_they_are(held, by):
    row = templating.add_template(label="Vores", habits=KK_2012.habits, **by)
    item = drafting.draft_item(held.meeting, template=row.name, title="x", today=dt.date(2012, 2, 1), **by)
    templating.change_template(row, label="V", habits=BY_NAME["aarhus_2025"].habits, is_offered=True, seen=1, **by)
    item.refresh_from_db()
    assert from_data(item.habits) == KK_2012.habits


def test_those_valid_at_the_meeting_are_offered_first(db):
    offered = [one.name for one in templating.offered(dt.date(2017, 9, 20))]
    assert offered == ["kk_2012", "kk_2017", "slagelse_2018", "slagelse_2022", "aarhus_2025"]


def test_one_that_is_valid_only_later_says_so(db):
    labels = dict(templating.choices_at(dt.date(2012, 2, 29)))
    assert (labels["kk_2012"], labels["kk_2017"]) == ("København 2012", "København 2017 (fra 1. januar 2017)")


def test_a_meeting_uses_the_committees_template_once_it_is_valid_and_its_predecessor_before(held, by):
    convening.edit_committee(held.committee, seen=None, template=templating.take("kk_2017", **by), **by)
    later = convening.add_meetings(held.committee, days=[(dt.date(2017, 9, 20), None)], **by)[0]
    assert [templating.usual(meeting) for meeting in (held.meeting, later)] == ["kk_2012", "kk_2017"]


@pytest.mark.parametrize("name", BY_NAME)
def test_the_form_gives_back_the_template_it_was_filled_with(name, db):
    template = templating.named(name)
    form = TemplateForm(sent(template), sections=len(template.habits.sections))
    assert form.is_valid(), form.errors
    assert form.habits == template.habits


def test_a_copy_is_made_in_the_browser(secretary, cast):
    template = templating.named("slagelse_2018")
    answer = secretary.post(ADD + "?copy=slagelse_2018", sent(template, label="Ærø 2026"))
    made = SectionTemplate.objects.get()
    assert (answer.status_code, made.name, from_data(made.data).absence) == (302, "aeroe-2026", "Fraværende:  {absent}")


def test_a_section_moves_by_its_place(secretary, cast):
    fields = sent(templating.named("kk_2012"), label="Vores", s4_place="1", s0_place="2")
    secretary.post(ADD, fields)
    sections = from_data(SectionTemplate.objects.get().data).sections
    assert [section.key for section in sections[:2]] == ["oekonomi", "lead"]


def test_a_field_that_does_not_exist_is_refused_beside_it(secretary, cast):
    answer = secretary.post(ADD, sent(templating.named("kk_2012"), head="Mødedato: {dato}"))
    said = answer.context["form"].errors["head"][0]
    assert (answer.status_code, said.startswith("“{dato}” er ikke et felt.")) == (422, True)


def test_the_example_follows_what_is_typed_and_nothing_is_saved(secretary, cast):
    fields = sent(templating.named("kk_2012"), s1_heading="Forslag", step="show")
    page = secretary.post(ADD, fields, headers={"HX-Request": "true"})
    headings = [piece["text"] for piece in page.context["example"] if piece["kind"] == "heading"]
    assert ("Forslag" in headings, SectionTemplate.objects.count()) == (True, 0)


def test_a_shipped_template_has_no_page_to_change_it(secretary, by):
    templating.take("kk_2012", **by)
    assert secretary.get(reverse("meetings:template-edit", args=["kk_2012"])).status_code == 404
