"""Adding, editing, renumbering and moving points (issue 3, point 4; S004-5, S004-7, S004-13, S004-17)."""

from __future__ import annotations

import pytest
from django.test import Client

from handleplan import arranging, planning
from handleplan.models import PlanItem
from handleplan.numbering import following, renumbered
from tests.conftest import BECAUSE
from tests.web.keeping import at, carried, edited, send


@pytest.fixture
def secretary(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def colleague(cast) -> dict:
    return {"user": cast.anna_administrator, "reason": BECAUSE}


@pytest.fixture
def tree(small_plan, cast):
    """Area 1 with 1.1 (1.1.1, 1.1.2) and 1.2; the items by number."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    items = {"1": small_plan.items.get()}
    for number, above in (("1.1", "1"), ("1.1.1", "1.1"), ("1.1.2", "1.1"), ("1.2", "1")):
        fields = {"number": number, "title": f"Punkt {number}", "parent": items[above]}
        kind = "initiative" if number.count(".") == 2 else "heading"
        items[number] = planning.add_item(small_plan, kind=kind, **fields, **by)
    return items


def order(plan) -> list[str]:
    return list(plan.items.order_by("position").values_list("number", flat=True))


# -- adding


def test_an_initiative_is_added_with_its_dates_as_written(secretary, small_plan, cast, unit, demo_day):
    above = small_plan.items.get()
    address = at("item-add", small_plan.slug)
    fields = {"kind": "initiative", "parent": above.pk, "under": above.pk, "number": "1.1", "title": "Ny indsats"}
    fields |= {"owner": cast.olga_owner.pk, "unit": unit.pk, "start": "1. maj 2013", "end": "ultimo 2013"}
    response = send(secretary, f"{address}?parent={above.pk}", **fields)
    item = small_plan.items.get(number="1.1")
    milestone = item.milestones.get()
    assert response["Location"] == at("item-detail", item.pk)
    assert (item.parent, item.owner, item.unit) == (above, cast.olga_owner, unit)
    assert (milestone.start.as_written, milestone.original, milestone.revisions.count()) == (
        "1. maj 2013",
        milestone.end,
        1,
    )


@pytest.mark.parametrize(
    ("above", "numbers", "expected"),
    [
        ("1.1", ["1.1.1", "1.1.3.A"], "1.1.4"),
        ("2.1.3", ["2.1.3.1."], "2.1.3.2."),
        ("1.1.2.2", ["1.1.2.2.A", "1.1.2.2.b"], "1.1.2.2.C"),
        ("4", [], "4.1"),
        ("", ["1", "2.1", "10"], "11"),
        ("", [], "1"),
    ],
)
def test_S004_5_the_next_number_follows_the_ones_that_are_there(above, numbers, expected):
    assert following(above, numbers) == expected


def test_the_next_number_under_the_chosen_point_is_suggested(secretary, small_plan, tree):
    page = secretary.get(f"{at('item-add', small_plan.slug)}?parent={tree['1.1'].pk}")
    assert page.context["form"]["number"].value() == "1.1.3"


def test_a_number_that_was_used_before_is_not_suggested_again(secretary, small_plan, tree, colleague):
    arranging.renumber_item(tree["1.1.2"], number="1.9", **colleague)
    page = secretary.get(f"{at('item-add', small_plan.slug)}?parent={tree['1.1'].pk}")
    assert page.context["form"]["number"].value() == "1.1.3"


def test_another_point_above_brings_its_number_and_places_before_anything_is_saved(secretary, small_plan, tree):
    address = at("item-add", small_plan.slug)
    fields = {
        "kind": "initiative",
        "title": "Ny",
        "parent": tree["1.1"].pk,
        "number": "2",
        "suggested": "2",
        "under": "",
    }
    response = send(secretary, address, **fields)
    form = response.context["form"]
    assert (response.status_code, form["number"].value(), form["title"].value()) == (200, "1.1.3", "Ny")
    assert [name for _pk, name in form.fields["before"].choices] == [
        "Sidst",
        "Før 1.1.1 Punkt 1.1.1",
        "Før 1.1.2 Punkt 1.1.2",
    ]
    assert small_plan.items.count() == 5


def test_a_number_that_was_typed_stays_when_the_point_above_changes(secretary, small_plan, tree):
    fields = {"parent": tree["1.1"].pk, "number": "7.A", "suggested": "2", "under": "", "step": "parent"}
    response = send(secretary, at("item-add", small_plan.slug), **fields)
    assert response.context["form"]["number"].value() == "7.A"


@pytest.mark.parametrize(
    ("before", "expected"),
    [("1.1.2", ["1", "1.1", "1.1.1", "1.1.1a", "1.1.2", "1.2"]), ("", ["1", "1.1", "1.1.1", "1.1.2", "1.1.1a", "1.2"])],
    ids=["before a point", "last under the point above"],
)
def test_S004_7_a_new_point_stands_where_it_was_put(secretary, small_plan, tree, before, expected):
    above = tree["1.1"].pk
    fields = {"kind": "initiative", "number": "1.1.1a", "title": "Ny", "parent": above, "under": above}
    fields["before"] = tree[before].pk if before else ""
    send(secretary, at("item-add", small_plan.slug), **fields)
    assert order(small_plan) == expected


def test_a_double_number_is_warned_about_and_not_refused(secretary, small_plan, tree):
    above = tree["1.1"].pk
    fields = {"kind": "initiative", "number": "1.1.1.", "title": "Dobbelt", "parent": above, "under": above}
    response = secretary.post(at("item-add", small_plan.slug), fields, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert small_plan.items.filter(sort_key=tree["1.1.1"].sort_key).count() == 2
    assert said[0].startswith("1.1.1. er også nummeret på “Punkt 1.1.1”.")


def test_a_point_without_title_and_number_is_refused(secretary, small_plan):
    response = send(secretary, at("item-add", small_plan.slug), kind="heading", number="", suggested="", under="")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["title"])


def test_a_date_that_cannot_be_read_is_refused_and_stays_in_the_field(secretary, small_plan):
    response = send(secretary, at("item-add", small_plan.slug), kind="initiative", title="Ny", end="når det passer")
    assert response.status_code == 422
    assert 'value="når det passer"' in response.content.decode()


# -- editing


def test_another_number_is_remembered_and_found(secretary, small_plan, tree):
    item = tree["1.1.2"]
    send(secretary, at("item-edit", item.pk), **edited(item, number="1.4.9"))
    assert list(item.former_numbers.values_list("number", flat=True)) == ["1.1.2"]
    page = secretary.get(at("plan-detail", small_plan.slug), {"q": "1.1.2"}).content.decode()
    assert at("item-detail", item.pk) in page


def test_owner_and_unit_are_assigned(secretary, tree, cast, unit):
    send(secretary, at("item-edit", tree["1.1.1"].pk), **edited(tree["1.1.1"], owner=cast.olga_owner.pk, unit=unit.pk))
    item = PlanItem.objects.get(pk=tree["1.1.1"].pk)
    assert (item.owner, item.unit) == (cast.olga_owner, unit)


def test_a_headings_former_titles_say_who_and_when(secretary, tree):
    item = tree["1.1"]
    for title in ("Andet navn", "Tredje navn"):
        item.refresh_from_db()
        send(secretary, at("item-edit", item.pk), **edited(item, title=title))
    names = secretary.get(at("item-edit", item.pk)).context["names"]
    assert [(name["title"], name["by"]) for name in names] == [
        ("Andet navn", "Sara Secretary"),
        ("Punkt 1.1", "Sara Secretary"),
    ]


def test_the_second_of_two_who_edit_a_point_keeps_his_words_and_sees_the_others(secretary, tree, colleague):
    item = tree["1.1.1"]
    mine = carried(secretary, at("item-edit", item.pk))
    planning.edit_item(item, title="Deres titel", **colleague)
    response = secretary.post(at("item-edit", item.pk), mine | edited(item, title="Punkt 1.1.1", description="Mit"))
    fields = response.context["form"].initial
    assert (response.status_code, fields["title"], fields["description"]) == (409, "Deres titel", "Mit")
    page = response.content.decode()
    assert [words in page for words in ("Anna Administrator", "Deres titel")] == [True, True]
    item.refresh_from_db()
    assert item.description == ""


def test_a_second_click_is_no_conflict_with_oneself(secretary, tree):
    item = tree["1.1.1"]
    fields = carried(secretary, at("item-edit", item.pk)) | edited(item, title="Nyt")
    assert [secretary.post(at("item-edit", item.pk), fields).status_code for _click in range(2)] == [302, 302]


def test_an_owner_who_has_left_stays_the_owner_until_somebody_chooses_another(secretary, tree, cast, colleague):
    item = tree["1.1.1"]
    planning.assign_item(item, owner=cast.olga_owner, unit=None, **colleague)
    cast.olga_owner.is_active = False
    cast.olga_owner.save()
    response = send(secretary, at("item-edit", item.pk), **edited(item, title="Nyt"))
    item.refresh_from_db()
    assert (response.status_code, item.owner) == (302, cast.olga_owner)


# -- moving


def move(client, item, **fields):
    """Looks at the place, then places the point there."""
    address = at("item-place", item.pk)
    look = send(client, address, step="look", **fields)
    preview = look.context["preview"]
    again = carried(client, address) | fields | {"step": "place", "looked": preview["token"]}
    return preview, client.post(address, again)


def test_the_place_is_shown_between_its_neighbours_before_it_is_taken(secretary, small_plan, tree):
    before, _response = move(
        secretary, tree["1.1.2"], parent=tree["1.1"].pk, under=tree["1.1"].pk, before=tree["1.1.1"].pk
    )
    assert [(row["number"], row["here"]) for row in before["rows"]] == [("1.1.2", True), ("1.1.1", False)]
    assert order(small_plan) == ["1", "1.1", "1.1.2", "1.1.1", "1.2"]


def test_nothing_moves_to_a_place_that_nobody_looked_at(secretary, small_plan, tree):
    fields = {"parent": tree["1.2"].pk, "under": tree["1.2"].pk, "step": "place", "looked": "0-0"}
    response = send(secretary, at("item-place", tree["1.1.1"].pk), **fields)
    assert (response.status_code, order(small_plan)) == (200, ["1", "1.1", "1.1.1", "1.1.2", "1.2"])


def test_what_stands_under_a_point_moves_and_is_renumbered_with_it(secretary, small_plan, tree):
    preview, _response = move(secretary, tree["1.1"], parent=tree["1.2"].pk, under=tree["1.2"].pk, renumber="yes")
    assert [(one["old"], one["new"]) for one in preview["numbers"]] == [
        ("1.1", "1.2.1"),
        ("1.1.1", "1.2.1.1"),
        ("1.1.2", "1.2.1.2"),
    ]
    assert order(small_plan) == ["1", "1.2", "1.2.1", "1.2.1.1", "1.2.1.2"]
    assert list(tree["1.1.2"].former_numbers.values_list("number", flat=True)) == ["1.1.2"]


def test_the_numbers_may_be_kept(secretary, small_plan, tree):
    move(secretary, tree["1.1"], parent=tree["1.2"].pk, under=tree["1.2"].pk, renumber="no")
    assert order(small_plan) == ["1", "1.2", "1.1", "1.1.1", "1.1.2"]


def test_a_number_that_fits_its_new_place_is_left_alone(secretary, tree):
    preview, _response = move(secretary, tree["1.1.1"], parent=tree["1"].pk, under=tree["1"].pk)
    assert preview["numbers"] == []


def test_a_point_is_not_offered_a_place_inside_itself(secretary, tree):
    form = secretary.get(at("item-place", tree["1.1"].pk)).context["form"]
    assert [point.number for point in form.fields["parent"].points.values()] == ["1", "1.2"]


def test_S004_17_a_child_written_before_its_parent_moves_with_it(secretary, real_plan):
    parent, child = (real_plan.items.get(number=number) for number in ("1.2.5", "1.2.5.6"))
    form = secretary.get(at("item-place", parent.pk)).context["form"]
    assert str(child.pk) not in form.fields["parent"].points


def test_a_move_after_somebody_elses_change_answers_409(secretary, small_plan, tree, colleague):
    item = tree["1.1.2"]
    mine = carried(secretary, at("item-place", item.pk))
    planning.edit_item(item, title="Omdøbt imens", **colleague)
    token = f"{tree['1.2'].pk}-0"
    fields = mine | {"parent": tree["1.2"].pk, "under": tree["1.2"].pk, "step": "place", "looked": token}
    response = secretary.post(at("item-place", item.pk), fields)
    assert (response.status_code, [one["new"] for one in response.context["sheet"].others]) == (409, ["Omdøbt imens"])
    assert order(small_plan) == ["1", "1.1", "1.1.1", "1.1.2", "1.2"]


@pytest.mark.parametrize(
    ("number", "old", "new", "expected"),
    [
        ("2.1.3.1.", "2.1", "2.4", "2.4.3.1."),
        ("1.1.2.2.A", "1.1.2", "1.3.7.", "1.3.7.2.A"),
        ("1.2", "1.2", "2.1", "2.1"),
        ("1.2", "2", "3", "1.2"),
    ],
)
def test_S004_5_a_number_keeps_its_spelling_under_another_beginning(number, old, new, expected):
    assert renumbered(number, old, new) == expected
