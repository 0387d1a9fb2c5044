"""CPR numbers are found in every usual spelling, and nothing else of the real documents is taken for one."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable

import pytest

from handleplan import cpr
from tests.conftest import CASES

pytestmark = pytest.mark.pure

TODAY = dt.date(2013, 11, 29)
FIRST_BIRTH = dt.date(1900, 1, 1)
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

# The seventh digits of each century, as the register gives them out (years of two digits: from, to).
CENTURIES = {
    1900: [("0123", 0, 99), ("49", 37, 99)],
    2000: [("49", 0, 36), ("5678", 0, 57)],
}

SPELLINGS: dict[str, Callable[[str], str]] = {
    "bare": lambda n: n,
    "hyphen": lambda n: f"{n[:6]}-{n[6:]}",
    "space": lambda n: f"{n[:6]} {n[6:]}",
    "dash with thin spaces": lambda n: f"{n[:6]}\u2009–\u2009{n[6:]}",
    "dots and slash": lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]}/{n[6:]}",
    "full-width with invisible marks": lambda n: f"{n[:3]}\u200b{n[3:6]}\u00ad－{n[6:]}".translate(
        {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
    ),
}


def checks(number: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True)) % 11 == 0


def make_number(rng: random.Random, *, right: bool = True, first_of_january: bool = False, added: int = 0) -> str:
    """A number that could be given out: by the register's rule of centuries, written down apart from the program's."""
    while True:
        born = FIRST_BIRTH + dt.timedelta(days=rng.randrange((TODAY - FIRST_BIRTH).days))
        if first_of_january:
            born = born.replace(month=1, day=1)
        century, year = divmod(born.year, 100)
        sevenths = "".join(digits for digits, low, high in CENTURIES[century * 100] if low <= year <= high)
        number = f"{born.day + added:02d}{born.month:02d}{year:02d}{rng.choice(sevenths)}{rng.randrange(1000):03d}"
        if checks(number) is right:
            return number


def found(text: str) -> list[tuple[str, bool]]:
    return [(text[s.start : s.end], s.certain) for s in cpr.find(text, TODAY)]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_five_thousand_numbers_are_all_found(spelling):
    rng, spell = random.Random(spelling), SPELLINGS[spelling]
    numbers = [spell(make_number(rng)) for _ in range(5_000)]
    missed = [n for n in numbers if found(f"Borgeren {n} er visiteret.") != [(n, True)]]
    assert len(missed) == 0


def test_no_digit_run_of_the_five_documents_is_taken_for_one():
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.txt"))]
    assert (len(texts), sum(len(re.findall(r"[0-9]+", text)) for text in texts)) == (5, 864)
    assert [cpr.find(text, TODAY) for text in texts] == [[]] * 5


def test_of_random_runs_of_ten_digits_three_in_a_thousand_are_certain():
    rng = random.Random(1)
    blocked = sum(any(certain for _text, certain in found(f"Nr. {rng.randrange(10**10):010d}.")) for _ in range(20_000))
    assert blocked / 20_000 < 0.0035


@pytest.mark.parametrize("spelling", ["hyphen", "space", "dash with thin spaces"])
def test_the_first_of_january_needs_no_check_digit_where_it_is_written_as_a_number(spelling):
    rng = random.Random(2)
    numbers = [SPELLINGS[spelling](make_number(rng, right=False, first_of_january=True)) for _ in range(200)]
    assert [found(number) for number in numbers] == [[(number, True)] for number in numbers]


def test_or_is_named_as_one():
    number = make_number(random.Random(3), right=False, first_of_january=True)
    assert (found(f"CPR {number}"), found(f"sag {number}")) == ([(number, True)], [])


def test_a_replacement_number_has_sixty_added_to_its_day():
    number = SPELLINGS["hyphen"](make_number(random.Random(4), added=60))
    assert found(f"Erstatning {number}.") == [(number, True)]


def test_ten_bare_digits_that_could_be_a_replacement_number_are_only_likely():
    number = make_number(random.Random(5), added=60)
    assert (found(f"Ref. {number}"), found(f"personnummer {number}")) == ([(number, False)], [(number, True)])


@pytest.mark.parametrize("text", ["{hyphen}", "cpr-nr. {bare}", "personnr {bare}", "født {bare}", "{bare} (CPR)"])
def test_a_number_with_a_wrong_check_digit_is_likely_where_it_looks_or_is_named_like_one(text):
    number = make_number(random.Random(6), right=False)
    spelled = text.format(bare=number, hyphen=SPELLINGS["hyphen"](number))
    assert [certain for _text, certain in found(spelled)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "{number}5",
        "4{number}",
        "Systemet bruger fiktive cpr. numre.",
        "Sagsnr. 330-2018-531179",
        "EAN 5798009812346",
        "31.02.1970-1234",
        "0113701234",
        "1.234.567.890 kr.",
        "Perioden 01.02.2013-31.12.2013",
        "",
    ],
)
def test_what_is_no_number_is_left_alone(text):
    assert found(text.format(number=make_number(random.Random(7)))) == []


def test_nobody_is_born_tomorrow():
    born = TODAY + dt.timedelta(days=1)
    numbers = [f"{born:%d%m%y}{serial:04d}" for serial in range(4000, 5000)]
    right = next(number for number in numbers if checks(number))
    assert cpr.find(right, TODAY) == []
    assert [s.certain for s in cpr.find(right, born)] == [True]


def test_what_is_found_does_not_hold_the_number():
    number = make_number(random.Random(8))
    (suspicion,) = cpr.find(f"x {number}", TODAY)
    assert (number in repr(suspicion), (suspicion.start, suspicion.end)) == (False, (2, 12))


def test_two_numbers_of_one_text_are_two():
    rng = random.Random(9)
    one, two = SPELLINGS["hyphen"](make_number(rng)), make_number(rng)
    assert found(f"{one} og {two}") == [(one, True), (two, True)]
