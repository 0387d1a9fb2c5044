"""What the tests of promises and decisions share."""

from __future__ import annotations

import pytest

from meetings import promising

from .february import ASKED_IN_JANUARY, February, build


@pytest.fixture
def of(small_plan, cast) -> February:
    """The February item of the small plan."""
    return build(cast.sara_secretary, small_plan)


@pytest.fixture
def make(of):
    """Makes a promise to Socialudvalget in the February item."""

    def make(text="Milepælene fremlægges i marts.", **facts):
        values = {"kind": "promise", "committees": [of.social], "item": of.item} | facts
        return promising.make_commitment(text=text, **values, **of.by)

    return make


@pytest.fixture
def asked(of, make):
    """What the committee asked for on 25 January 2012."""
    return make(ASKED_IN_JANUARY, kind="request", asked_by=of.social, section=of.sections["Problemstilling"])
