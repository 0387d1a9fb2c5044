"""The periods of the calendar as they are written: days, months, quarters, seasons, weeks and years.

Every method takes the index of a token and yields what can begin there, with the index of the token after it; all
readings are yielded, the likeliest first, and the caller keeps those that fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import vocabulary as words
from .expressions import Period, Unit
from .tokens import NUMBER, WORD, Token

Found = Iterator[tuple[Period, int]]
ROMAN = ("i", "ii", "iii", "iv")


class PeriodGrammar:
    """Reads periods out of tokens. In `prose` short forms that are mostly something else are not read."""

    def __init__(self, tokens: Sequence[Token], prose: bool = False) -> None:
        self.tokens = tokens
        self.prose = prose

    def period(self, at: int) -> Found:
        """Every period that begins at token `at`."""
        for read in (self.day, self.turn, self.week, self.quarter, self.half, self.tertial, self.season, self.month):
            yield from read(at)
        yield from self.years(at)

    # Single tokens

    def text(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def word(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) and self.tokens[at].sort == WORD else ""

    def digits(self, at: int) -> int:
        """How many digits the number at `at` has, 0 when there is none."""
        return len(self.tokens[at].text) if at < len(self.tokens) and self.tokens[at].sort == NUMBER else 0

    def value(self, at: int) -> int:
        return int(self.tokens[at].text)

    def skip(self, at: int, *marks: str) -> int:
        return at + 1 if self.text(at) in marks else at

    def after_word(self, at: int) -> int:
        """The token after a word and its full stop, which in prose only an abbreviation has."""
        short = self.word(at) in words.ABBREVIATED or self.word(at) in words.QUARTER_LETTERS
        return self.skip(at + 1, ".") if short or not self.prose else at + 1

    def is_year(self, at: int) -> bool:
        """Whether a year stands at `at`; "2009" of "2009/2010" is none by itself (see `years`)."""
        if self.digits(at) != 4 or (self.prose and not self._stands_alone(at)):
            return False
        if self.text(at + 1) != "/":
            return True
        after = self.digits(at + 2)
        day_follows = after == 2 and (self.text(at + 3) in (".", "-") or self.word(at + 3) in words.MONTHS)
        return day_follows or after not in (2, 4)

    def _stands_alone(self, at: int) -> bool:
        """Whether a number of running text looks like a year, and not like an amount or a piece of a case number."""
        if not 1900 <= self.value(at) <= 2100 or self._follows_number(at):
            return False
        digits = self.digits(at + 2)
        if not digits or self.tokens[at + 1].spaced or self.tokens[at + 2].spaced:
            return True
        return self.text(at + 1) not in (".", ",", ":") and (self.text(at + 1) != "-" or digits in (2, 4))

    # Years

    def with_year(self, period: Period, at: int, short: bool = False) -> Found:
        """The period with the year that follows, if one does; `short` allows two digits ("maj 11")."""
        for start in self._before_year(at):
            if self.is_year(start):
                yield replace(period, year=self.value(start)), start + 1
            elif self.text(start) == "'" and self.digits(start + 1) == 2:
                yield self._short_year(period, start + 1)
        if short and not self.prose and self.digits(at) == 2:
            yield self._short_year(period, at)
        if short and self.text(at) == "-" and self.digits(at + 1) == 2 and self.text(at + 2) not in (".", "/"):
            yield self._short_year(period, at + 1)
        yield period, at

    def _before_year(self, at: int) -> Iterator[int]:
        yield at
        if self.text(at) in (("/", "-") if self.prose else (",", "/", "-", ".")):
            yield at + 1
        elif self.word(at) in ("of", "af", "i", "in", "år", "året"):
            yield at + (2 if self.word(at + 1) in ("år", "året", "year") else 1)

    def _short_year(self, period: Period, at: int) -> tuple[Period, int]:
        return replace(period, year=full_year(self.value(at)), two_digit=True), at + 1

    def years(self, at: int) -> Found:
        start = at + 1 if self.word(at) in ("år", "året", "year", "årene", "years") else at
        if self.digits(start) != 4:
            return
        if self.prose and not self._stands_alone(start):
            return
        first, end = self.value(start), start + 1
        if self.text(end) in ("-", "/") and not (self.text(end + 2) in ("-", "/", ".") and self.digits(end + 3)):
            if self.digits(end + 1) == 4 and self.value(end + 1) >= first:
                yield Period(Unit.YEARS, last=self.value(end + 1), year=first), end + 2
            elif self.digits(end + 1) == 2 and self.value(end + 1) > first % 100:
                last = first - first % 100 + self.value(end + 1)
                doubtful = self.text(end) == "-" and self.value(end + 1) <= 12
                yield Period(Unit.YEARS, last=last, year=first, ambiguous=doubtful), end + 2
            elif self.digits(end + 1) == 2 and first % 100 == 99 and self.value(end + 1) == 0:
                yield Period(Unit.YEARS, last=first + 1, year=first), end + 2
        if self.is_year(start):
            yield Period(Unit.YEAR, year=first), end

    # Days

    def day(self, at: int) -> Found:
        start, weekday = at, ""
        if self.word(at) in words.WEEKDAYS:
            weekday = self.word(at)
            start = self.skip(self.skip(at + 1, "."), ",")
        article = self.word(start) in words.DAY_ARTICLES
        if article:
            start = self.skip(start + 1, ".")
        for period, end in self._day(start):
            if article and period.dotted:
                period = replace(period, dotted=False)
            yield from self.with_clock(replace(period, weekday=weekday), end)

    def _day(self, at: int) -> Found:
        if self.digits(at) == 4:
            yield from self._iso_day(at)
        elif 1 <= self.digits(at) <= 2:
            yield from self._day_and_month_name(at)
            yield from self._numeric_day(at)
        elif self.word(at) in words.MONTHS:
            yield from self._month_name_and_day(at)

    def _day_and_month_name(self, at: int) -> Found:
        first, end = self.value(at), self._after_day_number(at)
        if self.word(end) in words.MONTHS:
            yield from self._named_month(Period(Unit.DAY, number=first), end)
        if self.text(end) == "-":
            second = self.skip(end + 1, "d", "den")
            if 1 <= self.digits(second) <= 2:
                named = self._after_day_number(second)
                if self.word(named) in words.MONTHS:
                    yield from self._named_month(Period(Unit.DAYS, number=first, last=self.value(second)), named)

    def _after_day_number(self, at: int) -> int:
        end = at + 1
        if self.word(end) in words.ORDINAL_ENDINGS:
            end += 1
        end = self.skip(end, ".")
        return end + 1 if self.word(end) == "of" else end

    def _named_month(self, period: Period, at: int) -> Found:
        period = replace(period, month=words.MONTHS[self.word(at)])
        yield from self.with_year(period, self.after_word(at), short=True)

    def _numeric_day(self, at: int) -> Found:
        separator, second = self.text(at + 1), at + 2
        if separator not in (".", "/", "-") or not 1 <= self.digits(second) <= 2:
            return
        period = Period(Unit.DAY, number=self.value(at), month=self.value(second))
        end = second + 1
        if self.text(end) in (".", "/", "-"):
            if self.digits(end + 1) == 4:
                yield replace(period, year=self.value(end + 1)), end + 2
            elif self.digits(end + 1) == 2 and not (self.prose and self._run_of_numbers(at, end + 2)):
                yield self._short_year(period, end + 1)
        if separator == "/" or (separator == "." and not self.prose):
            if self.digits(end) == 4:
                yield replace(period, year=self.value(end)), end + 1
            elif self.text(end) == "'" and self.digits(end + 1) == 2:
                yield self._short_year(period, end + 1)
        if separator == "/":
            yield period, end
        elif separator == ".":
            yield replace(period, dotted=True), self.skip(end, ".")

    def _run_of_numbers(self, start: int, end: int) -> bool:
        """Whether the numbers are part of a longer one, as an item number "1.2.12.4" or a case number is."""
        after = self.text(end) in (".", "-", "/") and self.digits(end + 1) > 0 and not self.tokens[end + 1].spaced
        return after or self._follows_number(start) or self.text(start + 1) == "."

    def _follows_number(self, at: int) -> bool:
        if at < 2 or self.tokens[at].spaced or self.tokens[at - 1].spaced:
            return False
        return self.text(at - 1) in (".", "-", "/", ",") and self.digits(at - 2) > 0

    def _iso_day(self, at: int) -> Found:
        separator = self.text(at + 1)
        if separator not in ("-", "/", ".") or self.text(at + 3) != separator:
            return
        if self.digits(at + 2) == 2 and self.digits(at + 4) == 2:
            yield Period(Unit.DAY, self.value(at + 4), self.value(at + 2), year=self.value(at)), at + 5

    def _month_name_and_day(self, at: int) -> Found:
        number = self.skip(at + 1, ".")
        if not 1 <= self.digits(number) <= 2:
            return
        period = Period(Unit.DAY, number=self.value(number), month=words.MONTHS[self.word(at)])
        ordinal = self.word(number + 1) in words.ORDINAL_ENDINGS
        end = self.skip(number + (2 if ordinal else 1), ",")
        if self.is_year(end):
            yield replace(period, year=self.value(end)), end + 1
        elif ordinal or not self.prose:
            yield period, number + (2 if ordinal else 1)

    def with_clock(self, period: Period, at: int) -> Found:
        """The period with and without a time of day after it (", kl. 16:00"); the time is passed over."""
        for _, start in words.CLOCK.at(self.tokens, self.skip(at, ",")):
            end = self._clock_time(start)
            until = self._clock_time(end + 1) if end and self.text(end) == "-" else 0
            if until and self.text(until) not in (".", "/", "-") and self.word(until) not in words.MONTHS:
                yield period, until
            if end:
                yield period, end
        yield period, at

    def _clock_time(self, at: int) -> int:
        if not 1 <= self.digits(at) <= 2:
            return 0
        end = at + 1
        if self.text(end) in (":", ".") and self.digits(end + 1) == 2:
            end += 2
        return end + 1 if self.word(end) in ("am", "pm") else end

    # Months and longer

    def month(self, at: int) -> Found:
        name = self.word(at)
        if name in words.MONTHS:
            period = Period(Unit.MONTH, month=words.MONTHS[name])
            end = self.after_word(at)
            if self.word(end) in words.MONTH_WORDS:
                end = self.skip(end + 1, ".")
            for found, after in self.with_year(period, end, short=not self._is_english_day(end)):
                if self.prose and found.year is None and name in words.ABBREVIATED:
                    continue
                doubtful = found.two_digit and name in words.ENGLISH_ONLY and self.text(end) not in ("-", "'")
                doubtful = doubtful or (name == "jul" and self.text(at + 1) not in (".", "-", "'"))
                yield replace(found, ambiguous=doubtful), after
        elif 1 <= self.digits(at) <= 2 and self.text(at + 1) in ("/", "-") and self.digits(at + 2) == 4:
            if not self.prose or not (self._follows_number(at) or self.text(at + 3) in ("-", "/")):
                yield Period(Unit.MONTH, month=self.value(at), year=self.value(at + 2)), at + 3
        elif self.digits(at) == 4 and not self.prose:
            yield from self._iso_month(at)

    def _iso_month(self, at: int) -> Found:
        """A month as "2012-06"; "2008-10" is a run of years, "2012 - 06-07-2013" a range."""
        if self.text(at + 1) != "-" or self.digits(at + 2) != 2 or self.tokens[at + 2].spaced:
            return
        if self.text(at + 3) not in ("-", "/", ".") and self.value(at + 2) <= self.value(at) % 100:
            yield Period(Unit.MONTH, month=self.value(at + 2), year=self.value(at)), at + 3

    def _is_english_day(self, at: int) -> bool:
        """Whether the number at `at` is the day of "June 12 to July 3, 2012", and not the year of "June 12"."""
        return self.digits(at) == 2 and self.word(at + 1) in ("to", "until", "through", "and", "or")

    def quarter(self, at: int) -> Found:
        yield from self._counted(at, Unit.QUARTER, words.QUARTER_WORDS)
        yield from self._lettered(at, Unit.QUARTER, words.QUARTER_LETTERS)

    def tertial(self, at: int) -> Found:
        yield from self._counted(at, Unit.TERTIAL, words.TERTIAL_WORDS)
        yield from self._lettered(at, Unit.TERTIAL, words.TERTIAL_WORDS | {"t"})

    def half(self, at: int) -> Found:
        yield from self._counted(at, Unit.HALF, words.HALF_YEAR_WORDS)
        yield from self._lettered(at, Unit.HALF, frozenset({"h"}))
        if self.digits(at) == 1 and self.word(at + 1) == "h":
            yield from self._coded(Period(Unit.HALF, number=self.value(at)), at + 2)
        for number, end, needs_year in self._ordinal(at):
            if self.word(end) not in words.HALF_WORDS:
                continue
            after = end + 2 if self.word(end + 1) in ("af", "of") else end + 1
            for month, stop in self.month(after) if self.word(after) in words.MONTHS else ():
                yield replace(month, unit=Unit.HALF_MONTH, number=number), stop
            for period, stop in self.with_year(Period(Unit.HALF, number=number), after):
                if period.year is not None or not (needs_year or self.prose):
                    yield period, stop

    def _counted(self, at: int, unit: Unit, names: frozenset[str]) -> Found:
        for number, end, needs_year in self._ordinal(at):
            if self.word(end) in names:
                after = self.after_word(end)
                for period, stop in self.with_year(Period(unit, number=number), after):
                    if period.year is not None or not needs_year:
                        yield period, stop

    def _ordinal(self, at: int) -> Iterator[tuple[int, int, bool]]:
        """Number, next token and whether a year must follow ("sidste kvartal" alone is seen from now)."""
        word = self.word(at)
        if 1 <= self.digits(at) <= 2:
            end = at + 2 if self.word(at + 1) in words.ORDINAL_ENDINGS else at + 1
            yield self.value(at), self.skip(end, "."), False
        elif word in words.ORDINALS:
            yield words.ORDINALS[word], self.skip(at + 1, ".") if word in ROMAN else at + 1, False
        elif word in words.LAST_ORDINALS:
            yield -1, at + 1, True

    def _lettered(self, at: int, unit: Unit, letters: frozenset[str]) -> Found:
        if self.word(at) in letters:
            number = self.skip(at + 1, ".")
            if self.digits(number) == 1:
                yield from self._coded(Period(unit, number=self.value(number)), number + 1)
            elif self.digits(number) == 5:
                yield self._run_together(unit, number)
        if self.digits(at) == 4:
            letter = self.skip(at + 1, "-", "/")
            if self.word(letter) in letters and self.digits(letter + 1) == 1:
                yield Period(unit, number=self.value(letter + 1), year=self.value(at)), letter + 2

    def _run_together(self, unit: Unit, at: int) -> tuple[Period, int]:
        """A number and its year without the space between them: "Q22018", "uge342012"."""
        number, year = divmod(self.value(at), 10000)
        return Period(unit, number=number, year=year), at + 1

    def _coded(self, period: Period, at: int) -> Found:
        """With its year; in prose "H1" and "2 h" alone are headings and hours."""
        for found, end in self.with_year(period, at):
            if found.year is not None or not self.prose:
                yield found, end

    def season(self, at: int) -> Found:
        if self.word(at) not in words.SEASONS:
            return
        number = words.SEASONS[self.word(at)]
        year = at + 2 if self.word(at + 1) in ("of", "i", "in", "af") else self.skip(at + 1, ",")
        if number == words.WINTER and self.digits(year) == 4 and self.text(year + 1) in ("/", "-"):
            if self._next_year(self.value(year), year + 2):
                yield Period(Unit.SEASON, number=number, year=self.value(year)), year + 3
        for period, end in self.with_year(Period(Unit.SEASON, number=number), at + 1):
            doubtful = number == words.WINTER and period.year is not None
            yield replace(period, ambiguous=doubtful), end

    def _next_year(self, year: int, at: int) -> bool:
        modulus = {2: 100, 4: 10000}.get(self.digits(at), 0)
        return modulus > 0 and self.value(at) == (year + 1) % modulus

    def week(self, at: int) -> Found:
        if self.word(at) in words.WEEK_WORDS:
            number = self.skip(self.skip(self.skip(at + 1, "."), "nr"), ".")
            if 1 <= self.digits(number) <= 2:
                after = self.skip(number + 1, "," if self.prose else ".")
                if self.prose and not self.is_year(after):
                    after = number + 1
                yield from self.with_year(Period(Unit.WEEK, number=self.value(number)), after)
            elif self.digits(number) in (5, 6):
                yield self._run_together(Unit.WEEK, number)
        elif self.digits(at) == 4:
            letter = self.skip(at + 1, "-")
            if self.word(letter) == "w" and self.digits(letter + 1) == 2:
                yield Period(Unit.WEEK, number=self.value(letter + 1), year=self.value(at)), letter + 2

    def turn(self, at: int) -> Found:
        """The turn of a year, "årsskiftet 2016/17"; without a year it is a period that only a limit may use."""
        starts = [(at, False), *((end, True) for _, end in words.OVER_THE_TURN.at(self.tokens, at))]
        for start, wide in starts:
            for _, year in words.TURN_OF_YEAR.at(self.tokens, start):
                period = Period(Unit.TURN, wide=wide)
                if self.digits(year) == 4 and self.text(year + 1) in ("/", "-"):
                    if self._next_year(self.value(year), year + 2):
                        yield replace(period, year=self.value(year)), year + 3
                elif self.digits(year) == 4:
                    yield replace(period, year=self.value(year), ambiguous=True), year + 1
                else:
                    yield period, year


def full_year(two_digits: int) -> int:
    """00-69 are 2000-2069, 70-99 are 1970-1999 (DOMAIN.md B1)."""
    return two_digits + (2000 if two_digits < 70 else 1900)
