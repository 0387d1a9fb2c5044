"""What tests of editions share: printers that answer at once, and months of the real plan to publish."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from handleplan.models import Plan, User
from reports import publishing
from reports.models import Edition, EditionFile
from reports.snapshot import build_snapshot
from tests.conftest import BECAUSE

OCTOBER, NOVEMBER = dt.date(2013, 10, 1), dt.date(2013, 11, 1)
MEETING = "Socialudvalgets møde 4. december 2013"


def published(plan: Plan, user: User, period: dt.date = NOVEMBER, **facts: Any) -> Edition:
    """An edition with real facts; its other files only say which they are. Prints nothing."""
    snapshot = build_snapshot(plan, period)
    files = {"facts": snapshot.as_json().encode(), "pdf": b"%PDF-", "docx": b"docx", "xlsx": b"xlsx"}
    now = timezone.now().replace(microsecond=0)
    number = 1 + Edition.objects.filter(plan=plan).count()
    given = {
        "number": number,
        "as_of": snapshot.as_of,
        "title": plan.title,
        "figures": dataclasses.asdict(snapshot.figures),
        "points": list(plan.items.values_list("pk", flat=True)),
        "design": "standard",
        "facts_sha256": hashlib.sha256(files["facts"]).hexdigest(),
        "published_by": str(user),
        "reason": BECAUSE,
        **facts,
    }
    edition = Edition.objects.create(plan=plan, period=period, recorded_by=user, recorded_at=now, **given)
    for kind, content in files.items():
        EditionFile.objects.create(
            edition=edition,
            kind=kind,
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            recorded_by=user,
            recorded_at=now,
        )
    return edition


@pytest.fixture
def printers(monkeypatch) -> dict[str, bytes | Exception]:
    """Printers that answer at once; a test may replace their bytes by an error."""
    made: dict[str, bytes | Exception] = {kind: f"{kind} bytes of ".encode() for kind in publishing.RENDERERS}

    def printer(kind: str) -> Callable[..., bytes]:
        def render(snapshot) -> bytes:
            if isinstance(made[kind], Exception):
                raise made[kind]
            return made[kind] + snapshot.title.encode()

        return render

    for kind, path in publishing.RENDERERS.items():
        monkeypatch.setattr(path, printer(kind))
    return made


@pytest.fixture
def publish(real_plan, cast, printers) -> Callable[..., Edition]:
    """Publishes a month of the real plan as the secretary."""

    def publish_(period: dt.date = NOVEMBER, **how) -> Edition:
        return publishing.publish(real_plan, period, **{"user": cast.sara_secretary, "reason": BECAUSE, **how})

    return publish_
