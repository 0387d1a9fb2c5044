"""Dates found in prose, what they are for, and which of them contradict a deadline (S004-27, S004-39)."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from handleplan.dates import parse
from handleplan.dates.finding import FORWARD, Mention, Role, contradictions, find, flags

from .test_grammar import almost_dates, anything
from .test_seeds import CONTEXTS, seeds

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"
NOVEMBER = date(2013, 11, 15)


def lines(seed: str) -> list[str]:
    (document,) = CASES.glob(f"{seed}_*.txt")
    return document.read_text(encoding="utf-8").split("\n")


def sentences() -> list[list[str]]:
    with (HERE / "sentences.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def mentions_of(seed: dict[str, str], line: str) -> list[Mention]:
    """The mentions in a line whose days, or those of a member, are the seed's."""
    wanted = seed["earliest"], seed["latest"]
    return [
        mention
        for mention in find(line, CONTEXTS[seed["seed"]])
        if any(
            (str(one.earliest or ""), str(one.latest or "")) == wanted for one in (mention.date, *mention.date.parts)
        )
    ]


def lines_of(seed: dict[str, str]) -> list[str]:
    document = lines(seed["seed"])
    return document if seed["line"] == "*" else [document[int(number) - 1] for number in seed["line"].split(",")]


def in_prose() -> list[dict[str, str]]:
    """The seeds that stand in running text; a quarter of the time table takes its year from another row."""
    dated = [seed for seed in seeds() if seed["earliest"] or seed["latest"]]
    cells = (" start", " slut", "oprindelig slutdato", "ajourført slutdato", "tidsplan kolonne")
    return [seed for seed in dated if not any(cell in seed["role"] for cell in cells)]


def named(wanted: list[dict[str, str]]) -> dict:
    return {"argvalues": wanted, "ids": [f"{s['seed']}:{s['line']}-{s['verbatim']}" for s in wanted]}


NEVER = [s for s in in_prose() if any(word in s["role"] for word in ("periode", "beslutning", "hændelse"))]
ALWAYS = [s for s in in_prose() if s not in NEVER and any(word in s["role"] for word in ("prognose", "frist", "løfte"))]
PROSE_AND_LINES = [s for s in in_prose() if s["line"] != "*"]


@pytest.mark.parametrize("seed", **named(PROSE_AND_LINES))
def test_every_date_in_the_prose_of_the_documents_is_found(seed):
    assert [line for line in lines_of(seed) if not mentions_of(seed, line)] == []


@pytest.mark.parametrize("seed", **named(NEVER))
def test_periods_decisions_and_events_are_never_flagged(seed):
    flagged = [m for line in lines_of(seed) for m in mentions_of(seed, line) if m.role in FORWARD]

    assert [m for m in flagged if m.date.as_written.casefold() in seed["verbatim"].casefold()] == []


@pytest.mark.parametrize("seed", **named(ALWAYS))
def test_forecasts_deadlines_and_promises_are_flagged(seed):
    assert [line for line in lines_of(seed) if not {m.role for m in mentions_of(seed, line)} & set(FORWARD)] == []


def test_there_are_seeds_of_each_sort():
    assert (len(NEVER) > 20, len(ALWAYS) > 8, len(PROSE_AND_LINES) > 50) == (True, True, True)


# Contradictions


def table_rows() -> dict[str, list[str]]:
    rows = [line.split("\t") for line in lines("004")[8:]]
    return {row[0]: row for row in rows if row[0][:1].isdigit()}


def contradicting(number: str) -> list[str]:
    row = table_rows()[number]
    active = len(row) == 7
    end = parse(row[5].rpartition(")")[2] if active else row[4], NOVEMBER)
    return [mention.date.as_written for mention in contradictions("\n".join((row[2], row[-1])), end, NOVEMBER)]


@pytest.mark.parametrize(
    ("number", "dates"),
    [("1.1.2.2.A", ["ultimo januar 2014 eller maj 2014"]), ("1.2.5.6", ["ultimo 2013 primo 2014"]), ("2.1.3.1.", [])],
)
def test_the_active_points_of_november_2013_contradict_their_prose(number, dates):
    assert contradicting(number) == dates


def test_no_closed_point_contradicts_its_prose():
    closed = [number for number, row in table_rows().items() if row[-1] == "Punktet er afsluttet"]

    assert (len(closed) > 50, [number for number in closed if contradicting(number)]) == (True, [])


def test_a_forecast_within_the_deadline_is_no_contradiction():
    assert contradictions("Arbejdet forventes færdigt i november 2013.", parse("ultimo 2013"), NOVEMBER) == []


def test_without_an_end_nothing_contradicts():
    assert contradictions("Arbejdet forventes færdigt i maj 2014.", parse("løbende"), NOVEMBER) == []


# Roles in sentences that are not in the documents


@pytest.mark.parametrize(("sentence", "words", "role"), sentences())
def test_the_sentence_says_what_its_date_is_for(sentence, words, role):
    assert [mention.role for mention in find(sentence, NOVEMBER) if mention.date.as_written == words][:1] == [role]


def test_there_are_many_sentences():
    assert len(sentences()) >= 40


def test_a_mention_is_exactly_its_slice_of_the_text():
    text = "Se\u00a0nu: arbejdet forventes færdigt ULTIMO januar 2014 eller maj 2014."
    (mention,) = find(text, NOVEMBER)

    assert text[mention.start : mention.end] == mention.date.as_written == "ULTIMO januar 2014 eller maj 2014"


def test_two_dates_of_one_sentence_are_two_mentions():
    text = "Første fase blev afsluttet i maj 2013, anden fase forventes afsluttet i maj 2014."

    assert [mention.role for mention in find(text, NOVEMBER)] == [Role.EVENT, Role.FORECAST]


def test_a_month_without_year_in_the_past_tense_is_the_last_one():
    (mention,) = find("Rapporten blev afleveret i juni.", NOVEMBER)

    assert mention.date.latest == date(2013, 6, 30)


def test_a_month_without_year_in_the_future_is_the_next_one():
    (mention,) = find("Rapporten afleveres i juni.", NOVEMBER)

    assert mention.date.latest == date(2014, 6, 30)


def test_without_a_context_dates_without_year_are_passed_over():
    assert find("Rapporten afleveres i juni.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Sagsnr.: 330-2018-65870 og dok.nr. 2011-127812",
        "jf. pkt. 2.1.3.1 og 2.2.1.2, SEL §§ 41 og 42, §§ 109/110",
        "ca. 2000 sager, 1.000 kr. og 2012 borgere",
        "EAN 5798009682901, 1599 København V, tlf. 33 17 33 17",
        "1/3 af sagerne og 8-10 uger, 4½ mio. kr., 1-2 mio. kr.",
        "Maj Hansen og Jan Jensen",
        "frem mod sommer, i de kommende måneder, hvert andet år",
        "Mere end 2000 ansøgninger",
        "31. juni 2012",
    ],
)
def test_numbers_that_are_no_dates_are_not_found(text):
    assert find(text, NOVEMBER) == []


def test_cells_of_a_table_row_are_read_apart():
    assert [mention.date.as_written for mention in find("31. dec 2012\tmedio 2013\tprimo 2014", NOVEMBER)] == [
        "31. dec 2012",
        "medio 2013",
        "primo 2014",
    ]


def test_flags_are_the_mentions_that_look_forward():
    text = "Byrådet besluttede den 4. juni 2013, at sagerne for 2012 skal være gennemgået senest 1. maj 2014."

    assert [mention.date.as_written for mention in flags(text, NOVEMBER)] == ["senest 1. maj 2014"]


@pytest.mark.parametrize("text", ["1. maj 2014 " * 1000, "\n" * 30_000, "forventes færdig maj 2014 eller " * 1000])
def test_thirty_pages_are_searched_in_seconds(text):
    start = time.perf_counter()
    find(text, NOVEMBER)

    assert time.perf_counter() - start < 5


@settings(max_examples=150, deadline=None)
@given(anything | almost_dates)
def test_any_text_is_searched_without_raising_and_in_order(text):
    starts = [mention.start for mention in find(text, NOVEMBER)]

    assert starts == sorted(set(starts))
