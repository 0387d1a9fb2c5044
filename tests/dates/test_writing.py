"""Days and readings in Danish."""

from datetime import date

import pytest

from handleplan.dates import format_day, format_month, format_numeric, format_reading, parse

LAST_DAY = date(2013, 12, 31)


def test_a_day_is_written_with_the_month_in_words():
    assert format_day(LAST_DAY) == "31. december 2013"


def test_a_day_is_written_in_numbers():
    assert format_numeric(date(2013, 5, 1)) == "1.5.2013"


def test_a_month_is_written_in_words():
    assert format_month(date(2013, 11, 15)) == "november 2013"


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("medio 2013", "1.5.–31.8.2013"),
        ("udgangen af 2012", "31.12.2012"),
        ("senest 31. dec. 2012", "senest 31.12.2012"),
        ("siden oktober 2011", "fra 1.10.2011"),
        ("medio feb. 2012", "11.–20.2.2012"),
        ("ultimo 2013 primo 2014", "1.9.2013–30.4.2014"),
        ("løbende", ""),
        ("snarest", ""),
        ("31. juni 2012", ""),
    ],
)
def test_a_reading_is_echoed_with_what_its_days_share_said_once(text, echo):
    assert format_reading(parse(text)) == echo


@pytest.mark.parametrize("text", ["medio 2013", "medio feb. 2012", "ultimo 2013 primo 2014", "1. maj 2012", "fra 2012"])
def test_an_echo_reads_as_the_days_it_was_written_from(text):
    reading = parse(text)
    echo = parse(format_reading(reading))

    assert (echo.earliest, echo.latest) == (reading.earliest, reading.latest)
