"""A counter in words, the same on the screen, on paper, in Word and in Excel.

Pure, and without gettext: the child that prints knows no catalogue, and a report speaks its plan's language.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from handleplan.amounts import format_number
from handleplan.measures import beyond, of_time, read_measure
from handleplan.pace import LEAST_MONTHS, PLAYED, Forecast
from handleplan.tallies import TOTALS, Standing, Step, Tally

MINUS = "\N{MINUS SIGN}"
_LEAST = ("mindst", "over")  # an aim that is a least, which a longer time keeps


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a counter: its label, its value in words, and what it rests on."""

    kind: str
    label: str
    value: str
    note: str = ""
    is_over: bool = False  # an aim that the newest number does not keep


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; ``{}`` is where a fact goes."""

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    day: str  # of {day}, {month}, {year}
    kinds: dict[str, str]
    when: str
    what: str
    number: str
    scope: str
    source: str
    total: str
    done: str
    remaining: str
    unknown: str
    unknown_number: str
    at_first: str
    as_of: str
    told: str
    computed: str
    deadline: str
    expected: str
    too_few: str
    too_few_one: str
    no_pace: str
    rest_unknown: str
    finished: str
    standing: str
    too_far: str
    between: str
    within: str
    late: str
    partly_late: str
    method: str
    other_scope: str
    other_scope_unnamed: str
    gap: str
    overrun: str
    target: str
    limit: str
    aim_over: str
    aim_kept: str
    aim_met: str
    aim_unlike: str
    picture_alt: str
    nothing: str

    def month(self, day: dt.date) -> str:
        return f"{self.months[day.month - 1]} {day.year}"

    def short_month(self, day: dt.date) -> str:
        return f"{self.months_short[day.month - 1]} {day.year}"

    def date(self, day: dt.date) -> str:
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


DANISH = Words(
    months=tuple("januar februar marts april maj juni juli august september oktober november december".split()),
    months_short=tuple("jan feb mar apr maj jun jul aug sep okt nov dec".split()),
    day="{day}. {month} {year}",
    kinds={
        "baseline": "Antal ved start",
        "total": "Antal i alt",
        "done": "Behandlet",
        "remaining": "Mangler",
        "addition": "Tilgang",
        "restatement": "Nyt antal i alt",
        "measured": "Målt",
    },
    when="Hvornår",
    what="Hvad",
    number="Antal",
    scope="Omfang",
    source="Kilde",
    total="I alt",
    done="Behandlet",
    remaining="Mangler",
    unknown="ukendt",
    unknown_number="antal ukendt",
    at_first="{} ved start",
    as_of="pr. {}",
    told="oplyst",
    computed="beregnet",
    deadline="Frist",
    expected="Forventet færdigt",
    too_few="Der er kun tal for {} måneders fremdrift. Der skal være mindst {}, før der kan gives et skøn.",
    too_few_one="Der er kun tal for én måneds fremdrift. Der skal være mindst {}, før der kan gives et skøn.",
    no_pace="Ingen tal viser fremdriften måned for måned. Der skal tal til for mindst {} måneders fremdrift, før der "
    "kan gives et skøn over, hvornår der er færdigt.",
    rest_unknown="Det er ikke oplyst, hvor mange {} der mangler. Derfor gives der intet skøn.",
    finished="Ifølge det seneste tal mangler der ingen {}.",
    standing="Antallet er ikke steget i de seneste {} måneder, der er tal for. Med det tempo bliver der ikke færdigt.",
    too_far="Med tempoet i de seneste {} måneder varer det mere end ti år. Der gives intet skøn.",
    between="Med tempoet i de seneste {} måneder er der færdigt mellem {} og {}.",
    within="Med tempoet i de seneste {} måneder er der færdigt i {}.",
    late="Det er efter fristen ({}).",
    partly_late="Den sidste del af intervallet ligger efter fristen ({}).",
    method="Sådan er det regnet: Hver kommende måned trækkes tilfældigt blandt de målte måneder, indtil intet mangler. "
    "Det gentages {} gange, og intervallet rummer de midterste 8 ud af 10 udfald. Samme tal giver altid samme "
    "interval. Ny tilgang, ferier og ændret bemanding er ikke regnet med.",
    other_scope="Tallene gælder et andet omfang ({}) end optællingens eget. De lægges ikke sammen med de andre tal og "
    "forbindes ikke med dem.",
    other_scope_unnamed="Tallene gælder et andet omfang ({}). De lægges ikke sammen med de andre tal og forbindes ikke "
    "med dem.",
    gap="Tallene går ikke op: {} behandlet og {} der mangler er ikke {} i alt. Intet er rettet.",
    overrun="Der er behandlet flere, end der er i alt: {} af {}.",
    target="Eget mål",
    limit="Lovens frist",
    aim_over="overskredet med {}",
    aim_kept="overholdt med {}",
    aim_met="lige netop overholdt",
    aim_unlike="kan ikke sammenlignes med tallet",
    picture_alt="{}: udviklingen fra {} til {}. Alle tal står i tabellen.",
    nothing="Der er endnu ingen tal.",
)

ENGLISH = Words(
    months=tuple("January February March April May June July August September October November December".split()),
    months_short=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    day="{day} {month} {year}",
    kinds={
        "baseline": "Total at the beginning",
        "total": "Total",
        "done": "Done",
        "remaining": "Remaining",
        "addition": "Addition",
        "restatement": "Restated total",
        "measured": "Measured",
    },
    when="When",
    what="What",
    number="Number",
    scope="Scope",
    source="Source",
    total="Total",
    done="Done",
    remaining="Remaining",
    unknown="unknown",
    unknown_number="number unknown",
    at_first="{} at first",
    as_of="as of {}",
    told="as told",
    computed="computed",
    deadline="Deadline",
    expected="Expected to be done",
    too_few="There are numbers for only {} months of pace. At least {} are needed for a forecast.",
    too_few_one="There are numbers for only one month of pace. At least {} are needed for a forecast.",
    no_pace="No numbers show the pace month by month. At least {} months of pace are needed for a forecast.",
    rest_unknown="It is not known how many {} remain. So there is no forecast.",
    finished="By the newest number no {} remain.",
    standing="The number has not risen in the last {} months that are known. At that pace it will not be done.",
    too_far="At the pace of the last {} months it takes more than ten years. There is no forecast.",
    between="At the pace of the last {} months it is done between {} and {}.",
    within="At the pace of the last {} months it is done in {}.",
    late="That is after the deadline ({}).",
    partly_late="The last part of the interval lies after the deadline ({}).",
    method="How it is counted: each coming month is drawn at random among the months measured, until nothing remains. "
    "That is repeated {} times, and the interval holds the middle 8 of 10 outcomes. The same numbers always give the "
    "same interval. Further additions, holidays and changes of staff are not counted.",
    other_scope="These numbers are of another scope ({}) than the counter’s own. They are not added to the others and "
    "not joined with them.",
    other_scope_unnamed="These numbers are of another scope ({}). They are not added to the others and not joined with "
    "them.",
    gap="The numbers do not add up: {} done and {} remaining are not {} in all. Nothing has been corrected.",
    overrun="More are done than there are in all: {} of {}.",
    target="Own target",
    limit="Statutory limit",
    aim_over="exceeded by {}",
    aim_kept="kept by {}",
    aim_met="just kept",
    aim_unlike="cannot be compared with the number",
    picture_alt="{}: from {} to {}. All numbers stand in the table.",
    nothing="There are no numbers yet.",
)


def words_for(language: str) -> Words:
    """The words of a language tag such as ``da`` or ``en-GB``; Danish where we know no better."""
    return ENGLISH if language.lower().startswith("en") else DANISH


def exact(number: Decimal) -> str:
    """The number as it is stored with facts: "3200", "12.5"."""
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize():f}"


def number_in_words(number: Decimal, language: str = "da") -> str:
    """ "3.700", without the decimals that a column adds."""
    plain = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return f"{plain:,f}" if language.lower().startswith("en") else format_number(plain)


def signed(number: Decimal, language: str = "da") -> str:
    """ "+686", "−40"."""
    return f"{MINUS if number < 0 else '+'}{number_in_words(abs(number), language)}"


def amount(tally: Tally, unit: str, language: str = "da") -> str:
    """ "ca. 3.700 sager", "+686 sager"; of an unknown number the source's words, and that it is unknown."""
    words = words_for(language)
    if tally.value is None:
        return f"”{tally.words}” ({words.unknown_number})" if tally.words else words.unknown
    written = signed if tally.kind == "addition" else number_in_words
    return " ".join(filter(None, (tally.qualifier, written(tally.value, language), unit)))


def figures(tallies: list[Tally], steps: list[Step], stand: Standing, unit: str, language: str) -> list[Figure]:
    """Total, done and remaining of one scope; what nobody told is unknown, and each says what it rests on."""
    words = words_for(language)
    newest = {tally.kind: tally for tally in tallies if tally.value is not None}
    whole = next((tally for tally in reversed(tallies) if tally.kind in TOTALS and tally.value is not None), None)
    rough = whole.qualifier if whole else ""  # what is counted from a rough total is rough itself

    def said(kind: str, label: str, value: Decimal | None, note: str) -> Figure:
        if value is None:
            told = next((tally for tally in reversed(tallies) if tally.kind == kind), None)
            return Figure(kind, label, f"”{told.words}”" if told and told.words else words.unknown)
        exact = newest.get(kind)
        qualifier = exact.qualifier if exact and exact.value == value else rough if kind != "done" else ""
        return Figure(kind, label, " ".join(filter(None, (qualifier, number_in_words(value, language), unit))), note)

    first = next((tally for tally in tallies if tally.kind in TOTALS and tally.value is not None), None)
    parts = [words.at_first.format(amount(first, "", language))] if first and len(steps) > 1 else []
    parts += [signed(step.change, language) for step in steps[1:] if step.change]
    done_on = words.as_of.format(words.date(stand.done_on)) if stand.done_on else ""
    left = newest.get("remaining")
    told_on = words.as_of.format(words.date(left.day)) if left else ""
    rest = f"{words.told} {told_on}" if stand.told else words.computed
    return [
        said("total", words.total, stand.total, ", ".join(parts)),
        said("done", words.done, stand.done, done_on),
        said("remaining", words.remaining, stand.remaining, rest if stand.remaining is not None else ""),
    ]


def measured(
    tallies: list[Tally], unit: str, language: str = "da", *, target: str = "", limit: str = ""
) -> list[Figure]:
    """Of what is measured the newest number, and whether it keeps the municipality's own aim and the statute's."""
    words = words_for(language)
    newest = next((tally for tally in reversed(tallies) if tally.kind in ("measured", *TOTALS)), None)
    if newest is None:
        return [Figure("measured", words.kinds["measured"], words.unknown)]
    day = words.as_of.format(words.date(newest.day))
    found = [Figure("measured", words.kinds["measured"], amount(newest, unit, language), day)]
    aims = (("target", words.target, target), ("limit", words.limit, limit))
    return found + [_aim(kind, label, text, newest, unit, language) for kind, label, text in aims if text]


def _aim(kind: str, label: str, text: str, newest: Tally, unit: str, language: str) -> Figure:
    """How far the newest number is from an aim; what cannot be compared says so."""
    words, aim = words_for(language), read_measure(text)
    if newest.value is None:
        return Figure(kind, label, text)
    longer = beyond(newest.value, unit, aim) if aim and aim.qualifier.casefold() not in _LEAST else None
    if longer is None:
        return Figure(kind, label, text, words.aim_unlike)
    if longer == 0:
        return Figure(kind, label, text, words.aim_met)
    size = abs(longer).quantize(Decimal("0.1")) if longer != longer.to_integral_value() else abs(longer)
    told = " ".join(filter(None, (newest.qualifier, of_time(number_in_words(size, language), size, unit))))
    return Figure(kind, label, text, (words.aim_over if longer > 0 else words.aim_kept).format(told), longer > 0)


def doubts(stand: Standing, tallies: list[Tally], language: str) -> list[str]:
    """What does not fit together among the numbers of one scope."""
    words = words_for(language)
    found = []
    left = next((t.value for t in reversed(tallies) if t.kind == "remaining" and t.value is not None), None)
    if stand.gap and stand.done is not None and left is not None:
        parts = (stand.done, left, stand.done + left + stand.gap)
        found.append(words.gap.format(*(number_in_words(each, language) for each in parts)))
    if stand.total is not None and stand.done is not None and stand.done > stand.total:
        parts = (stand.done, stand.total)
        found.append(words.overrun.format(*(number_in_words(each, language) for each in parts)))
    return found


def other_scope(scope: str, own: str, language: str) -> str:
    """Why the numbers of another scope stand by themselves."""
    words = words_for(language)
    return (words.other_scope if own else words.other_scope_unnamed).format(scope)


def is_late(forecast: Forecast, deadline: dt.date | None) -> bool:
    """Whether the forecast's last month begins after the deadline."""
    return bool(deadline and forecast.latest and forecast.latest > deadline)


def forecast_in_words(
    forecast: Forecast, unit: str, language: str = "da", *, deadline: dt.date | None = None, deadline_text: str = ""
) -> str:
    """The forecast in a sentence, and whether it passes the deadline; or in a sentence why there is none."""
    words = words_for(language)
    match forecast.why_not:
        case "unknown":
            return words.rest_unknown.format(unit)
        case "finished":
            return words.finished.format(unit)
        case "too-few" if forecast.months == 0:
            return words.no_pace.format(LEAST_MONTHS)
        case "too-few" if forecast.months == 1:
            return words.too_few_one.format(LEAST_MONTHS)
        case "too-few":
            return words.too_few.format(forecast.months, LEAST_MONTHS)
        case "standing":
            return words.standing.format(forecast.months)
        case "too-far":
            return words.too_far.format(forecast.months)
    if forecast.earliest is None or forecast.latest is None:
        return ""
    first, last = words.month(forecast.earliest), words.month(forecast.latest)
    one = forecast.earliest == forecast.latest
    said = words.within.format(forecast.months, last) if one else words.between.format(forecast.months, first, last)
    if deadline and is_late(forecast, deadline):
        whole = forecast.earliest > deadline
        said += " " + (words.late if whole else words.partly_late).format(deadline_text or words.date(deadline))
    return said


def method(language: str = "da") -> str:
    """How the forecast was counted."""
    return words_for(language).method.format(number_in_words(Decimal(PLAYED), language))
