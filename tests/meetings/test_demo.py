"""The demo's March item with the real words: refused until what February promised is answered (S000-20, S000-21)."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings import drafting, obliging
from meetings.demo import committees, items, promises
from meetings.models import AgendaItem, ReportingObligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def march(real_plan, cast) -> AgendaItem:
    for tell in (committees.convene, items.put_on_agenda, promises.promise, committees.draft_march):
        list(tell(real_plan, cast.sara_secretary))
    return AgendaItem.objects.get(meeting__date=dt.date(2012, 3, 28))


def test_S000_21_march_is_not_ready_before_what_february_promised_is_answered(march, cast):
    told = [each.code for each in drafting.missing(march)]
    assert told.count("promise") == 5
    with pytest.raises(drafting.NotReady):
        drafting.mark_ready(march, seen=None, user=cast.sara_secretary, reason="Klar")


def test_S000_34_march_has_the_four_points_of_february(march):
    assert [line.title for line in march.focus_points.all()][:4] == [
        "Gennemgang af ældre afgørelser (SL §§41 og 42)",
        "Dokumentation for ledelsestilsyn vedrørende §§109,110 (krisecentre og herberger)",
        "SOFUS fase 1",
        "Ajourføring af forretningsgange i SOFIA",
    ]


def test_S000_4_january_and_february_are_delivered(march):
    monthly = ReportingObligation.objects.get(cadence="monthly")
    assert [due.state for due in obliging.standing(monthly, dt.date(2012, 3, 1))][:3] == [
        obliging.DELIVERED,
        obliging.DELIVERED,
        obliging.DUE,
    ]
