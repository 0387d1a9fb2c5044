"""Every form of every page, sent with what no honest person types: it is answered with a page and never with a fault.

``make fuzz`` sends each form ROUNDS times, each time otherwise; the suite once with nothing in it and once with
whatever comes. Every sending is rolled back, so that each finds the same rows.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from handleplan.outages import outage_of
from tests.web.test_permissions import MATRIX, addresses

__all__ = ["addresses"]  # the fixture
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "2"))
SHARES = {"secretary": 4, "manager": 1, "owner": 1}  # dealt out to the workers
PEOPLE = {"secretary": "sara_secretary", "manager": "mads_manager", "owner": "olga_owner"}
LEAST = {"secretary": 15, "manager": 8, "owner": 8}  # forms in a share
HOSTILE = (
    *("", " ", "\x00", "a\x00b", "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\u202e\u2066"),
    *("0", "-1", "1e309", "NaN", "Infinity", "9" * 40, "½", "1.000.000.000.000,005", "١٢", "²", "2147483648", "1_000"),
    *("31.02.2013", "00.00.0000", "1.1.10000", "29.2.2013", "2013-13", "9999-12-31", "0001-01-01", "-0001-01"),
    *("medio 2013", "ultimo 2013 primo 2014", "uge 53 2013", "kvartal", "når Gud vil", "1. kvartal 99999"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s %d %(x)s", "'; DROP TABLE x; --", "../../etc/passwd", "=1+1"),
    *("x" * 500, "æ" * 5_000, "👩🏽\u200d🔧" * 300, "\r\n" * 200, "a\tb\nc\rd\x0b\x85e", "1.1.1.1.1.1.1.1.1.1.1.1.1"),
    *("010190-1234", "[…]", "| a | b |\n|--|--|\n", "https://example.org/" + "a" * 2_100, "item-0", "section-99999999"),
)
FILES = (b"", b"%PDF-1.7", b"PK\x03\x04", b"\xff\xfe\x00a;b\r\n1;2", "æ;ø\n1;2\n".encode("latin-1"), bytes(range(256)))
_LEFT = ("csrfmiddlewaretoken", "once")


def pages(role: str) -> list[str]:
    return sorted(name for (name, method), row in MATRIX.items() if method == "GET" and row[role] == "200")


@pytest.mark.parametrize(("role", "share"), [(role, share) for role, of in SHARES.items() for share in range(of)])
def test_no_form_can_be_sent_in_a_way_that_breaks_it(role, share, addresses, cast):
    client = Client(raise_request_exception=False, headers={"accept-language": "da"})
    client.force_login(getattr(cast, PEOPLE[role]))
    broken: list[str] = []
    sent = 0

    def note(sender: object, request: object = None, **named: object) -> None:
        error = sys.exc_info()[1]
        if outage_of(error) is None:
            broken.append(f"{type(error).__name__}: {error!s:.200}")

    got_request_exception.connect(note)
    try:
        for name in pages(role)[share :: SHARES[role]]:
            page = client.get(addresses[name])
            for form in _forms(page):
                for number in range(ROUNDS):
                    chance = random.Random(f"{name} {sent} {number}")
                    address, fields = _filled(form, addresses[name], chance, empty=number == 0)
                    status = _send(client, address, fields)
                    sent += 1
                    if status >= 500 or broken:
                        shown = {field: f"{value!s:.60}" for field, value in fields.items()}
                        pytest.fail(f"{address} answered {status} to {shown}: {broken}")
    finally:
        got_request_exception.disconnect(note)
    assert sent >= LEAST[role] * ROUNDS


def _forms(page: object) -> Iterator[lxml.html.FormElement]:
    if page.streaming or "html" not in page.get("Content-Type", "") or not page.content.strip():
        return
    for form in lxml.html.document_fromstring(page.content.decode()).forms:
        if form.method == "POST" and form.get("action") not in ("/sign-out/", "/language/"):
            yield form


def _filled(
    form: lxml.html.FormElement, page: str, chance: random.Random, *, empty: bool
) -> tuple[str, dict[str, object]]:
    """Where the form goes, and its fields: empty, or each with something hostile, as it was, or left out."""
    fields: dict[str, object] = {}
    buttons = [("", "")]
    for field in form.xpath(".//input|.//select|.//textarea|.//button"):
        name, kind = field.get("name"), field.get("type", "")
        if not name:
            continue
        if field.tag == "button" or kind == "submit":
            buttons.append((name, field.get("value", "")))
        elif name in _LEFT:
            fields[name] = field.get("value", "")
        elif kind == "file":
            fields[name] = SimpleUploadedFile(chance.choice(("a.pdf", "a.csv", "a.docx", "…")), chance.choice(FILES))
        elif not empty and chance.random() < 0.9:
            fields[name] = _typed(field, chance)
    name, value = chance.choice(buttons)
    return urljoin(page, form.get("action") or page), fields | ({name: value} if name else {})


def _typed(field: lxml.html.HtmlElement, chance: random.Random) -> str:
    if field.tag == "select" and chance.random() < 0.7:
        return chance.choice([option.get("value", "") for option in field.iter("option")] or [""])
    if field.get("value") and chance.random() < 0.6:
        return field.get("value")
    return chance.choice(HOSTILE)


def _send(client: Client, address: str, fields: dict[str, object]) -> int:
    parts = urlsplit(address)
    with transaction.atomic():
        answer = client.post(f"{parts.path}?{parts.query}".rstrip("?"), fields)
        transaction.set_rollback(True)
    return answer.status_code
