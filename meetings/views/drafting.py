"""What the views of an item share: fetching it, and answering a form whose item went out meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import history
from handleplan.models import Plan, User
from handleplan.views.keeping import Sheet
from meetings import openness
from meetings.drafting import NotDrafting
from meetings.models import AgendaItem
from reports.models import Edition


def visible_agenda_item(user: User, pk: int) -> AgendaItem:
    """An item whose own words are for the person; 404 for the rest."""
    items = openness.visible_items(user).select_related("meeting__committee", "plan", "template", "obligation")
    item = get_object_or_404(items, pk=pk)
    if not openness.may_read(user, item):
        raise Http404
    return item


def part_of_item(model: Any, user: User, pk: int) -> Any:
    """A section, proposal, line or annex of an item the person may read, its item with it."""
    row = get_object_or_404(model, pk=pk)
    row.item = visible_agenda_item(user, row.item_id)
    return row


def address_of(item: AgendaItem, anchor: str = "") -> str:
    """The item's page, at a place in it."""
    return reverse("meetings:agenda-item", args=[item.pk]) + anchor


def answer(sheet: Sheet, item: AgendaItem, act: Callable[[], str], said: str) -> HttpResponse | None:
    """``Sheet.do``; an item that is no draft any more sends the person back to it with a sentence."""
    try:
        return sheet.do(act, said)
    except NotDrafting:
        return _not_drafting(sheet.request, item)


def press(request: HttpRequest, item: AgendaItem, act: Callable[[], Any], said: str = "", anchor: str = "") -> Any:
    """A button without a form: does it, and goes back to the item."""
    try:
        act()
    except NotDrafting:
        return _not_drafting(request, item)
    except history.Outdated:
        messages.warning(request, _("Somebody changed it meanwhile. Look at it as it is now, and try again."))
    else:
        if said:
            messages.success(request, said)
    return redirect(address_of(item, anchor))


def _not_drafting(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    item.refresh_from_db()
    said = _("The item is %(state)s. Take it back before you change it.") % {"state": item.get_state_display()}
    messages.warning(request, said)
    return redirect(address_of(item))


def seen_of(request: HttpRequest) -> int:
    """The version that a button's form carries."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def editions_of(plan: Plan | None) -> Any:
    """The published reports of a plan, the newest first; none without a plan."""
    return Edition.objects.filter(plan=plan).order_by("-number", "-letter") if plan else Edition.objects.none()
