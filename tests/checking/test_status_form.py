"""A CPR number in the status form: refused beside its field, unless who keeps plans lets it stand with a reason."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse

from handleplan.models import CprClearance, PlanItem
from tests.checking.test_cpr import SPELLINGS, make_number

pytestmark = pytest.mark.django_db
NUMBER = SPELLINGS["hyphen"](make_number(random.Random(1)))
DOUBTFUL = SPELLINGS["hyphen"](make_number(random.Random(2), right=False))


@pytest.fixture
def item(real_plan) -> PlanItem:
    return PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")


@pytest.fixture
def send(client, item):
    def sent(person, **fields):
        client.force_login(person)
        return client.post(reverse("handleplan:item-status", args=[item.pk]), fields, follow=True)

    return sent


def written(item) -> list[str]:
    return list(item.statuses.filter(source="typed").values_list("text", flat=True))


def test_a_certain_number_is_refused_beside_its_field_and_what_was_typed_is_kept(send, item, cast):
    response = send(cast.olga_owner, text=f"Borger {NUMBER}")
    page = response.content.decode()
    assert (response.status_code, written(item)) == (422, [])
    assert "Teksten indeholder et CPR-nummer." in page
    assert f"Borger {NUMBER}</textarea>" in page


def test_an_owner_cannot_let_it_stand(send, item, cast):
    response = send(cast.olga_owner, text=f"Borger {NUMBER}", cpr_reason="Opdigtet")
    assert (response.status_code, written(item)) == (422, [])
    assert 'name="cpr_reason"' not in response.content.decode()


def test_the_secretary_is_asked_why_it_may_stand(send, item, cast):
    response = send(cast.sara_secretary, text=f"Borger {NUMBER}")
    assert (response.status_code, written(item)) == (422, [])
    assert 'name="cpr_reason"' in response.content.decode()


def test_with_a_reason_it_is_written_and_the_reason_is_kept(send, item, cast):
    send(cast.sara_secretary, text=f"Eksempel: {NUMBER}", cpr_reason="Nummeret er opdigtet")
    (clearance,) = CprClearance.objects.all()
    assert written(item) == [f"Eksempel: {NUMBER}"]
    assert (clearance.item, clearance.recorded_by, clearance.reason) == (
        item,
        cast.sara_secretary,
        "Nummeret er opdigtet",
    )


def test_a_reason_with_the_number_in_it_is_refused(send, item, cast):
    response = send(cast.sara_secretary, text=f"Eksempel: {NUMBER}", cpr_reason=f"{NUMBER} er opdigtet")
    assert (response.status_code, written(item), CprClearance.objects.count()) == (422, [], 0)


@pytest.mark.parametrize("field", ["corrective_action", "focus_reason"])
def test_every_text_of_the_form_is_looked_at(send, item, cast, field):
    fields = {"text": "Alt vel", "in_focus": "yes", "focus_reason": "Travlt", field: f"Ring til {NUMBER}"}
    response = send(cast.olga_owner, **fields)
    assert (response.status_code, written(item)) == (422, [])


def test_a_likely_number_is_written_and_warned_about(send, item, cast):
    response = send(cast.olga_owner, text=f"Borger {DOUBTFUL}")
    assert written(item) == [f"Borger {DOUBTFUL}"]
    assert "Teksten indeholder måske et CPR-nummer." in response.content.decode()


def test_the_number_is_in_no_log(send, cast, caplog):
    send(cast.olga_owner, text=f"Borger {NUMBER}")
    assert NUMBER not in caplog.text
