"""What the demo shows of the real items."""

from __future__ import annotations

import pytest

from meetings.demo.items import put_on_agenda
from meetings.models import AgendaItem, Delivery

pytestmark = pytest.mark.django_db


def test_the_february_item_delivers_what_was_ordered_and_comes_but_once(held, small_plan, cast) -> None:
    for _time in range(2):
        list(put_on_agenda(small_plan, cast.sara_secretary))
    item = AgendaItem.objects.get()
    assert (item.plan, item.obligation, item.state) == (small_plan, held.obligation, "decided")
    assert [(each.item, each.period) for each in Delivery.objects.all()] == [(item, item.period)]
    assert item.focus_points.count() == 4
