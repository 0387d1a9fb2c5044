"""Thousands of random expressions whose meaning is known by construction, however they are spelled."""

from datetime import date
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handleplan.dates import end_sort_key, format_reading, join_cell, parse, split_cell, start_sort_key

from .grammar import expression
from .spelling import with_noise

PIECES = (
    "1 2 12 31 2012 2012/13 1. 3/6 maj jul may dec. og eller or til - / . , ; ( ) den d. i ca. senest inden "
    "inden_for fra mellem primo ultimo udgangen_af kvartal 1.kv Q3 uge week årsskiftet hen_over forår vinter kl. "
    "forventet løbende snarest siden efter pr. og_frem 31. § ½ 😀 \0 \ud800 å á"
).split(" ")

anything = st.text(st.characters(exclude_categories=()), max_size=250)
almost_dates = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: " ".join(pieces).replace("_", " "))
contexts = st.none() | st.dates() | st.sampled_from([date.min, date.max])
readings = st.builds(parse, almost_dates | st.builds(lambda r: expression(r).text, st.randoms(use_true_random=False)))


def test_six_thousand_random_expressions_read_as_constructed():
    misses = []
    for seed in range(6000):
        random = Random(seed)
        written = expression(random)
        text = with_noise(random, written.text)
        reading = parse(text, written.context)
        if (reading.earliest, reading.latest, reading.kind) != (written.low, written.high, written.kind):
            misses.append((text, written, reading))

    assert misses == []


@settings(max_examples=400, deadline=None)
@given(anything | almost_dates, contexts)
@example("\ud800", None)
@example("31. dec. 9999", date.max)
@example("ca. 1. januar 0001", date.min)
def test_any_text_is_read_without_raising_and_kept_verbatim(text, context):
    assert parse(text, context).as_written == text


@settings(max_examples=300, deadline=None)
@given(almost_dates, contexts)
def test_the_earliest_day_is_never_after_the_latest(text, context):
    reading = parse(text, context)

    assert reading.earliest is None or reading.latest is None or reading.earliest <= reading.latest


@settings(max_examples=200, deadline=None)
@given(almost_dates, st.none() | st.dates())
def test_reading_a_text_again_gives_the_same(text, context):
    reading = parse(text, context)

    assert parse(str(reading), context) == reading


@settings(max_examples=200, deadline=None)
@given(almost_dates, contexts)
def test_every_reading_can_be_printed(text, context):
    reading = parse(text, context)

    assert isinstance(reading.edtf + format_reading(reading), str)


@settings(max_examples=200, deadline=None)
@given(readings, readings, readings)
def test_end_dates_are_in_one_total_order(one, two, three):
    low, middle, high = sorted((one, two, three), key=end_sort_key)

    assert end_sort_key(low) <= end_sort_key(middle) <= end_sort_key(high)


@settings(max_examples=200, deadline=None)
@given(readings, readings)
def test_start_dates_are_comparable(one, two):
    assert (start_sort_key(one) <= start_sort_key(two)) or (start_sort_key(two) <= start_sort_key(one))


@settings(max_examples=500, deadline=None)
@given(anything | almost_dates | st.text("() \n\t1.maj2012", max_size=60))
def test_a_cell_is_taken_apart_without_losing_a_character(text):
    assert join_cell(split_cell(text)) == text
