"""What the tests of keeping a plan share: sending a form as a browser would, with what it carries."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from handleplan.models import PlanItem

_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def at(name: str, *args) -> str:
    return reverse(f"handleplan:{name}", args=args)


def carried(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form at an address: its key, and what the person saw."""
    page = client.get(address).content.decode()
    return {name: value for name, value in _FIELD.findall(page) if name != "csrfmiddlewaretoken"}


def send(client: Client, address: str, **fields):
    """Opens a form and sends it filled in."""
    return client.post(address, carried(client, address) | fields)


def edited(item: PlanItem, **changes) -> dict[str, str]:
    """The fields of a point's form as the browser shows them, with some changed."""
    fields = {name: getattr(item, name) for name in ("number", "title", "description")}
    return fields | {"owner": item.owner_id or "", "unit": item.unit_id or ""} | changes
