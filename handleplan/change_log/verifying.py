"""Verifies the log: its chain, its triggers, and that rows, history and log tell the same."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from django.db import connection

from . import agreeing, installing
from .findings import Finding
from .models import ChangeEntry, ChangeSeal, LogVerification, RedactedEntry
from .sealing import BEGINNING, content_hash, head_over

MOST_FINDINGS = 500  # that are kept and told one by one


def verify(heads: Iterable[tuple[str, str]] = ()) -> LogVerification:
    """Verifies everything, keeps the result and returns it.

    ``heads`` are heads of the chain kept elsewhere, each with where: ``("edition 11 of ...", "ab12...")``. A head that
    is in no seal says that the log's end was cut off.
    """
    begun = time.monotonic()
    matching = agreeing.Matching()
    findings = [*missing_triggers(), *chain_findings(matching), *head_findings(heads), *matching.unmatched()]
    rows = agreeing.Rows()
    findings += [*rows.against_log(), *agreeing.rows_against_history()]
    if len(findings) > MOST_FINDINGS:
        findings = [*findings[:MOST_FINDINGS], Finding("more", {"count": len(findings) - MOST_FINDINGS})]
    newest = ChangeSeal.objects.order_by("-pk").first()
    return LogVerification.objects.create(
        entries=matching.entries,
        rows=rows.seen,
        head=newest.head if newest else "",
        findings=[[finding.code, finding.values] for finding in findings],
        seconds=round(time.monotonic() - begun, 3),
    )


def missing_triggers() -> Iterator[Finding]:
    """Triggers that were dropped, switched off or changed."""
    for name in installing.missing(connection):
        yield Finding("trigger_missing", {"trigger": name})


def chain_findings(matching: agreeing.Matching) -> Iterator[Finding]:
    """Walks the seals and the entries side by side; every entry is handed on to ``matching``.

    An entry that was blanked since it was sealed is no finding: its redactions lead from the sealed hash to today's.
    """
    redacted = {(r.entry_id, r.content_hash): r.redacted_hash for r in RedactedEntry.objects.order_by("pk")}
    entries = matching.watch(ChangeEntry.objects.order_by("pk").iterator(2_000))
    entry = next(entries, None)
    previous = BEGINNING
    for seal in ChangeSeal.objects.order_by("pk").iterator(10):
        if seal.previous != previous:
            yield Finding("seal_missing", {"seal": seal.pk})
        if head_over(seal.previous, seal.contents) != seal.head:
            yield Finding("seal_edited", {"seal": seal.pk})
        previous = seal.head
        for key, sealed_hash in seal.contents:
            while entry is not None and entry.pk < key:
                yield Finding("entry_inserted", {"entry": entry.pk})
                entry = next(entries, None)
            if entry is None or entry.pk != key:
                yield Finding("entry_deleted", {"entry": key})
                continue
            known, found = sealed_hash, content_hash(entry)
            while known != found and (key, known) in redacted:
                known = redacted.pop((key, known))
            if known != found:
                yield Finding("entry_edited", {"entry": key})
            entry = next(entries, None)
    for _unsealed in entries:
        pass


def head_findings(heads: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Heads kept elsewhere, and those of earlier verifications, that no seal has."""
    known = set(ChangeSeal.objects.values_list("head", flat=True))
    kept = LogVerification.objects.exclude(head="").order_by("pk").values_list("pk", "head")
    noted = [(f"#{pk}", head) for pk, head in kept if head not in known][:5]
    for where, head in [*heads, *noted]:
        if head not in known:
            yield Finding("head_unknown", {"head": head[:16], "where": where})
