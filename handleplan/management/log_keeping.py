"""What the worker does for the change log: seals it every five minutes, and verifies it every night."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django_tasks import task

from handleplan import contributions
from handleplan.change_log.findings import sentence
from handleplan.change_log.models import LogVerification
from handleplan.change_log.sealing import seal
from handleplan.change_log.verifying import verify
from handleplan.due_jobs import Due, daily, every

log = logging.getLogger("handleplan.change_log")


def verify_all(heads: tuple[tuple[str, str], ...] = ()) -> LogVerification:
    """Seals and verifies, against ``heads`` and every head that was printed elsewhere.

    Other packages name theirs in ``CHAIN_HEADS``: ``provider() -> Iterable[(where, head)]``.
    """
    seal()
    return verify([*contributions.contributed("CHAIN_HEADS"), *heads])


@task()
def seal_log() -> None:
    seal()


@task()
def verify_log() -> None:
    """Findings go to the server's log too, for whoever watches it."""
    for code, values in verify_all().findings:
        log.error(sentence(code, values))


def due_jobs() -> Iterator[Due]:
    yield Due("seal_log", seal_log, every(5))
    yield Due("verify_log", verify_log, daily(4))
