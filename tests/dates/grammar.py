"""Random date expressions of DOMAIN.md B3 whose interval is known by construction, without asking the parser.

`expression(random)` writes one in Danish or English together with what B1 says it must mean.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from .written_periods import (
    DANISH,
    DANISH_ORDINALS,
    ENGLISH,
    PERIODS,
    SHORT_DANISH,
    SHORT_ENGLISH,
    SIMPLE,
    Written,
    months,
)

# The words before a period

FIRST = ["primo", "starten af", "begyndelsen af", "tidligt i"], ["early", "early in"]
MIDDLE = ["medio", "midten af"], ["mid", "mid-"]
LAST = ["ultimo", "slutningen af", "sent i"], ["late", "late in"]
END = ["udgangen af", "afslutningen af", "udløbet af", "ved udgangen af"], ["end of", "the end of"]
THIRD_LENGTHS = {"year": 4, "half": 2, "quarter": 1, "season": 1}


def with_third(r: Random, period: Written, english: bool) -> Written:
    assert period.low
    assert period.high
    index = r.randrange(3)
    word = r.choice((FIRST, MIDDLE, LAST)[index][english])
    if period.unit == "month":
        low = period.low.replace(day=1 + 10 * index)
        high = period.high if index == 2 else period.low.replace(day=10 + 10 * index)
    else:
        length = THIRD_LENGTHS[period.unit]
        low, high = months(period.low.year, period.low.month + index * length, length)
    joined = word + period.text if word.endswith("-") else f"{word} {period.text}"
    return replace(period, text=joined, low=low, high=high, unit=f"third {word} {index}")


def with_end(r: Random, period: Written, english: bool) -> Written:
    return replace(period, text=f"{r.choice(END[english])} {period.text}", low=period.high, unit="end")


UNTIL = ["senest", "frem til", "indtil", "til og med", "t.o.m."], ["by", "no later than"]
FROM = ["fra", "fra og med", "f.o.m.", "siden"], ["from", "since"]
EXACT = ["pr.", "per"], ["as of"]


def with_limit(r: Random, period: Written, english: bool) -> Written:
    assert period.low
    assert period.high
    draw = r.randrange(6)
    vague_end = period.unit.startswith("third") and period.unit.endswith("2")
    if draw == 0 or period.unit == "turn":
        return until(r, period, english)
    if draw == 1:
        if period.unit in ("years", "days"):
            return until(r, period, english)
        return replace(period, text=f"{r.choice(FROM[english])} {period.text}", high=None, kind="onwards")
    if draw == 2 and not vague_end:
        word = "before" if english else r.choice(["inden", "før"])
        high = period.high if period.unit == "end" else period.low - timedelta(days=1)
        return replace(period, text=f"{word} {period.text}", low=None, high=high, kind="deadline")
    if draw == 3:
        text = f"after {period.text}" if english else f"efter {period.text}"
        return replace(period, text=text, low=period.high + timedelta(days=1), high=None, kind="onwards")
    if draw == 4:
        return exactly(r, period, english)
    if period.unit in ("years", "days"):
        return until(r, period, english)
    text = f"{period.text} onwards" if english else f"{period.text} {r.choice(['og frem', 'og fremefter'])}"
    return replace(period, text=text, high=None, kind="onwards")


def until(r: Random, period: Written, english: bool) -> Written:
    high = period.high
    if period.unit == "turn":
        assert high
        high = date(high.year - 1, 12, 31)
    return replace(period, text=f"{r.choice(UNTIL[english])} {period.text}", low=None, high=high, kind="deadline")


def exactly(r: Random, period: Written, english: bool) -> Written:
    low, high = period.low, period.high
    if period.unit.startswith("third"):
        low, high = {"0": (low, low), "1": (low, high), "2": (high, high)}[period.unit[-1]]
    return replace(period, text=f"{r.choice(EXACT[english])} {period.text}", low=low, high=high)


def approximately(r: Random, period: Written, english: bool) -> Written:
    assert period.low
    assert period.high
    word = r.choice(
        ["about", "circa"] if english else ["ca.", "cirka", "omkring", "omkring den" if period.unit == "day" else "ca."]
    )
    text = period.text
    if word == "omkring den":
        text = re.sub(r"^(den|d\.) ", "", text)
        word = "omkring" if re.match(r"[a-zæøå]", text) else word
    slack = timedelta(days={"day": 3, "end": 3, "week": 7, "month": 15}.get(period.unit, 0))
    return replace(period, text=f"{word} {text}", low=period.low - slack, high=period.high + slack)


def a_single(r: Random, year: int, english: bool) -> Written:
    period = r.choice(PERIODS)(r, year, english)
    if period.unit in (*THIRD_LENGTHS, "month") and r.random() < 0.4:
        period = with_third(r, period, english)
    elif period.unit not in ("turn", "day", "days") and r.random() < 0.2:
        period = with_end(r, period, english)
    if r.random() < 0.15 and period.unit != "turn" and not period.text.startswith(("ved", "the")):
        period = approximately(r, period, english)
        if r.random() < 0.4 and period.unit not in ("years", "days"):
            return until(r, period, english)
        return period
    if r.random() < 0.4:
        return with_limit(r, period, english)
    if period.unit not in ("turn", "end") and not period.unit.startswith("third") and r.random() < 0.3:
        during = ["in", "during"] if english else ["i", "i løbet af", "i perioden"]
        if period.unit in ("day", "days"):
            during = ["on"] if english else [""]
        return replace(period, text=f"{r.choice(during)} {period.text}".strip())
    return period


# Several periods


def a_plain(r: Random, year: int, english: bool) -> Written:
    period = r.choice(SIMPLE)(r, year, english)
    if period.unit in ("month", "year", "quarter", "half") and r.random() < 0.3:
        period = with_third(r, period, english)
    return period


def alternatives(r: Random, year: int, english: bool) -> Written:
    pair = a_plain(r, year, english), a_plain(r, year + r.randint(0, 2), english)
    return both(pair, r.choice(["or"] if english else ["eller", "alternativt"]), "alternatives")


def a_set(r: Random, year: int, english: bool) -> Written:
    return both(
        (a_plain(r, year, english), a_plain(r, year + r.randint(0, 2), english)), "and" if english else "og", "set"
    )


def both(pair: tuple[Written, Written], word: str, kind: str) -> Written:
    lows, highs = [p.low for p in pair if p.low], [p.high for p in pair if p.high]
    return Written(f"{pair[0].text} {word} {pair[1].text}", min(lows), max(highs), "several", kind)


def a_range(r: Random, year: int, english: bool) -> Written:
    left = a_plain(r, year, english)
    right = a_plain(r, year + r.randint(1, 3), english)
    return spanned(r, left, right, english)


def spanned(r: Random, left: Written, right: Written, english: bool) -> Written:
    if english:
        shapes = [
            "{0} to {1}",
            "from {0} to {1}",
            "between {0} and {1}",
            "from {0} until {1}",
            "{0} - {1}",
            "{0} – {1}",
        ]
    else:
        shapes = [
            "{0} til {1}",
            "fra {0} til {1}",
            "mellem {0} og {1}",
            "fra {0} til og med {1}",
            "{0} - {1}",
            "{0} – {1}",
        ]
        if left.unit.startswith("third") and re.match("primo|medio|ultimo", right.text):
            shapes.append("{0} {1}")
    if left.unit == "season" and right.unit == "year":
        shapes = shapes[:2]  # "vinter 2005 - 2006" is one winter
    shape = r.choice(shapes)
    written = "interval" if left.unit == right.unit == "year" and shape in ("{0} - {1}", "{0} – {1}") else "range"
    return Written(shape.format(left.text, right.text), left.low, right.high, "several", written)


def names_of_months(r: Random, english: bool) -> list[str]:
    return r.choice([ENGLISH, SHORT_ENGLISH] if english else [DANISH, SHORT_DANISH])


def served_by_the_right(r: Random, year: int, english: bool) -> Written:
    """Two months or days that share the year of the second."""
    first, second = sorted(r.sample(range(1, 13), 2))
    names = names_of_months(r, english)
    if r.random() < 0.5:
        d, e = r.randint(1, 28), r.randint(1, 28)
        dot = "" if english else "."
        left = Written(f"{d}{dot} {names[first - 1]}", date(year, first, d), date(year, first, d), "day")
        right = Written(f"{e}{dot} {names[second - 1]} {year}", date(year, second, e), date(year, second, e), "day")
    else:
        left = Written(names[first - 1], *months(year, first, 1), "month")
        right = Written(f"{names[second - 1]} {year}", *months(year, second, 1), "month")
    draw = r.randrange(3)
    if draw == 0:
        return spanned(r, left, right, english)
    if draw == 1:
        return both((left, right), "or" if english else "eller", "alternatives")
    return both((left, right), "and" if english else "og", "set")


def over_new_year(r: Random, year: int, english: bool) -> Written:
    """A range of months whose left side lies in the year before the one written."""
    second, first = sorted(r.sample(range(1, 13), 2))
    names = names_of_months(r, english)
    left = Written(names[first - 1], *months(year - 1, first, 1), "month")
    return spanned(r, left, Written(f"{names[second - 1]} {year}", *months(year, second, 1), "month"), english)


def sharing_a_month(r: Random, year: int, english: bool) -> Written:
    """ "1. og 15. maj 2012", "fra 1. til 3. maj 2012", "1. eller 15. maj 2012"."""
    m = r.randint(1, 12)
    first, second = sorted(r.sample(range(1, 29), 2))
    right = Written(f"{second}. {DANISH[m - 1]} {year}", date(year, m, second), date(year, m, second), "day")
    left = Written(f"{first}.", date(year, m, first), date(year, m, first), "day")
    shapes = {
        "{0} og {1}": "set",
        "{0} eller {1}": "alternatives",
        "fra {0} til {1}": "range",
        "mellem {0} og {1}": "range",
    }
    shape = r.choice(list(shapes))
    return Written(shape.format(left.text, right.text), left.low, right.high, "several", shapes[shape])


def sharing_a_unit(r: Random, year: int, english: bool) -> Written:
    """ "1. og 2. kvartal 2012", "uge 34-36 2012"."""
    if r.random() < 0.5:
        first, second = sorted(r.sample(range(1, 5), 2))
        shape, kind = r.choice(
            [("{}. og {}. kvartal {}", "set"), ("{}.-{}. kvartal {}", "range"), ("{}. til {}. kvartal {}", "range")]
        )
        low, high = months(year, 3 * first - 2, 3)[0], months(year, 3 * second - 2, 3)[1]
    else:
        first, second = sorted(r.sample(range(1, 53), 2))
        shape, kind = r.choice(
            [("uge {}-{} {}", "range"), ("uge {} og {} {}", "set"), ("uge {} eller {}, {}", "alternatives")]
        )
        low, high = date.fromisocalendar(year, first, 1), date.fromisocalendar(year, second, 7)
    return Written(shape.format(first, second, year), low, high, "several", kind)


def a_list(r: Random, year: int, english: bool) -> Written:
    numbers = sorted(r.sample(range(1, 13), 3))
    names = names_of_months(r, english)
    a, b, c = (names[n - 1] for n in numbers)
    text = f"{a}, {b} and {c} {year}" if english else f"{a}, {b} og {c} {year}"
    return Written(text, months(year, numbers[0], 1)[0], months(year, numbers[2], 1)[1], "several", "set")


def superseded(r: Random, year: int, english: bool) -> Written:
    """A cell of revised dates: the bracketed ones do not count."""
    old = [a_single(r, year, english).text for _ in range(r.randint(1, 3))]
    current = a_single(r, year, english)
    return replace(current, text=" ".join([*(f"({text})" for text in old), current.text]))


# A year taken from the context


def without_year(r: Random, year: int, english: bool) -> Written:
    """A period whose year is the first that ends no earlier than 60 days before the context."""
    make = r.choice([a_yearless_day, a_yearless_month, a_yearless_quarter, a_yearless_season])
    context = date(year, 1, 1) + timedelta(days=r.randrange(365))
    text, days = make(r, english)
    index = r.choice([None, None, 0, 1, 2]) if make is a_yearless_month else None
    for candidate in range(year - 1, year + 3):
        low, high = days(candidate)
        if index is not None:
            low, high = low.replace(day=1 + 10 * index), (high if index == 2 else low.replace(day=10 + 10 * index))
        if high >= context - timedelta(days=60):
            break
    if index is not None:
        text = f"{r.choice((FIRST, MIDDLE, LAST)[index][english])} {text}".replace("- ", "-")
    kind = "interval"
    if r.random() < 0.3:
        text, low, kind = f"{r.choice(UNTIL[english])} {text}", None, "deadline"
    return Written(text, low, high, "several", kind, yearless=True, context=context)


def a_yearless_day(r: Random, english: bool):
    m, d = r.randint(1, 12), r.randint(1, 28)
    text = (
        f"{d} {ENGLISH[m - 1]}"
        if english
        else r.choice([f"{d}. {DANISH[m - 1]}", f"den {d}/{m}", f"d. {d}. {SHORT_DANISH[m - 1]}"])
    )
    return text, lambda year: (date(year, m, d), date(year, m, d))


def a_yearless_month(r: Random, english: bool):
    m = r.randint(1, 12)
    return (ENGLISH if english else DANISH)[m - 1], lambda year: months(year, m, 1)


def a_yearless_quarter(r: Random, english: bool):
    n = r.randint(1, 4)
    text = (
        f"Q{n}" if english else r.choice([f"{n}. kvartal", f"{DANISH_ORDINALS[n - 1]} kvartal", f"K{n}", f"{n}. kv."])
    )
    return text, lambda year: months(year, 3 * n - 2, 3)


def a_yearless_season(r: Random, english: bool):
    n = r.randint(1, 4)
    text = (["spring", "summer", "autumn", "winter"] if english else ["foråret", "sommeren", "efteråret", "vinteren"])[
        n - 1
    ]
    return text, lambda year: months(year, 3 * n, 3)


SHAPES = [a_single] * 12 + [
    alternatives,
    a_set,
    a_range,
    a_range,
    served_by_the_right,
    served_by_the_right,
    over_new_year,
]
SHAPES += [sharing_a_month, sharing_a_unit, a_list, superseded, without_year, without_year]
EXPECTED = ["forventet", "forventes", "forv.", "forventeligt", "planlagt", "nu", "revideret til"]


def expression(r: Random) -> Written:
    """One random expression with its meaning."""
    english = r.random() < 0.35
    written = r.choice(SHAPES)(r, r.randint(1972, 2064), english)
    if r.random() < 0.1 and not written.text.startswith("("):
        word = "expected" if english else r.choice(EXPECTED)
        written = replace(written, text=f"{word} {written.text}")
    return written
