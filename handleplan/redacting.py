"""Blanking a text for the law's sake, wherever the database keeps it: in the row, its history and the change log.

The one verb that changes what is otherwise never changed. It needs the role that owns the tables (PostgreSQL), writes
down who did it, why and where (``Redaction``), and leaves the log's chain verifiable: the entries keep their places and
their sealed hashes. What has left the database it cannot reach: published editions, mails, exports, backups.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from handleplan import planning
from handleplan.change_log import installing
from handleplan.change_log.findings import table_words
from handleplan.change_log.sealing import content_hash, seal
from handleplan.change_log.tables import EXEMPT, LOG, OURS
from handleplan.models import ChangeEntry, PlanItem, RedactedEntry, Redaction, User

SHORTEST = 4  # characters that a removed text must have for the search of what else holds it
_KEY = re.compile("[1-9][0-9]{0,17}")
LOGS_OWN = ("handleplan_redaction", "handleplan_redactedentry")


class Refused(ValueError):
    """Why nothing was blanked, for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """``rows`` counts the row itself and those of its history; ``removed`` are the texts that are gone."""

    redaction: Redaction
    rows: int
    entries: int
    removed: frozenset[str]


@dataclass(slots=True)
class _Eraser:
    """Blanks values, all of them or only ``words`` in them, and remembers what was removed."""

    words: str
    removed: set[str] = field(default_factory=set)

    def blanked(self, column: models.Field, value: str | None) -> str | None:
        mark = _mark(column)
        if not value or value == mark or (self.words and self.words not in value):
            return value
        self.removed.add(self.words or value)
        return value.replace(self.words, mark) if self.words else mark


def redact(table: str, row: str, columns: Sequence[str], *, user: User, reason: str, words: str = "") -> Redacted:
    """Blanks ``columns`` of one row for ever; with ``words``, only those words in them. Raises ``Refused``.

    ``table`` and ``columns`` are the database's own names, ``row`` is the key, as the log's page tells them. A row of a
    history table can be named too: then it alone is blanked. What has been deleted is still blanked in history and log.
    """
    if not reason.strip():
        raise Refused(_("A redaction needs a reason."))
    model = _model(table)
    if not _KEY.fullmatch(row):
        raise Refused(_("“%(row)s” is no key of a row.") % {"row": row})
    fields = [_text_field(model, name) for name in columns]
    eraser = _Eraser(unicodedata.normalize("NFC", words.strip()))
    seal()  # so that the chain holds what was there
    with transaction.atomic():
        rows, entries = _rows(model, row), _entries(model, row)
        if not entries.exists() and not any(found.exists() for found in rows):
            raise Refused(_("%(table)s %(row)s is not in the database.") % {"table": table_words(table), "row": row})
        item = _item_of(model, row)
        guarded = {LOG, PlanItem._meta.db_table, *(found.model._meta.db_table for found in rows)}
        with installing.standing_aside(connection, guarded):
            changed = sum(_blank_rows(found, fields, eraser) for found in rows)
            touched = _blank_entries(entries, _blanking(fields, eraser))
            if item is not None:
                for entry, (before, after) in _blank_search(item, eraser.removed).items():
                    touched[entry] = (touched.get(entry, (before,))[0], after)
        if not eraser.removed:
            raise Refused(
                _("These words do not stand there, nor have they ever.") if words else _("There is nothing to remove.")
            )
        redaction = Redaction.objects.create(
            table_name=table,
            row_key=row,
            columns=[column.column for column in fields],
            reason=reason.strip(),
            author_id=user.pk,
            author_name=user.username,
        )
        RedactedEntry.objects.bulk_create(
            [
                RedactedEntry(redaction=redaction, entry_id=entry, content_hash=before, redacted_hash=after)
                for entry, (before, after) in sorted(touched.items())
            ],
            batch_size=200,
        )
    return Redacted(redaction, changed, len(touched), frozenset(eraser.removed))


def still_in(removed: Iterable[str]) -> Iterator[str]:
    """Where else a removed text stands in the database, a few words for each place. Short texts are passed by."""
    texts = [text for text in removed if len(text) >= SHORTEST]
    for model in apps.get_models(include_auto_created=True) if texts else ():
        table = model._meta.db_table
        names = [f.name for f in model._meta.concrete_fields if _is_text(f) and not f.choices]
        if not table.startswith(OURS) or table in (LOG, *LOGS_OWN) or not names:
            continue
        holding = Q()
        for name in names:
            for text in texts:
                holding |= Q(**{f"{name}__contains": text})
        for key in models.QuerySet(model).filter(holding).order_by("pk").values_list("pk", flat=True)[:5]:
            yield f"{table_words(table)} {key} ({table})"


# -- what may be blanked ----------------------------------------------------------------------------------------------


def _model(table: str) -> type[models.Model]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table and table.startswith(OURS) and table not in EXEMPT and table not in LOGS_OWN:
            return model
    raise Refused(_("There is no table %(table)s of which texts can be removed.") % {"table": table})


def _is_text(column: models.Field) -> bool:
    return isinstance(column, models.CharField | models.TextField)


def _text_field(model: type[models.Model], name: str) -> models.Field:
    """The column, if it is free text: not a key, a choice or what tells one row from another."""
    texts = {f.column: f for f in model._meta.concrete_fields if _is_text(f) and not f.choices and not f.unique}
    texts = {column: f for column, f in texts.items() if column not in ("search_text", "password", "username")}
    if name not in texts:
        raise Refused(
            _("%(column)s is no free text of %(table)s. There are: %(known)s")
            % {"column": name, "table": table_words(model._meta.db_table), "known": ", ".join(sorted(texts)) or "–"}
        )
    return texts[name]


def _mark(column: models.Field) -> str:
    """What stands where a text was removed; nothing where only an address may stand."""
    if isinstance(column, models.EmailField | models.URLField | models.SlugField):
        return ""
    return _("[removed]")[: column.max_length]


# -- where it stands --------------------------------------------------------------------------------------------------


def _past(model: type[models.Model]) -> type[models.Model] | None:
    return None if hasattr(model, "instance_type") or not hasattr(model, "history") else model.history.model


def _rows(model: type[models.Model], row: str) -> list[models.QuerySet]:
    """The row and its history."""
    found = [models.QuerySet(model).filter(pk=row)]
    if past := _past(model):
        found.append(models.QuerySet(past).filter(**{model._meta.pk.name: row}))
    return found


def _entries(model: type[models.Model], row: str) -> models.QuerySet[ChangeEntry]:
    wanted = Q(table_name=model._meta.db_table, row_key=row)
    if past := _past(model):
        keys = models.QuerySet(past).filter(**{model._meta.pk.name: row}).values_list("pk", flat=True)
        wanted |= Q(table_name=past._meta.db_table, row_key__in=[str(key) for key in keys])
    return ChangeEntry.objects.filter(wanted)


def _item_of(model: type[models.Model], row: str) -> PlanItem | None:
    """The point that repeats the row's text in its ``search_text``, if one may."""
    if model is PlanItem:
        return PlanItem.objects.filter(pk=row).first()
    if any(column.name == "item" and column.related_model is PlanItem for column in model._meta.concrete_fields):
        found = models.QuerySet(model).filter(pk=row).select_related("item").first()
        return found.item if found and not hasattr(model, "instance_type") else None
    return None


# -- blanking ---------------------------------------------------------------------------------------------------------

Blank = Callable[[dict[str, Any]], dict[str, Any]]


def _blank_rows(rows: models.QuerySet, fields: Collection[models.Field], eraser: _Eraser) -> int:
    """How many rows have changed. A history model has the columns of its own model."""
    changed = 0
    for row in rows.values("pk", *(column.attname for column in fields)):
        after = {column.attname: eraser.blanked(column, row[column.attname]) for column in fields}
        if any(row[name] != value for name, value in after.items()):
            models.QuerySet(rows.model).filter(pk=row["pk"]).update(**after)
            changed += 1
    return changed


def _blanking(fields: Collection[models.Field], eraser: _Eraser) -> Blank:
    def blank(said: dict[str, Any]) -> dict[str, Any]:
        return said | {f.column: eraser.blanked(f, said[f.column]) for f in fields if f.column in said}

    return blank


def _blank_entries(entries: models.QuerySet[ChangeEntry], blank: Blank) -> dict[int, tuple[str, str]]:
    """Entry -> its hash before and after, of those that have changed."""
    touched = {}
    for entry in entries.order_by("pk"):
        before = content_hash(entry)
        said = {"before": entry.before, "after": entry.after}
        blanked = {side: content and blank(content) for side, content in said.items()}
        if blanked != said:
            models.QuerySet(ChangeEntry).filter(pk=entry.pk).update(**blanked)
            entry.refresh_from_db()
            touched[entry.pk] = (before, content_hash(entry))
    return touched


def _blank_search(item: PlanItem, removed: Collection[str]) -> dict[int, tuple[str, str]]:
    """Takes the text out of what search looks in, in the point and in the log. As ``_blank_entries``."""
    folded = [planning.folded(text) for text in removed]
    item.refresh_from_db()
    now = planning.search_text_now(item)

    def blank(said: dict[str, Any]) -> dict[str, Any]:
        held = any(text in (said.get("search_text") or "") for text in folded)
        return said | {"search_text": now} if held else said

    if any(text in item.search_text for text in folded):
        models.QuerySet(PlanItem).filter(pk=item.pk).update(search_text=now)
    return _blank_entries(ChangeEntry.objects.filter(table_name=item._meta.db_table, row_key=str(item.pk)), blank)
