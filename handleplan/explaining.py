"""The verbs that write the glossary: the municipality's own abbreviations, and the parties outside it."""

from __future__ import annotations

from django.db import transaction

from handleplan import auditing, history
from handleplan.models import GlossaryEntry, User


@transaction.atomic
def explain(*, kind: str, short: str, words: str, user: User, reason: str) -> GlossaryEntry:
    """Says what a short form stands for or who a party is; one that is there already gets these words."""
    entry = GlossaryEntry.objects.select_for_update(no_key=True).filter(short=short).first()
    if entry is None:
        entry = GlossaryEntry(kind=kind, short=short, words=words)
        history.save(entry, user=user, reason=reason)
    else:
        explain_anew(entry, kind=kind, words=words, user=user, reason=reason)
    return entry


@transaction.atomic
def explain_anew(
    entry: GlossaryEntry, *, kind: str, words: str, user: User, reason: str, seen: int | None = None
) -> None:
    """Gives a word of the glossary other words. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(entry, seen=seen)
    auditing.change(entry, {"kind": kind, "words": words}, user=user, reason=reason)


@transaction.atomic
def forget(entry: GlossaryEntry, *, user: User, reason: str, seen: int | None = None) -> None:
    """Takes a word out of the glossary; its history stays. Raises ``Outdated`` for a stale ``seen``."""
    history.claim(entry, seen=seen)
    auditing.delete(entry, user=user, reason=reason)
