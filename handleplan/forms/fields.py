"""Form fields that read what Danes write: numbers, days, imprecise dates and prose.

Whatever was typed stays in the field when it is refused, and the sentence beside it says how to mend it. Django's own
fields read "1.000" as 1 and refuse "3.700", "31/12-2012" and "1. maj 2013" (MEASURED.md, "Input and output").
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from handleplan import dates, prose
from handleplan.amounts import LONGEST as LONGEST_NUMBER
from handleplan.amounts import NumberError, format_number, parse_number

LONGEST_DATE = 400  # as the columns of an imprecise date
_LARGEST = 2_147_483_647  # an integer column of PostgreSQL
_SHOWN = 40  # characters of a refused text that its message repeats


class DanishDecimalField(forms.Field):
    """A number with at most ``decimal_places`` decimals; gives a ``Decimal`` or None."""

    widget = forms.TextInput
    inputmode = "decimal"
    default_error_messages = {
        "invalid": _("“%(text)s” is not a number. Write it in digits, for example 1.234,50."),
        "too-long": _("The number is too long. Write it in digits, for example 1.234,50."),
        "ambiguous": _("“%(text)s” can mean %(first)s or %(second)s. Write the one you mean."),
        "decimals": ngettext_lazy(
            "Write the number with at most %(places)d decimal.",
            "Write the number with at most %(places)d decimals.",
            "places",
        ),
    }
    messages_of_bounds: tuple[Promise | str, Promise | str] = (
        _("Write a number that is at least %(bound)s."),
        _("Write a number that is at most %(bound)s."),
    )

    def __init__(
        self,
        *,
        decimal_places: int = 2,
        min_value: Decimal | int = -10 * _LARGEST,
        max_value: Decimal | int = 10 * _LARGEST,
        **options: Any,
    ) -> None:
        self.decimal_places = decimal_places
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**options)
        least, most = self.messages_of_bounds
        self.validators += [_Least(min_value, least), _Most(max_value, most)]

    def to_python(self, value: Any) -> Decimal | None:
        """The number of a text; None for an empty one."""
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, int | Decimal):
            return Decimal(value)
        try:
            number = parse_number(str(value))
        except NumberError as error:
            raise self._refused(str(value), error) from error
        if self._is_finer(number):
            raise self._too_fine(str(value))
        return number

    def _is_finer(self, number: Decimal) -> bool:
        _sign, digits, exponent = number.as_tuple()
        extra = -int(exponent) - self.decimal_places
        return extra > 0 and any(digits[-extra:])

    def prepare_value(self, value: Any) -> Any:
        """A number as Danes write it; what was typed as it was typed."""
        return format_number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": self.inputmode, "autocomplete": "off", "maxlength": LONGEST_NUMBER}

    def _refused(self, text: str, error: NumberError) -> ValidationError:
        code = error.problem if error.problem in self.error_messages else "invalid"
        params = {"text": _shown(text)}
        if error.readings:
            params |= {"first": format_number(error.readings[0]), "second": format_number(error.readings[1])}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _too_fine(self, text: str) -> ValidationError:
        return ValidationError(self.error_messages["decimals"], code="decimals", params={"places": self.decimal_places})


class DanishIntegerField(DanishDecimalField):
    """A whole number: "3.700" is 3700. Gives an ``int`` or None; fits the database's integer unless told otherwise."""

    default_error_messages = {
        "invalid": _("“%(text)s” is not a number. Write it in digits, for example 3.700."),
        "too-long": _("The number is too long. Write it in digits, for example 3.700."),
        "whole": _("“%(text)s” is not a whole number. Write it without decimals, for example 3.700."),
    }

    def __init__(self, *, min_value: int = -_LARGEST, max_value: int = _LARGEST, **options: Any) -> None:
        self.inputmode = "numeric" if min_value >= 0 else "text"  # a telephone's digits have no minus
        super().__init__(decimal_places=0, min_value=min_value, max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        number = super().to_python(value)
        return None if number is None else int(number)

    def _too_fine(self, text: str) -> ValidationError:
        return ValidationError(self.error_messages["whole"], code="whole", params={"text": _shown(text)})


class _OneLineDate(forms.CharField):
    """What the two date fields share: one line of NFC text, without a calendar that would hide what was typed."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_DATE)
        super().__init__(**options)

    def clean_text(self, value: Any) -> str:
        text = "" if value in self.empty_values else prose.normalise(str(value)).replace("\n", " ").strip()
        if len(text) > (self.max_length or LONGEST_DATE):
            self.run_validators(text)  # too long to be read
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "spellcheck": "false"}


class DanishDateField(_OneLineDate):
    """One day: "31/12-2012", "1. maj 2013", "31.12.2012", "2012-12-31". Gives a ``date`` or None."""

    default_error_messages = {
        "unread": _("“%(text)s” is not a date. Write one day, for example 31.12.2013."),
        "imprecise": _("“%(text)s” means %(reading)s. Write one day, for example 31.12.2013."),
        "open": _("“%(text)s” means no particular day. Write one day, for example 31.12.2013."),
        "no-year": _("“%(text)s” has no year. Write the year too, for example 31.12.2013."),
        "impossible": _("“%(text)s” does not exist in the calendar. Write one day, for example 31.12.2013."),
    }

    def to_python(self, value: Any) -> dt.date | None:  # type: ignore[override]
        if isinstance(value, dt.date):
            return value
        text = self.clean_text(value)
        if not text:
            return None
        reading = dates.parse(text)
        if reading.is_day and reading.certain and reading.kind == dates.Kind.INTERVAL:
            return reading.earliest
        code = _why_no_day(reading)
        meaning = dates.format_reading(reading)
        raise ValidationError(self.error_messages[code], code=code, params={"text": _shown(text), "reading": meaning})

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):  # CharField's rules are about text
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return dates.format_numeric(value) if isinstance(value, dt.date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class ImpreciseDateField(_OneLineDate):
    """A date as free text: "medio 2013", "1. gang senest 1. september". Gives an ``ImpreciseDate`` or None.

    The words are kept as typed. ``context`` is the day of the document, for a missing year; a form may set it on the
    field of its instance. With ``required_reading=False`` a text that cannot be read is taken too, its kind "unread".
    """

    default_error_messages = {
        "unread": _(
            "“%(text)s” cannot be read as a date. Write for example 1. maj 2013, medio 2013 or 2. kvartal 2013."
        ),
        "no-year": _("“%(text)s” has no year. Write the year too, for example 1. maj 2013."),
        "impossible": _("“%(text)s” does not exist in the calendar."),
    }

    def __init__(self, *, required_reading: bool = True, context: dt.date | None = None, **options: Any) -> None:
        self.required_reading = required_reading
        self.context = context
        super().__init__(**options)

    def to_python(self, value: Any) -> dates.ImpreciseDate | None:  # type: ignore[override]
        if isinstance(value, dates.ImpreciseDate):
            return value
        text = self.clean_text(value)
        if not text:
            return None
        reading = dates.parse(text, self.context)
        if self.required_reading and not reading.is_read:
            code = _why_unread(reading)
            raise ValidationError(self.error_messages[code], code=code, params={"text": _shown(text)})
        return reading

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        return value.as_written if isinstance(value, dates.ImpreciseDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.as_written if isinstance(initial, dates.ImpreciseDate) else self.clean_text(initial)
        try:
            return bool(before != self.clean_text(data))
        except ValidationError:
            return True


class ProseTextarea(forms.Textarea):
    """A text field that takes paste from Word and has a toolbar, where ``paste.js`` and ``toolbar.js`` are loaded."""

    WORDS = {
        "tools": _("Formatting"),
        "bold": _("Bold"),
        "bullet": _("Bulleted list"),
        "number": _("Numbered list"),
        "lost": _("Pasted. Left out:"),
        "image": _("images"),
        "table": _("the frame of a table"),
        "heading": _("headings (they are bold now)"),
        "underline": _("underlining"),
        "strike": _("strikethrough (the words are still there)"),
        "deletion": _("deleted text"),
        "comment": _("comments"),
        "link": _("links to files"),
        "numbering": _("letters before the points of a list"),
        "cut": _("the end of a very long text"),
    }

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, "data-paste": "markdown", "data-toolbar": True} | (attrs or {}))

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        words = json.dumps({code: str(word) for code, word in self.WORDS.items()}, ensure_ascii=False)
        return {"data-said": words} | super().build_attrs(base_attrs, extra_attrs)


class ProseField(forms.CharField):
    """A text in Markdown, normalised; at most ``max_length`` characters and ``max_lines`` lines, counted after that.

    The field has no ``maxlength`` attribute: a browser would cut a pasted text without a word.
    """

    widget = ProseTextarea
    default_error_messages = {
        "too-long": ngettext_lazy(
            "The text is %(over)d character too long. It may have %(most)s characters.",
            "The text is %(over)d characters too long. It may have %(most)s characters.",
            "over",
        ),
        "too-many-lines": ngettext_lazy(
            "The text has %(over)d line too many. It may have %(most)s lines.",
            "The text has %(over)d lines too many. It may have %(most)s lines.",
            "over",
        ),
    }

    def __init__(self, *, max_length: int = prose.LONGEST, max_lines: int = prose.MOST_LINES, **options: Any) -> None:
        self.most_characters, self.max_lines = max_length, max_lines
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else prose.normalise(str(value))
        self._check("too-long", len(text), self.most_characters)
        self._check("too-many-lines", text.count("\n") + 1, self.max_lines)
        return text if text.strip() else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return prose.normalise(str(initial or "")) != prose.normalise(str(data or ""))

    def _check(self, code: str, count: int, most: int) -> None:
        if count > most:
            params = {"over": count - most, "most": format_number(most)}
            raise ValidationError(self.error_messages[code], code=code, params=params)


class _Bound:
    """A bound that is written in Danish in its message."""

    def __init__(self, limit_value: Decimal | int, message: Promise | str) -> None:
        super().__init__(limit_value, message)  # type: ignore[call-arg]

    def __call__(self, value: Any) -> None:
        if self.compare(value, self.limit_value):  # type: ignore[attr-defined]
            params = {"bound": format_number(self.limit_value)}  # type: ignore[attr-defined]
            raise ValidationError(self.message, code=self.code, params=params)  # type: ignore[attr-defined]


class _Least(_Bound, MinValueValidator):
    pass


class _Most(_Bound, MaxValueValidator):
    pass


def _why_unread(reading: dates.ImpreciseDate) -> str:
    if reading.kind == dates.Kind.IMPOSSIBLE:
        return "impossible"
    return "no-year" if reading.problem == "no-year" else "unread"


def _why_no_day(reading: dates.ImpreciseDate) -> str:
    if not reading.is_read:
        return _why_unread(reading)
    return "imprecise" if dates.format_reading(reading) else "open"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
