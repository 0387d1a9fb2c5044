"""What stands in the database after the last kill, held against what was acknowledged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Max

from handleplan.change_log.models import ChangeEntry
from handleplan.change_log.tables import EXEMPT
from handleplan.models import EndDateRevision, Event, Milestone, OnceKey, PlanItem, StatusEntry

# Which rows a write of each kind leaves behind: all of them, or none.
ROWS = {
    "status": {"status": 1, "point's history": 1, "milestone's history": 1},
    "deadline": {"revision": 1, "milestone's history": 1},
    "fields": {"point's history": 1},
    "event": {"event": 1, "once-key": 1},
    "several": {"event": 1, "point's history": 2},
}
ROWS["torn"] = ROWS["status"]
COUNTED = {"status": 1, "torn": 0, "deadline": 1, "fields": 1, "event": 0, "several": 2}  # versions that go up


@dataclass(slots=True)
class Findings:
    """``lost``: acknowledged and not there. ``half``: some of its rows. ``unlogged``: rows of it that no entry of the
    change log tells of. ``unheard``: there, but nobody was told; a form's once-key finds it again."""

    acknowledged: int = 0
    unheard: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unlogged: list[str] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)

    def faults(self) -> dict[str, list[str]]:
        return {"lost": self.lost, "half": self.half, "unlogged": self.unlogged, "disorder": self.disorder}


def audit(acknowledged: Iterable[str], *, first: int = 0) -> Findings:
    """What the writers from number ``first`` on left behind; earlier ones are counted where versions are."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    findings = Findings()
    logged = _logged()
    for token, place, table, key in _rows():
        found[token][place] += 1
        if _writer(token) < first:
            continue
        if table not in EXEMPT and (table, str(key)) not in logged:
            findings.unlogged.append(f"{token} {place}")
    told = list(acknowledged)
    findings.acknowledged = len(told)
    findings.lost = [token for token in told if token not in found]
    mine = {token: places for token, places in found.items() if _writer(token) >= first}
    findings.half = [token for token, places in mine.items() if places != ROWS[token.partition(":")[0]]]
    findings.unheard = len(mine.keys() - set(told))
    findings.disorder = [*_disorder(found), *unfaithful(), *_damaged()]
    if len(told) != len(set(told)):
        findings.disorder.append("a token was acknowledged twice")
    return findings


def _writer(token: str) -> int:
    return int(token.partition(":")[2].partition("-")[0])


def _rows() -> Iterator[tuple[str, str, str, int]]:
    """Every row that a writer's token stands on: token, what it is, its table and its key."""
    for place, model, column in (
        ("status", StatusEntry, "recorded_because"),
        ("revision", EndDateRevision, "recorded_because"),
        ("event", Event, "text"),
        ("once-key", OnceKey, "key"),
        ("point's history", PlanItem.history.model, "history_change_reason"),
        ("milestone's history", Milestone.history.model, "history_change_reason"),
    ):
        rows = model._base_manager.values_list(column, "pk")
        for token, key in rows:
            token = (token or "").replace("_", ":", 1) if place == "once-key" else token or ""
            if token.partition(":")[0] in ROWS:
                yield token, place, model._meta.db_table, key


def _logged() -> set[tuple[str, str]]:
    return set(ChangeEntry.objects.filter(operation="I").values_list("table_name", "row_key"))


def _disorder(found: dict[str, Counter[str]]) -> Iterator[str]:
    """Counters that say something else than the rows they count."""
    expected = sum(COUNTED[token.partition(":")[0]] for token in found)
    gone_up = 0
    for item in PlanItem.objects.all():
        gone_up += item.version + item.status_version - 2
        if item.latest_status_id != item.statuses.aggregate(last=Max("pk"))["last"]:
            yield f"{item} shows another status than its newest"
    for milestone in Milestone.objects.prefetch_related("revisions"):
        gone_up += milestone.version - 1
        chain = list(milestone.revisions.all())
        if [link.sequence for link in chain] != list(range(len(chain))) or (chain and chain[-1].end != milestone.end):
            yield f"{milestone} and its chain of deadlines differ"
        if milestone.moves != len(chain) - 1:
            yield f"{milestone} counts {milestone.moves} moves of {len(chain) - 1}"
    if gone_up != expected:
        yield f"the versions went up by {gone_up}, not by {expected}"


def unfaithful() -> Iterator[str]:
    """Rows whose last history row says something else."""
    for model in (PlanItem, Milestone):
        tracked = [column.attname for column in model.history.model.tracked_fields]
        versions = {"version", "status_version", "search_text"}  # outside history
        for row in model.objects.all():
            last = row.history.first()
            if differing := [
                name for name in tracked if name not in versions and getattr(row, name) != getattr(last, name)
            ]:
                yield f"{row} and its history differ: {differing}"


def _damaged() -> Iterator[str]:
    """What SQLite's own check finds; PostgreSQL has none that needs no superuser."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchall()
            if said != [("ok",)]:
                yield str(said)
