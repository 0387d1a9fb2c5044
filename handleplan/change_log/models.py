"""The change log's own rows: written by triggers, sealed into a chain, never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly


class ChangeEntry(AppendOnly):
    """One row written in one table: how it stood before and after, who wrote it and when. Written by triggers alone.

    ``before`` and ``after`` hold every column as JSON (none where there was no row); passwords are left out of them and
    binary columns are their SHA-256. ``author_id`` is a person's key without a foreign key: the log outlives people.
    ``transaction`` is the same for all rows written together.
    """

    class Operation(models.TextChoices):
        INSERT = "I", _("added")
        UPDATE = "U", _("changed")
        DELETE = "D", _("deleted")
        BASELINE = "B", _("taken over by an update of the program")

    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=64)
    operation = models.CharField(max_length=1, choices=Operation.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    transaction = models.CharField(max_length=40)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table_name", "row_key", "id"], name="entry_of_a_row"),
            models.Index(fields=["author_name", "id"], name="entry_of_an_author"),
            models.Index(fields=["recorded_at"], name="entry_of_a_day"),
        ]
        verbose_name = _("change log entry")
        verbose_name_plural = _("change log entries")

    def __str__(self) -> str:
        return f"{self.pk} {self.operation} {self.table_name} {self.row_key}"


class ChangeSeal(AppendOnly):
    """A batch of entries sealed into the chain: the SHA-256 of each, and of all of them on top of the seal before.

    ``contents`` lists ``[entry's key, SHA-256 of the entry]`` in the order of the keys. Written by ``sealing.seal``.
    """

    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    contents = models.JSONField()
    previous = models.CharField(max_length=64, unique=True)  # so that the chain cannot fork
    head = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.head


class LogVerification(AppendOnly):
    """What one verification found. Written by ``verifying.verify``.

    ``findings`` are ``[code, values]``; ``verifying`` says them in words. ``head`` is the chain's at that time.
    """

    entries = models.BigIntegerField()
    rows = models.BigIntegerField()
    head = models.CharField(max_length=64, blank=True)
    findings = models.JSONField(default=list)
    seconds = models.FloatField()
    verified_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verified_at:%Y-%m-%d %H:%M} {len(self.findings)}"


class Redaction(AppendOnly):
    """That a text was blanked for the law's sake: in a row, its history and every entry of the log that held it.

    ``columns`` are the names of the row's columns. Written by ``redacting.redact``, as the role that owns the tables.
    """

    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=64)
    columns = models.JSONField()
    reason = models.TextField()
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["pk"]
        indexes = [models.Index(fields=["table_name", "row_key"], name="redaction_of_a_row")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key}: {self.reason}"


class RedactedEntry(AppendOnly):
    """An entry that a redaction blanked. It keeps its place, and its hash as sealed, in the chain.

    ``content_hash`` is the SHA-256 of what it said before, ``redacted_hash`` of what it says since.
    """

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="entries")
    entry = models.ForeignKey(ChangeEntry, on_delete=models.PROTECT, related_name="redacted")
    content_hash = models.CharField(max_length=64)
    redacted_hash = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.redacted_hash}"
