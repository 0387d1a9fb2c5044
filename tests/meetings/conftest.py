from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import BECAUSE
from tests.meetings.assembling import assembled


@pytest.fixture
def by(cast):
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def held(small_plan, by):
    """A committee that is owed the small plan (``assembling.assembled``)."""
    return assembled(small_plan, **by)


@pytest.fixture
def secretary(cast) -> Client:
    client = Client()
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def reader(cast) -> Client:
    client = Client()
    client.force_login(cast.rita_reader)
    return client
