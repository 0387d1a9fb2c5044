"""The net under every mutable row: who changed which field, when and why.

A model becomes tracked with ``history = tracked()`` and ``objects = TrackedManager()``. Rows are written with
``save(row, user=..., reason=...)``, which puts author and reason on the history row and takes them off the instance
again (django-simple-history lets them stick). Ways that write past history are refused here; two named doors stay
open: ``bulk_add`` and ``bulk_change`` for imports, which write the history rows themselves, and (later) claims of a
version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from django.db import models, transaction
from simple_history.models import HistoricalRecords


class WrittenPastHistory(RuntimeError):
    """A write that would leave no history row."""


class TrackedQuerySet(models.QuerySet):
    """A QuerySet whose bulk writes are refused, because django-simple-history does not see them."""

    def _refuse(self, name: str) -> NoReturn:
        raise WrittenPastHistory(f"{self.model.__name__}.objects.{name}() leaves no history; use a verb")

    def update(self, **kwargs: Any) -> int:
        self._refuse("update")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._refuse("bulk_create")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse("bulk_update")

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse("delete")


class TrackedManager(models.Manager.from_queryset(TrackedQuerySet)):
    """The default manager of tracked models; also their base manager, so that related managers are guarded too."""


class AppendOnlyQuerySet(models.QuerySet):
    """A QuerySet of rows that are facts once written: added, read, never changed and never deleted."""

    def _refuse(self, name: str) -> NoReturn:
        raise WrittenPastHistory(f"{self.model.__name__} rows are append-only; {name}() is refused")

    def update(self, **kwargs: Any) -> int:
        self._refuse("update")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse("bulk_update")

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse("delete")


class AppendOnly(models.Model):
    """A fact with author, time and reason on the row. A mistake is mended by another row."""

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenPastHistory(f"{type(self).__name__} rows are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenPastHistory(f"{type(self).__name__} rows are append-only")


def tracked(**kwargs: Any) -> HistoricalRecords:
    """The history table of a model: every field, with author, time and the reason as free text."""
    return HistoricalRecords(
        history_change_reason_field=models.TextField(null=True),
        cascade_delete_history=False,
        **kwargs,
    )


def save(row: Any, *, user: Any, reason: str, fields: Sequence[str] | None = None) -> None:
    """Saves ``row`` (only ``fields``, if given) with author and reason in its history.

    Row and history row are written together or not at all. The history row tells all fields: those that are not saved
    are read again under a lock, for somebody may have changed them since the row was fetched. Raises ``Outdated`` where
    the row is gone.
    """
    row._history_user = user
    row._change_reason = reason
    try:
        with transaction.atomic():
            if fields is not None:
                _read_again([row], but=fields)
            row.save(update_fields=fields)
    finally:
        del row._history_user, row._change_reason


def change(row: Any, facts: Mapping[str, Any], *, user: Any, reason: str) -> bool:
    """Sets the named fields of a row that is there already and saves those that differ; True if any did."""
    differing = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, facts[name])
    if differing:
        save(row, user=user, reason=reason, fields=differing)
    return bool(differing)


def _read_again(rows: Sequence[Any], *, but: Sequence[str]) -> None:
    """Locks the rows and brings every field up to date except those named. Raises ``Outdated`` where a row is gone."""
    model = type(rows[0])
    others = [column.attname for column in model._meta.concrete_fields if not {column.name, column.attname} & {*but}]
    now = models.QuerySet(model).select_for_update(no_key=True).order_by("pk").in_bulk([row.pk for row in rows])
    if any(row.pk not in now for row in rows):
        raise Outdated
    for row in rows:
        for name in others:
            setattr(row, name, getattr(now[row.pk], name))


class Outdated(RuntimeError):
    """Somebody else wrote first: the version that the person saw is no longer the row's."""


def claim(row: Any, *, seen: int | None, field: str = "version") -> None:
    """Takes the next version of ``row`` for this transaction, or raises ``Outdated``.

    One conditional UPDATE decides between two writers on every database (MEASURED.md, "Two people, one form"), and the
    row is read again behind it; the version itself is outside history. Call it first, inside the verb's transaction,
    and read the row again before trying a second time.

    A writer who saw nothing (``seen`` None: an import) is never outdated and keeps the row as it holds it, but takes a
    version too: a person who saw the older one is told, instead of overwriting the import unseen.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a claim holds only inside a transaction")
    rows, following = models.QuerySet(type(row)).filter(pk=row.pk), {field: models.F(field) + 1}
    if seen is None:
        rows.update(**following)
        setattr(row, field, getattr(row, field) + 1)
        return
    if not rows.filter(**{field: seen}).update(**following):
        raise Outdated
    row.refresh_from_db()


def bulk_add(rows: Iterable[Any], *, user: Any, reason: str) -> list[Any]:
    """Creates rows of one model in bulk, each with its history row. The import's door; returns the rows with keys."""
    rows = list(rows)
    if not rows:
        return []
    model = type(rows[0])
    with transaction.atomic():
        created = models.QuerySet(model).bulk_create(rows, batch_size=200)
        model.history.bulk_history_create(created, batch_size=200, default_user=user, default_change_reason=reason)
    return created


def bulk_change(rows: Iterable[Any], fields: Sequence[str], *, user: Any, reason: str) -> None:
    """Saves ``fields`` of many rows of one model, each with its history row. The import's door, as ``bulk_add``."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    with transaction.atomic():
        _read_again(rows, but=fields)
        models.QuerySet(model).bulk_update(rows, fields, batch_size=200)
        model.history.bulk_history_create(
            rows, batch_size=200, update=True, default_user=user, default_change_reason=reason
        )
