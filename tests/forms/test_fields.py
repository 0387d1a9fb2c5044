"""The fields of a form: what they take, what they refuse, and the sentence they refuse it with."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import suppress
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from handleplan.dates import ImpreciseDate, Kind
from handleplan.forms.fields import (
    DanishDateField,
    DanishDecimalField,
    DanishIntegerField,
    ImpreciseDateField,
    ProseField,
)


class Everything(forms.Form):
    count = DanishIntegerField(min_value=0)
    amount = DanishDecimalField()
    day = DanishDateField()
    end = ImpreciseDateField()
    text = ProseField()


def refusal(field: forms.Field, value: str) -> str:
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            field.clean(value)
        return str(refused.value.messages[0])


# -- numbers --------------------------------------------------------------------------------------------------------


def test_three_thousand_seven_hundred_is_no_decimal():
    assert DanishIntegerField().clean("3.700") == 3700
    assert DanishDecimalField().clean("1.234,50") == Decimal("1234.50")


def test_an_ambiguous_number_is_refused_with_both_readings():
    assert refusal(DanishIntegerField(), "1.00") == "“1.00” can mean 1,00 or 100. Write the one you mean."


def test_an_integer_field_refuses_decimals_but_takes_zeros():
    assert refusal(DanishIntegerField(), "1,5").startswith("“1,5” is not a whole number.")
    assert DanishIntegerField().clean("1,0") == 1


def test_a_decimal_field_counts_decimals():
    assert refusal(DanishDecimalField(decimal_places=1), "1,25") == "Write the number with at most 1 decimal."
    assert DanishDecimalField(decimal_places=1).clean("1,50") == Decimal("1.5")


def test_a_number_the_database_cannot_hold_is_refused():
    assert refusal(DanishIntegerField(), "9.999.999.999") == "Write a number that is at most 2.147.483.647."


def test_a_bound_is_written_in_danish():
    assert refusal(DanishIntegerField(min_value=1000), "7") == "Write a number that is at least 1.000."


def test_an_empty_number_is_none_unless_required():
    assert DanishIntegerField(required=False).clean(" ") is None
    with pytest.raises(ValidationError):
        DanishIntegerField().clean("")


def test_a_number_stands_in_its_field_as_danes_write_it():
    assert 'value="1.234,50"' in str(Everything(initial={"amount": Decimal("1234.50")})["amount"])


def test_what_was_refused_stays_in_the_field():
    assert 'value="1.00"' in str(Everything({"count": "1.00"})["count"])


def test_the_same_number_written_otherwise_is_no_change():
    assert not DanishDecimalField().has_changed(Decimal("1234.50"), "1.234,5")
    assert DanishDecimalField().has_changed(Decimal("1234.50"), "1.00")


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    with suppress(ValidationError):
        assert DanishDecimalField(required=False, decimal_places=6).clean(text) != ""


# -- days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["31/12-2012", "31.12.2012", "31. december 2012", "2012-12-31", " 31/12-12 "])
def test_a_day_is_read_however_it_is_written(text):
    assert DanishDateField().clean(text) == dt.date(2012, 12, 31)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("maj 2013", "“maj 2013” means 1.–31.5.2013. Write one day, for example 31.12.2013."),
        ("senest 1. maj 2013", "“senest 1. maj 2013” means senest 1.5.2013. Write one day, for example 31.12.2013."),
        ("1. maj", "“1. maj” has no year. Write the year too, for example 31.12.2013."),
        ("31/2-2013", "“31/2-2013” does not exist in the calendar. Write one day, for example 31.12.2013."),
        ("i morgen", "“i morgen” is not a date. Write one day, for example 31.12.2013."),
        ("snarest", "“snarest” means no particular day. Write one day, for example 31.12.2013."),
    ],
)
def test_what_is_no_day_is_refused_with_its_reading(text, sentence):
    assert refusal(DanishDateField(), text) == sentence


def test_a_day_stands_in_its_field_as_danes_write_it():
    assert 'value="31.12.2012"' in str(Everything(initial={"day": dt.date(2012, 12, 31)})["day"])
    assert not DanishDateField().has_changed(dt.date(2012, 12, 31), "31. december 2012")


# -- imprecise dates ------------------------------------------------------------------------------------------------


def test_an_imprecise_date_keeps_its_words():
    end = ImpreciseDateField().clean("medio  2013")
    assert (end.as_written, end.latest) == ("medio  2013", dt.date(2013, 8, 31))


def test_words_are_composed():
    assert ImpreciseDateField(required_reading=False).clean("fora\u030ar 2013").as_written == "forår 2013"


def test_a_missing_year_comes_from_the_document():
    assert refusal(ImpreciseDateField(), "1. maj").startswith("“1. maj” has no year.")
    assert ImpreciseDateField(context=dt.date(2013, 3, 1)).clean("1. maj").latest == dt.date(2013, 5, 1)


def test_what_cannot_be_read_is_refused_or_kept_as_written():
    assert refusal(ImpreciseDateField(), "når vi kan").startswith("“når vi kan” cannot be read as a date.")
    kept = ImpreciseDateField(required_reading=False).clean("når vi kan")
    assert (kept.as_written, kept.kind) == ("når vi kan", Kind.UNREAD)


def test_a_date_of_more_than_400_characters_is_refused():
    with pytest.raises(ValidationError):
        ImpreciseDateField(required_reading=False).clean("x" * 401)
    assert ImpreciseDateField(required_reading=False).clean("x" * 400).kind == Kind.UNREAD


def test_the_words_stand_in_the_field_and_only_other_words_are_a_change():
    end = ImpreciseDate("medio 2013")
    assert 'value="medio 2013"' in str(Everything(initial={"end": end})["end"])
    assert not ImpreciseDateField().has_changed(end, "medio 2013")
    assert ImpreciseDateField().has_changed(end, "ultimo 2013")
    assert ImpreciseDateField(required=False).clean("") is None


# -- prose ----------------------------------------------------------------------------------------------------------


def test_prose_is_normalised():
    assert ProseField().clean("a\r\nb\x0bc \x00") == "a\nb\nc"


def test_prose_that_is_too_long_says_by_how_much():
    assert ProseField().clean("x" * 10_000 + "\n") == "x" * 10_000
    sentence = "The text is 2 characters too long. It may have 10.000 characters."
    assert refusal(ProseField(), "x" * 10_002) == sentence


def test_prose_of_more_lines_than_a_report_can_print_is_refused():
    assert refusal(ProseField(), "x\n" * 201) == "The text has 1 line too many. It may have 200 lines."


def test_blanks_alone_are_no_text():
    assert ProseField(required=False).clean(" \n\u00a0 ") == ""


def test_line_ends_of_the_browser_are_no_change():
    assert not ProseField().has_changed("a\nb", "a\r\nb ")


# -- what the page says ---------------------------------------------------------------------------------------------


def test_no_widget_brings_style_or_script():
    page = str(Everything())
    assert re.findall(r"\s(?:style|on\w+)=", page) == []
    assert 'type="date"' not in page


def test_telephones_show_the_right_keys_and_nothing_is_completed():
    form = Everything()
    assert 'inputmode="numeric"' in str(form["count"])
    assert 'inputmode="decimal"' in str(form["amount"])
    assert 'autocomplete="off"' in str(form["end"])
    assert 'inputmode="text"' in str(DanishIntegerField().widget.render("x", None, DanishIntegerField().widget.attrs))


def test_the_text_field_asks_for_paste_and_toolbar_and_brings_their_words():
    with override("en"):
        page = str(Everything()["text"])
    assert 'data-paste="markdown"' in page
    assert " data-toolbar" in page
    assert "maxlength" not in page
    words = json.loads(page.split('data-said="')[1].split('"')[0].replace("&quot;", '"'))
    assert words["bold"] == "Bold"
