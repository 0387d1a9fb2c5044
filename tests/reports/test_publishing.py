"""Publishing: the facts read once, every format kept with its hash, all of it or no edition."""

from __future__ import annotations

import datetime as dt

import pytest

from reports import publishing
from reports.models import Edition
from tests.conftest import BECAUSE

NOVEMBER, OCTOBER = dt.date(2013, 11, 1), dt.date(2013, 10, 1)
MEETING = "Socialudvalgets møde 4. december 2013"


@pytest.fixture
def printers(monkeypatch) -> dict[str, bytes]:
    """Printers that answer at once; a test may replace their bytes by an error."""
    made: dict[str, bytes | Exception] = {kind: f"{kind} bytes".encode() for kind in publishing.RENDERERS}

    def printer(kind):
        def render(snapshot):
            if isinstance(made[kind], Exception):
                raise made[kind]
            return made[kind] + snapshot.title.encode()

        return render

    for kind, path in publishing.RENDERERS.items():
        monkeypatch.setattr(path, printer(kind))
    return made


@pytest.fixture
def publish(real_plan, cast, printers):
    def publish_(period=NOVEMBER, **how) -> Edition:
        return publishing.publish(real_plan, period, **{"user": cast.sara_secretary, "reason": BECAUSE, **how})

    return publish_


def test_the_first_edition_is_number_1_and_the_next_number_2(publish):
    assert [publish(OCTOBER).label, publish(NOVEMBER).label] == ["1", "2"]
