"""What an imprecise date is: the words as written, and the first and last day they can mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from . import edtf as edtf_codes
from .kinds import Kind, Precision

__all__ = ["ImpreciseDate", "Kind", "Precision", "ReadBy"]


class ReadBy(StrEnum):
    """Who decided what the words mean."""

    PARSER = "parser"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as a municipality writes it ("medio 2013"), with the days it can mean.

    `as_written` is never changed. `earliest` and `latest` are inclusive; a deadline has no `earliest`, "fra 2012" has
    no `latest`, and a text that is no date, or could not be read, has neither. `parts` holds the members of
    alternatives, sets and ranges. `problem` is a stable code of why nothing could be read, "" when all is well:
    "no-year", "not-a-date", "relative" (a duration or an event), "too-long", and for kind impossible "impossible-day",
    "impossible-month", "impossible-number" (a fifth quarter), "impossible-week", "impossible-year", "reversed-range".
    Source: DOMAIN.md B1.
    """

    as_written: str
    earliest: date | None = None
    latest: date | None = None
    kind: Kind = Kind.NONE
    precision: Precision = Precision.NONE
    approximate: bool = False
    expected: bool = False
    year_from_context: bool = False
    two_digit_year: bool = False
    ambiguous: bool = False
    parts: tuple[ImpreciseDate, ...] = ()
    read_by: str = ReadBy.PARSER
    problem: str = ""

    def __str__(self) -> str:
        return self.as_written

    @property
    def is_day(self) -> bool:
        """Whether the words mean one single day ("udgangen af 2012" does, "senest 1. maj 2012" does not)."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def is_read(self) -> bool:
        """Whether the words were understood; true also of "snarest" and of an empty text."""
        return self.kind not in (Kind.UNREAD, Kind.IMPOSSIBLE)

    @property
    def certain(self) -> bool:
        """Whether the reading is plain, so that no person need confirm it."""
        doubtful = self.year_from_context or self.ambiguous or self.approximate
        return self.is_read and not doubtful and self.kind != Kind.ALTERNATIVES

    @property
    def edtf(self) -> str:
        """The reading as EDTF (ISO 8601-2), "" where there is none. Source: the EDTF table of DOMAIN.md B3."""
        return edtf_codes.write_edtf(self)

    def override(self, earliest: date | None, latest: date | None) -> ImpreciseDate:
        """The same words with the days a person says they mean.

        Both days make an interval, `latest` alone a deadline, `earliest` alone "from then on", neither no date.
        Raises ValueError when `earliest` is after `latest`.
        """
        if earliest is not None and latest is not None and earliest > latest:
            raise ValueError("earliest is after latest")
        kind = Kind.INTERVAL
        if earliest is None:
            kind = Kind.NONE if latest is None else Kind.DEADLINE
        elif latest is None:
            kind = Kind.ONWARDS
        precision = Precision.SPAN if kind == Kind.INTERVAL and earliest != latest else Precision.DAY
        return replace(
            self,
            earliest=earliest,
            latest=latest,
            kind=kind,
            precision=Precision.NONE if kind == Kind.NONE else precision,
            approximate=False,
            year_from_context=False,
            two_digit_year=False,
            ambiguous=False,
            parts=(),
            read_by=ReadBy.PERSON,
            problem="",
        )
