"""Imprecise dates as plain columns, so that filters, history and migrations stay ordinary.

``Meta`` of each abstract class adds five columns under one prefix. ``ImpreciseColumns`` reads and writes them as one
``ImpreciseDate``; the wording is kept verbatim and the interval may be a person's (``read_by``).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from handleplan.dates import ImpreciseDate, Kind


class ReadBy(models.TextChoices):
    """Who read the interval out of the words."""

    PARSER = "parser", _("read automatically")
    PERSON = "person", _("read by a person")
    TEXT = "text", _("found in the status text")


class ImpreciseColumns:
    """Descriptor over ``<prefix>_as_written`` and its four companions; None while nothing is written there."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        values = row.__dict__
        written = values[f"{self.prefix}_as_written"]
        kind = values[f"{self.prefix}_kind"]
        if not kind:
            return None
        return ImpreciseDate(
            as_written=written,
            earliest=values[f"{self.prefix}_earliest"],
            latest=values[f"{self.prefix}_latest"],
            kind=Kind(kind),
            read_by=values[f"{self.prefix}_read_by"] or "parser",
        )

    def __set__(self, row: Any, value: ImpreciseDate | None) -> None:
        for name, part in columns(self.prefix, value).items():
            setattr(row, name, part)


def columns(prefix: str, value: ImpreciseDate | None) -> dict[str, Any]:
    """The five column values of ``value`` (empty ones for None)."""
    if value is None:
        return {
            f"{prefix}_as_written": "",
            f"{prefix}_earliest": None,
            f"{prefix}_latest": None,
            f"{prefix}_kind": "",
            f"{prefix}_read_by": "",
        }
    return {
        f"{prefix}_as_written": value.as_written,
        f"{prefix}_earliest": value.earliest,
        f"{prefix}_latest": value.latest,
        f"{prefix}_kind": value.kind.value,
        f"{prefix}_read_by": value.read_by,
    }


def column_names(prefix: str) -> list[str]:
    """The names of the five columns, for ``save(fields=...)``."""
    return list(columns(prefix, None))


def _text() -> models.CharField:
    return models.CharField(max_length=400, blank=True, default="")


def _day() -> models.DateField:
    return models.DateField(null=True, blank=True)


def _kind() -> models.CharField:
    return models.CharField(max_length=20, blank=True, default="", choices=[(k.value, k.value) for k in Kind])


def _read_by() -> models.CharField:
    return models.CharField(max_length=10, blank=True, default="", choices=ReadBy.choices)


class WithStart(models.Model):
    start_as_written, start_earliest, start_latest = _text(), _day(), _day()
    start_kind, start_read_by = _kind(), _read_by()
    start = ImpreciseColumns("start")

    class Meta:
        abstract = True


class WithOriginalEnd(models.Model):
    original_as_written, original_earliest, original_latest = _text(), _day(), _day()
    original_kind, original_read_by = _kind(), _read_by()
    original = ImpreciseColumns("original")

    class Meta:
        abstract = True


class WithEnd(models.Model):
    end_as_written, end_earliest, end_latest = _text(), _day(), _day()
    end_kind, end_read_by = _kind(), _read_by()
    end = ImpreciseColumns("end")

    class Meta:
        abstract = True


class WithWhen(models.Model):
    when_as_written, when_earliest, when_latest = _text(), _day(), _day()
    when_kind, when_read_by = _kind(), _read_by()
    when = ImpreciseColumns("when")

    class Meta:
        abstract = True


class WithForecast(models.Model):
    forecast_as_written, forecast_earliest, forecast_latest = _text(), _day(), _day()
    forecast_kind, forecast_read_by = _kind(), _read_by()
    forecast = ImpreciseColumns("forecast")

    class Meta:
        abstract = True


class WithExpected(models.Model):
    expected_as_written, expected_earliest, expected_latest = _text(), _day(), _day()
    expected_kind, expected_read_by = _kind(), _read_by()
    expected = ImpreciseColumns("expected")

    class Meta:
        abstract = True
