"""Random periods of the calendar as people write them, each with the days it covers, worked out without the parser."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

DANISH = "januar februar marts april maj juni juli august september oktober november december".split()
ENGLISH = "January February March April May June July August September October November December".split()
SWEDISH = "januari februari mars april maj juni juli augusti september oktober november december".split()
NORWEGIAN = "januar februar mars april mai juni juli august september oktober november desember".split()
SHORT_DANISH = "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.".split()
SHORT_ENGLISH = "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.".split()
DANISH_DAYS = "mandag tirsdag onsdag torsdag fredag lørdag søndag".split()
ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DANISH_ORDINALS = "første anden tredje fjerde".split()
ENGLISH_ORDINALS = "first second third fourth".split()
ROMAN = "I II III IV".split()


@dataclass(frozen=True)
class Written:
    """A text and what it must mean; `unit` is what its thirds and its tolerance depend on."""

    text: str
    low: date | None
    high: date | None
    unit: str
    kind: str = "interval"
    yearless: bool = False
    context: date | None = None


def months(year: int, month: int, count: int) -> tuple[date, date]:
    last = year * 12 + month - 1 + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    start = year * 12 + month - 1
    low = date(start // 12, start % 12 + 1, 1)
    return low, date(end_year, end_month, monthrange(end_year, end_month)[1])


# Periods: each answers text, first day, last day, unit


def a_day(r: Random, year: int, english: bool) -> Written:
    day = date(year, 1, 1) + timedelta(days=r.randrange(366 if year % 4 == 0 else 365))
    d, m, yy = day.day, day.month, year % 100
    suffix = "th" if 4 <= d <= 20 or 24 <= d <= 30 else {1: "st", 2: "nd", 3: "rd"}[d % 10]
    shared = [f"{d}.{m}.{year}", f"{d:02}.{m:02}.{year}", f"{d:02}-{m:02}-{year}", f"{d}/{m}-{year}", f"{d}/{m} {year}"]
    shared += [f"{d}/{m}/{year}", f"{day.isoformat()}", f"{d}/{m}-{yy:02}", f"{d:02}.{m:02}.{yy:02}"]
    if english:
        name = r.choice([ENGLISH, SHORT_ENGLISH])[m - 1]
        texts = [
            f"{d} {name} {year}",
            f"{name} {d}, {year}",
            f"{d}{suffix} {name} {year}",
            f"{d}{suffix} of {name} {year}",
        ]
        texts += [f"{ENGLISH_DAYS[day.weekday()]} {d} {name} {year}", f"{name} {d}{suffix}, {year}"]
    else:
        name = r.choice([DANISH, SHORT_DANISH, DANISH, SWEDISH, NORWEGIAN])[m - 1]
        texts = [f"{d}. {name} {year}"] * 3 + [f"d. {d}. {name} {year}", f"den {d}. {name} {year}"]
        texts += [
            f"{DANISH_DAYS[day.weekday()]} den {d}. {name} {year}",
            f"{DANISH_DAYS[day.weekday()]} d. {d}. {name} {year}",
        ]
        texts += [
            f"d. {d}/{m}-{year}",
            f"den {d}/{m} {year}",
            f"{d}. {name} {year}, kl. 16:00",
            f"{d}.{m}.{year} kl. 9.30",
        ]
    return Written(r.choice([*texts, r.choice(shared)]), day, day, "day")


def a_run_of_days(r: Random, year: int, english: bool) -> Written:
    m = r.randint(1, 12)
    first = r.randint(1, 27)
    last = r.randint(first + 1, 28)
    name = (ENGLISH if english else DANISH)[m - 1]
    text = r.choice(
        [f"{first}-{last} {name} {year}", f"{first}.-{last}. {name} {year}", f"{first}. - {last}. {name} {year}"]
    )
    return Written(text, date(year, m, first), date(year, m, last), "days")


def a_month(r: Random, year: int, english: bool) -> Written:
    m = r.randint(1, 12)
    names = [ENGLISH, SHORT_ENGLISH] if english else [DANISH, SHORT_DANISH, DANISH, SWEDISH, NORWEGIAN]
    name = r.choice(names)[m - 1]
    yy = f"{year % 100:02}"
    texts = [f"{name} {year}"] * 4 + [f"{name}-{yy}", f"{name} '{yy}", f"{name.strip('.')}-{year}"]
    texts += [f"{m:02}/{year}", f"{m}-{year}"]
    return Written(r.choice(texts), *months(year, m, 1), "month")


def a_quarter(r: Random, year: int, english: bool) -> Written:
    n = r.randint(1, 4)
    if english:
        texts = [f"{ENGLISH_ORDINALS[n - 1]} quarter {year}", f"the {ENGLISH_ORDINALS[n - 1]} quarter of {year}"]
        texts += [f"Q{n} {year}", f"{year}Q{n}", f"{n}. quarter {year}", f"{year} Q{n}"]
    else:
        texts = [f"{n}. kvartal {year}", f"{DANISH_ORDINALS[n - 1]} kvartal {year}", f"{ROMAN[n - 1]} kvartal {year}"]
        texts += [
            f"{n}. kv {year}",
            f"{n}. kvt. {year}",
            f"K{n} {year}",
            f"{n}. kv. {year}",
            f"{year}Q{n}",
            f"Q{n} {year}",
        ]
    return Written(r.choice(texts), *months(year, 3 * n - 2, 3), "quarter")


def a_half(r: Random, year: int, english: bool) -> Written:
    n = r.randint(1, 2)
    if english:
        texts = [
            f"{ENGLISH_ORDINALS[n - 1]} half of {year}",
            f"the {ENGLISH_ORDINALS[n - 1]} half of {year}",
            f"H{n} {year}",
        ]
    else:
        texts = [f"{n}. halvår {year}", f"{DANISH_ORDINALS[n - 1]} halvår {year}", f"H{n} {year}"]
        texts += [f"{DANISH_ORDINALS[n - 1]} halvdel af {year}", f"{n}. halvdel af {year}"]
    return Written(r.choice(texts), *months(year, 6 * n - 5, 6), "half")


def a_tertial(r: Random, year: int, english: bool) -> Written:
    n = r.randint(1, 3)
    return Written(r.choice([f"{n}. tertial {year}", f"{n} tertial {year}"]), *months(year, 4 * n - 3, 4), "tertial")


def a_season(r: Random, year: int, english: bool) -> Written:
    n = r.randint(1, 4)
    if english:
        name = r.choice([["spring"], ["summer"], ["autumn", "fall"], ["winter"]][n - 1])
    else:
        name = r.choice(
            [["forår", "foråret"], ["sommer", "sommeren"], ["efterår", "efteråret"], ["vinter", "vinteren"]][n - 1]
        )
    text = f"{name} {year}"
    if n == 4:
        text = r.choice([text, f"{name} {year}/{(year + 1) % 100:02}", f"{name} {year}/{year + 1}"])
    return Written(text, *months(year, 3 * n, 3), "season")


def a_week(r: Random, year: int, english: bool) -> Written:
    n = r.randint(1, 52)
    monday = date.fromisocalendar(year, n, 1)
    names = ["week"] if english else ["uge", "uge", "uke", "vecka"]
    text = f"{r.choice(names)} {n}{r.choice([' ', ', ', '/', '-'])}{year}"
    return Written(text, monday, monday + timedelta(days=6), "week")


def a_year(r: Random, year: int, english: bool) -> Written:
    return Written(str(year), date(year, 1, 1), date(year, 12, 31), "year")


def some_years(r: Random, year: int, english: bool) -> Written:
    last = year + r.randint(1, 5)
    texts = [f"{year}-{last}", f"{year}/{last}", f"{year} - {last}"]
    if last // 100 == year // 100:
        texts.append(f"{year}/{last % 100:02}")
        if last % 100 > 12:
            texts.append(f"{year}-{last % 100}")
    return Written(r.choice(texts), date(year, 1, 1), date(last, 12, 31), "years")


def a_turn(r: Random, year: int, english: bool) -> Written:
    years = r.choice([f"{year}/{year + 1}", f"{year}/{(year + 1) % 100:02}"])
    if r.random() < 0.5:
        return Written(f"hen over årsskiftet {years}", date(year, 12, 1), date(year + 1, 1, 31), "turn")
    return Written(f"årsskiftet {years}", date(year, 12, 31), date(year + 1, 1, 1), "turn")


PERIODS = [a_day] * 5 + [a_run_of_days] + [a_month] * 4 + [a_quarter] * 3 + [a_half] * 2 + [a_tertial]
PERIODS += [a_season] * 2 + [a_week] * 2 + [a_year] * 3 + [some_years] + [a_turn]
SIMPLE = [a_day, a_day, a_month, a_month, a_quarter, a_half, a_season, a_week, a_year]
