"""``python -m tests.crash.filling``: every verb is used once on this database, so that hardly a table stays empty.

The house's tables of verbs say what each is called on. Here all of them work on the same rows, one after the other: a
verb that cannot after what another did (a point is closed once) is passed by.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from handleplan.acting import acting  # noqa: E402
from handleplan.change_log.sealing import seal  # noqa: E402
from handleplan.change_log.verifying import verify  # noqa: E402
from meetings import convening  # noqa: E402
from meetings.models import Committee  # noqa: E402
from reports import publishing  # noqa: E402
from tests.conftest import BECAUSE, Cast, make_small_plan, the_cast  # noqa: E402
from tests.house import test_agenda_verbs, test_promise_verbs, test_verbs  # noqa: E402
from tests.meetings.promises.february import build  # noqa: E402

ENDING = ("cancel", "close", "decline", "delete", "drop", "edit", "forget", "remove", "take_", "withdraw")


def use(verbs: dict[str, Callable[..., Any]], of: Any, cast: Cast) -> None:
    for verb in sorted(verbs, key=lambda verb: verb.partition(".")[2].startswith(ENDING)):
        with contextlib.suppress(Exception), transaction.atomic():
            verbs[verb](copy.deepcopy(of), {"user": cast.mads_manager, "reason": BECAUSE})


def rename(committee: Committee, name: str, cast: Cast) -> None:
    committee.refresh_from_db()
    convening.edit_committee(committee, seen=None, name=name, user=cast.sara_secretary, reason=BECAUSE)


def main() -> None:
    publishing.RENDERERS = {}  # editions of facts alone
    cast = the_cast()
    use(test_verbs.VERBS, test_verbs.begun(make_small_plan(cast), cast), cast)
    agenda = test_agenda_verbs.begun(make_small_plan(cast), cast)
    use(test_agenda_verbs.VERBS, agenda, cast)
    rename(agenda.committee, "Udvalget for dagsordener", cast)  # each of these, and the demo, makes a Socialudvalg
    february = build(cast.sara_secretary, make_small_plan(cast))
    use(test_promise_verbs.VERBS, february, cast)
    rename(february.social, "Udvalget for løfter", cast)
    rename(february.finance, "Et andet økonomiudvalg", cast)
    seal()
    verify()


if __name__ == "__main__":
    with acting(name="test"):
        main()
    connection.close()
