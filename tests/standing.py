"""Test databases in which the data of a slow fixture stand already: made once by each process, not by each test.

The real plan takes seconds to import, and many hundred tests begin with it. A fixture whose data are ``standing``
therefore only fetches them: a test that asks for it, by whatever other fixture, is moved to a database of its own
beside the empty one before anything else happens. There it rolls back like any test, or is put back from that
database's template if it commits, so that no test sees what another did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from handleplan.acting import acting
from tests.template_copy import Template, remove, template_of_the_test_database

EMPTY = ""
Make = Callable[[Path], Any]


@dataclass(frozen=True)
class Standing:
    """What ``make`` writes, beginning with what stands ``on`` another fixture. Its files lie in the folder it gets."""

    make: Make
    on: str


@dataclass(frozen=True)
class Place:
    """A database that was made, the folder of its files, and what ``make`` returned."""

    name: str
    template: Template
    folder: Path
    value: Any = None


STANDING: dict[str, Standing] = {}


def standing(fixture: str, *, on: str = EMPTY) -> Callable[[Make], Make]:
    """Marks a function as the one that makes the data of a fixture."""

    def keep(make: Make) -> Make:
        STANDING[fixture] = Standing(make, on)
        return make

    return keep


class Databases:
    """The empty test database and those beside it; Django is connected to the one of the test at hand."""

    def __init__(self, blocker: Any, folder: Path) -> None:
        self.blocker, self.folder = blocker, folder
        with blocker.unblock():
            home = str(connection.settings_dict["NAME"])
            self.places = {EMPTY: Place(home, template_of_the_test_database(), folder)}
        self.here = self.places[EMPTY]

    def move_to(self, fixture: str) -> None:
        """Makes the database first if no test has asked for it yet."""
        if fixture not in self.places:
            with self.blocker.unblock():
                self._make(fixture)
        self._connect(self.places[fixture].name)
        self.here = self.places[fixture]

    def _make(self, fixture: str) -> None:
        wanted = STANDING[fixture]
        self.move_to(wanted.on)
        name, folder = f"{self.places[EMPTY].name}_{fixture}", self.folder / fixture
        folder.mkdir()
        self.here.template.copy_to(name)
        self._connect(name)
        with acting(name="test"), translation.override(settings.LANGUAGE_CODE):
            value = wanted.make(folder)
        self.places[fixture] = Place(name, template_of_the_test_database(), folder, value)

    @staticmethod
    def _connect(name: str) -> None:
        if str(connection.settings_dict["NAME"]) != name:
            connection.close()
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def put_back(self) -> None:
        """The database at hand, as it stood before the test."""
        self.here.template.copy_to(self.here.name)

    def throw_away(self) -> None:
        """All but the empty one, which is its maker's."""
        self.move_to(EMPTY)
        with self.blocker.unblock():
            for fixture, place in self.places.items():
                place.template.throw_away()
                if fixture != EMPTY:
                    remove(place.name)


def wanted_by(item: pytest.Item) -> str:
    """The fixture whose database a test runs on: of those it asks for, the one that stands on the others."""
    asked = [fixture for fixture in STANDING if fixture in getattr(item, "fixturenames", ())]
    below = {STANDING[fixture].on for fixture in asked}
    return next((fixture for fixture in asked if fixture not in below), EMPTY)
