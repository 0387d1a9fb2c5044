"""What single expressions mean: the choices of DOMAIN.md B1 and B3, and those made where it is silent."""

import time
from datetime import date

import pytest

from handleplan.dates import ImpreciseDate, Kind, Precision, ReadBy, parse

AS_OF = date(2013, 11, 15)


def days(text: str, context: date | None = None) -> tuple[str, str]:
    reading = parse(text, context)
    return str(reading.earliest or ""), str(reading.latest or "")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("inden 1. juni 2012", "", "2012-05-31"),
        ("før 1/6 2012", "", "2012-05-31"),
        ("before 1 June 2012", "", "2012-05-31"),
        ("inden juni 2012", "", "2012-05-31"),
        ("inden 2012", "", "2011-12-31"),
        ("inden for 2012", "", "2012-12-31"),
        ("inden udgangen af 2012", "", "2012-12-31"),
        ("inden ultimo 2012", "", "2012-12-31"),
        ("before the end of March 2012", "", "2012-03-31"),
        ("senest 31.12.2012", "", "2012-12-31"),
        ("senest ultimo 2012", "", "2012-12-31"),
        ("senest i juni 2012", "", "2012-06-30"),
        ("by mid-2013", "", "2013-08-31"),
        ("frem til og med 31. december 2012", "", "2012-12-31"),
        ("t.o.m. 1. maj 2012", "", "2012-05-01"),
        ("fra 2012", "2012-01-01", ""),
        ("f.o.m. maj 2012", "2012-05-01", ""),
        ("efter 1. juni 2012", "2012-06-02", ""),
        ("efter juni 2012", "2012-07-01", ""),
        ("efter udgangen af 2012", "2013-01-01", ""),
        ("i 2013 og frem", "2013-01-01", ""),
        ("2013 onwards", "2013-01-01", ""),
        ("pr. ultimo juni 2017", "2017-06-30", "2017-06-30"),
        ("saldo ultimo 2012", "2012-12-31", "2012-12-31"),
        ("pr. primo 2013", "2013-01-01", "2013-01-01"),
        ("pr. 1. marts 2017", "2017-03-01", "2017-03-01"),
    ],
)
def test_a_limit_bounds_one_side(text, earliest, latest):
    assert days(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("ca. 1. juni 2012", "2012-05-29", "2012-06-04"),
        ("omkring uge 34 2012", "2012-08-13", "2012-09-02"),
        ("omkring juni 2012", "2012-05-17", "2012-07-15"),
        ("senest ca. 1. juni 2012", "", "2012-06-04"),
        ("ca. udgangen af 2012", "2012-12-28", "2013-01-03"),
        ("ca. medio 2013", "2013-05-01", "2013-08-31"),
        ("ca. 2012", "2012-01-01", "2012-12-31"),
    ],
)
def test_approximate_days_weeks_and_months_are_widened(text, earliest, latest):
    assert days(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("primo 1. halvår 2012", "2012-01-01", "2012-02-29"),
        ("medio 3. kvartal 2012", "2012-08-01", "2012-08-31"),
        ("ultimo februar 2012", "2012-02-21", "2012-02-29"),
        ("slutningen af sommeren 2012", "2012-08-01", "2012-08-31"),
        ("medio 2. tertial 2012", "2012-06-01", "2012-07-31"),
        ("ultimo uge 34 2012", "2012-08-24", "2012-08-26"),
        ("første halvdel af juni 2012", "2012-06-01", "2012-06-15"),
        ("sidste kvartal 2012", "2012-10-01", "2012-12-31"),
    ],
)
def test_thirds_are_of_the_period_they_name(text, earliest, latest):
    assert days(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("dec. 2009 – okt. 2011", "2009-12-01", "2011-10-31"),
        ("fra november til februar 2013", "2012-11-01", "2013-02-28"),
        ("maj 2012 - dec.", "2012-05-01", "2012-12-31"),
        ("nov. 2012 - feb.", "2012-11-01", "2013-02-28"),
        ("fra 1. til 3. maj 2012", "2012-05-01", "2012-05-03"),
        ("1/5-3/6 2012", "2012-05-01", "2012-06-03"),
        ("1.5.–31.8.2013", "2013-05-01", "2013-08-31"),
        ("uge 34-36 2012", "2012-08-20", "2012-09-09"),
        ("1.-3. kvartal 2012", "2012-01-01", "2012-09-30"),
        ("Q1-Q3 2012", "2012-01-01", "2012-09-30"),
        ("primo/medio 2013", "2013-01-01", "2013-08-31"),
        ("maj/juni 2012", "2012-05-01", "2012-06-30"),
        ("ultimo 2013 / primo 2014", "2013-09-01", "2014-04-30"),
        ("mellem marts og juni 2012", "2012-03-01", "2012-06-30"),
        ("June 12 to July 3, 2012", "2012-06-12", "2012-07-03"),
        ("vinteren 2012/13 - 19. februar 2013", "2012-12-01", "2013-02-19"),
    ],
)
def test_the_sides_of_a_range_lend_each_other_what_they_lack(text, earliest, latest):
    reading = parse(text)

    assert (str(reading.earliest), str(reading.latest), reading.kind) == (earliest, latest, Kind.RANGE)


def test_alternatives_stored_without_their_members_are_an_interval_in_edtf():
    stored = ImpreciseDate("marts eller juni 2012", date(2012, 3, 1), date(2012, 6, 30), Kind.ALTERNATIVES)

    assert stored.edtf == "2012-03/2012-06"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("marts og juni 2012", "{2012-03,2012-06}"),
        ("marts, juni og september 2012", "{2012-03,2012-06,2012-09}"),
        ("1. og 15. maj 2012", "{2012-05-01,2012-05-15}"),
        ("2. eller 3. kvartal 2012", "[2012-34,2012-35]"),
        ("vinteren 2012/13", "2012-12/2013-02"),
        ("årsskiftet 2016/17", "2016-12-31/2017-01-01"),
        ("1. halvår 2012", "2012-40"),
        ("2. tertial 2012", "2012-38"),
        ("primo 1. kvartal 2012", "2012-01"),
        ("ca. uge 34 2012", "2012-08-20~/2012-08-26~"),
        ("senest ca. 1. juni 2012", "../2012-06-01~"),
        ("sommer 2012", "2012-22"),
        ("ca. juni 2012", "2012-06~"),
        ("løbende", ""),
        ("31. juni 2012", ""),
    ],
)
def test_edtf_says_what_edtf_can_say(text, edtf):
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "inden sommerferien",
        "ved årsskiftet",
        "næste år",
        "i indeværende år",
        "inden for 3 måneder",
        "8 uger",
        "inden jul",
        "3 måneder efter vedtagelse",
        "løbende fra 1. jan. 2012",
        "afventer lovgivning",
        "frem mod sommer",
    ],
)
def test_what_is_seen_from_an_event_is_not_read(text):
    reading = parse(text, AS_OF)

    assert (reading.kind, reading.problem, reading.is_read) == (Kind.UNREAD, "relative", False)


@pytest.mark.parametrize(
    "text", ["quarter 2 2009/2010", "1.2.5.6", "primo", "første maj 2012", "2012 2013", "(foo) 2012", "..."]
)
def test_what_is_no_date_is_not_read(text):
    assert (parse(text, AS_OF).kind, parse(text, AS_OF).problem) == (Kind.UNREAD, "not-a-date")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31. juni 2012", "impossible-day"),
        ("31. juni", "impossible-day"),
        ("29. feb. 2013", "impossible-day"),
        ("0/5 2012", "impossible-day"),
        ("4/13", "impossible-month"),
        ("13/2011", "impossible-month"),
        ("12/31/2012", "impossible-month"),
        ("uge 54 2012", "impossible-week"),
        ("uge 53 2012", "impossible-week"),
        ("5. kvartal 2012", "impossible-number"),
        ("3. halvår 2012", "impossible-number"),
        ("1. maj 1899", "impossible-year"),
        ("9999", "impossible-year"),
        ("okt. 2011 - dec. 2009", "reversed-range"),
    ],
)
def test_an_impossible_date_says_what_is_wrong(text, problem):
    assert (parse(text).kind, parse(text).problem) == (Kind.IMPOSSIBLE, problem)


@pytest.mark.parametrize(
    "text", ["snarest", "Snarest muligt.", "hurtigst muligt", "afventer", "TBD", "-", "–", "", " \u00a0\n"]
)
def test_saying_that_there_is_no_date_is_understood(text):
    reading = parse(text)

    assert (reading.kind, reading.certain, reading.problem) == (Kind.NONE, True, "")


@pytest.mark.parametrize("text", ["løbende", "I drift", "permanent", "månedligt", "Årligt.", "ongoing"])
def test_work_without_an_end_is_ongoing(text):
    assert parse(text).kind == Kind.ONGOING


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("31. dec.", "2013-12-31"),
        ("i september", "2013-09-01"),
        ("i august", "2014-08-01"),
        ("29. februar", "2016-02-29"),
    ],
)
def test_a_missing_year_is_the_next_that_ends_no_earlier_than_sixty_days_before(text, earliest):
    reading = parse(text, AS_OF)

    assert (str(reading.earliest), reading.year_from_context, reading.certain) == (earliest, True, False)


def test_since_a_month_without_year_looks_back():
    assert days("siden oktober", AS_OF) == ("2013-10-01", "")


def test_after_the_turn_of_the_year_is_the_next_first_of_january():
    assert days("efter årsskiftet", date(2011, 9, 1)) == ("2012-01-01", "")


def test_a_missing_year_without_context_is_not_guessed():
    reading = parse("i marts")

    assert (reading.kind, reading.problem, reading.earliest) == (Kind.UNREAD, "no-year", None)


@pytest.mark.parametrize(
    ("text", "year"), [("maj-69", 2069), ("maj-70", 1970), ("31/12-99", 1999), ("1. maj 00", 2000)]
)
def test_two_digit_years_turn_at_seventy(text, year):
    reading = parse(text)

    assert (reading.earliest.year, reading.two_digit_year) == (year, True)


@pytest.mark.parametrize(
    "text",
    [
        "vinter 2012",
        "2011-12",
        "May 11",
        "inden ultimo 2012",
        "tirsdag den 3. juni 2013",
        "årsskiftet 2012",
        "(1. maj 2012)",
    ],
)
def test_a_doubtful_reading_asks_for_a_person(text):
    reading = parse(text)

    assert (reading.is_read, reading.ambiguous, reading.certain) == (True, True, False)


@pytest.mark.parametrize(
    "text", ["mandag den 3. juni 2013", "vinteren 2012/13", "2008-2010", "2012-13", "May 2011", "maj-11"]
)
def test_a_plain_reading_is_certain(text):
    assert parse(text).certain is True


def test_alternatives_are_never_certain():
    assert parse("maj 2014 eller juni 2014").certain is False


def test_alternatives_keep_the_words_of_each():
    reading = parse("ULTIMO januar 2014 eller maj 2014")

    assert [part.as_written for part in reading.parts] == ["ULTIMO januar 2014", "maj 2014"]


def test_a_cell_of_revised_dates_reads_as_the_last():
    reading = parse("(1. feb. 2012) (1. juli 2012) ultimo 2013")

    assert (str(reading.earliest), str(reading.latest)) == ("2013-09-01", "2013-12-31")


def test_the_end_of_a_year_is_a_day():
    assert (parse("udgangen af 2012").is_day, parse("udgangen af 2012").precision) == (True, Precision.DAY)


def test_a_deadline_is_no_day():
    assert parse("senest 1. maj 2012").is_day is False


@pytest.mark.parametrize(
    "text",
    [
        "1.sep. 2011",
        "1. SEP 2011",
        "1\u00a0sept.\u00a02011",
        "1.sep.2011",
        "1 september\t2011",
        "01.09.2011",
        "1/9 2011",
        "d. 1/9-2011",
        "den 1. september 2011.",
        "2011-09-01",
        "September 1st, 2011",
        "1. sep\u00adtember 2011",
        "1. sep 11",
        "torsdag den 1. september 2011, kl. 16:00",
        "1. sep. 2011 kl. 9-11",
    ],
)
def test_a_day_is_read_however_it_is_spelled(text):
    assert days(text) == ("2011-09-01", "2011-09-01")


def test_decomposed_letters_are_the_same_letters():
    assert days("fora\u030ar 2012") == ("2012-03-01", "2012-05-31")


def test_a_person_may_override_the_days_and_the_words_stay():
    reading = parse("inden sommerferien", AS_OF).override(None, date(2014, 6, 27))

    assert (reading.as_written, reading.kind, reading.latest, reading.read_by, reading.problem) == (
        "inden sommerferien",
        Kind.DEADLINE,
        date(2014, 6, 27),
        ReadBy.PERSON,
        "",
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "kind"),
    [
        (date(2014, 1, 1), date(2014, 5, 31), Kind.INTERVAL),
        (date(2014, 1, 1), None, Kind.ONWARDS),
        (None, date(2014, 5, 31), Kind.DEADLINE),
        (None, None, Kind.NONE),
    ],
)
def test_the_sides_of_an_override_say_its_kind(earliest, latest, kind):
    assert parse("forår 2014").override(earliest, latest).kind == kind


def test_an_override_cannot_end_before_it_begins():
    with pytest.raises(ValueError):
        parse("forår 2014").override(date(2014, 5, 31), date(2014, 1, 1))


def test_a_long_text_is_not_tried():
    assert parse("1. maj 2012 " * 20).problem == "too-long"


@pytest.mark.parametrize(
    "text", [" " * 10**6 + "maj 2012", "(" * 10**6, "maj og " * 150_000, "\u0301" * 10**6, "\0" * 10**6]
)
def test_a_megabyte_is_answered_at_once(text):
    start = time.perf_counter()
    parse(text, AS_OF)

    assert time.perf_counter() - start < 1
