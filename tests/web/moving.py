"""What tests of deadlines share: a signed-in client, the hidden fields of a form, and sending it."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from handleplan.models import Milestone, PlanItem, User

HIDDEN = re.compile(r'<input type="hidden" name="(seen|known|once|[a-z0-9]+-once)" value="([^"]*)">')
REASON = {"category": "it_system", "why": "Systemet er forsinket"}


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(user)
    return client


def marks(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the page's first form, as a browser would send them."""
    found: dict[str, str] = {}
    for name, value in HIDDEN.findall(client.get(address).content.decode()):
        found.setdefault(name, value)
    return found


def own(plan, number: str) -> Milestone:
    return Milestone.objects.get(item__plan=plan, item__number=number, is_own=True)


def move_address(milestone: Milestone) -> str:
    return reverse("handleplan:milestone-move", args=[milestone.pk])


def send(client: Client, address: str, step: str, **fields: Any):
    """Opens the form, fills it in and sends it."""
    return client.post(address, marks(client, address) | {"step": step} | fields)


def item_address(item: PlanItem) -> str:
    return reverse("handleplan:item-detail", args=[item.pk])
