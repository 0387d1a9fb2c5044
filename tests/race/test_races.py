"""Eight processes write at once, on a database that keeps what they write: nobody is overwritten unseen."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.race.team import WRITERS, Team
from tests.race.track import build_stage, race

ROUNDS = 15
CLEAN = {"lost": 0, "characters": 0, "without history": 0, "errors": []}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("race")]


@pytest.fixture(scope="module")
def team(django_db_setup):
    with Team(str(connection.settings_dict["NAME"])) as team:
        yield team


@pytest.fixture
def stage(transactional_db):
    return build_stage(points=3)


@pytest.mark.parametrize("kind", ["status", "deadline", "fields"])
def test_of_eight_who_saw_the_same_version_one_wins_and_nothing_is_lost(kind, team, stage):
    tally = race(kind, rounds=ROUNDS, team=team, stage=stage)
    assert (tally.won, tally.outdated, tally.faults()) == (ROUNDS, ROUNDS * (WRITERS - 1), CLEAN)


def test_without_claims_the_same_race_loses_all_but_one(team, stage):
    tally = race("unclaimed", rounds=3, team=team, stage=stage)
    assert (tally.won, tally.lost) == (3 * WRITERS, 3 * (WRITERS - 1))


def test_eight_submits_of_one_form_make_one_row_and_are_told_one_address(team, stage):
    tally = race("once", rounds=ROUNDS, team=team, stage=stage)
    assert (tally.won, tally.outdated, tally.faults()) == (ROUNDS, ROUNDS * (WRITERS - 1), CLEAN)


def test_when_the_first_submit_dies_in_the_middle_one_of_the_others_makes_the_row(team, stage):
    tally = race("crash", rounds=2, team=team, stage=stage)
    assert (tally.won, tally.outdated, tally.faults()) == (2, 2 * (WRITERS - 2), CLEAN)
