from __future__ import annotations

import pytest

from handleplan.importing.reading import read_table
from handleplan.tables import Table
from tests.conftest import STATUS_TABLE


@pytest.fixture(scope="session")
def real_text() -> str:
    """The status table of November 2013."""
    return STATUS_TABLE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real_table(real_text) -> Table:
    return read_table(real_text)
