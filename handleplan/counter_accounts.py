"""Everything a counter says, scope by scope: figures, doubts, picture and forecast. The page and the reports ask here.

Pure Python, so that an edition of then and the page of now cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from handleplan import counter_chart, counter_words, measures, tallies
from handleplan.counter_words import Figure
from handleplan.pace import Forecast, forecast
from handleplan.tallies import Tally


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end date that a forecast is held against: its words, and the last day they can mean."""

    text: str
    latest: dt.date


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of one scope. ``scope`` is empty for the counter's own; else ``apart`` says why it stands alone.

    ``sentence`` is the forecast, or why there is none; ``late`` that it passes the deadline. What is measured has no
    end to foresee: its figures say whether the aims are kept, and ``is_over`` that one is not.
    """

    scope: str
    tallies: tuple[Tally, ...]
    figures: tuple[Figure, ...]
    doubts: tuple[str, ...]
    forecast: Forecast
    sentence: str
    late: bool
    picture: counter_chart.Picture | None
    apart: str = ""
    is_over: bool = False


def accounts(
    observed: Iterable[Tally],
    *,
    title: str,
    unit: str,
    own: str = "",
    language: str = "da",
    until: dt.date | None = None,
    deadline: Deadline | None = None,
    target: str = "",
    limit: str = "",
    pictures: bool = True,
) -> list[Account]:
    """One account for each scope that has numbers, the counter's ``own`` first.

    ``until`` is the day that the pictures reach to. A deadline is the point's, ``target`` and ``limit`` are the
    counter's aims as written; all three are meant for the counter's own scope.
    """
    found = []
    for folded, each in tallies.by_scope(observed, own).items():
        if not each:
            continue
        scope = each[0].scope if folded else ""
        is_time = measures.is_time(unit)
        due = None if folded or is_time else deadline
        aims = {} if folded else {"target": target, "limit": limit}
        ahead = _ahead(each)
        shown = ahead if ahead.latest else None
        picture = None
        if pictures:
            name = f"{title}: {scope}" if scope else title
            latest = due.latest if due else None
            known = _aims(aims, unit, language)
            picture = counter_chart.draw(each, name, language, until=until, deadline=latest, forecast=shown, aims=known)
        stand, figures = tallies.standing(each), tuple(figures_of(each, unit, language, **aims))
        found.append(
            Account(
                scope=scope,
                tallies=tuple(each),
                figures=figures,
                doubts=tuple(counter_words.doubts(stand, each, language)),
                forecast=ahead,
                sentence=""
                if is_time
                else counter_words.forecast_in_words(
                    ahead,
                    unit,
                    language,
                    deadline=due.latest if due else None,
                    deadline_text=due.text if due else "",
                ),
                late=counter_words.is_late(ahead, due.latest if due else None),
                picture=picture,
                apart=counter_words.other_scope(scope, own, language) if folded else "",
                is_over=any(figure.is_over for figure in figures),
            )
        )
    return found


def figures_of(
    each: list[Tally], unit: str, language: str = "da", *, target: str = "", limit: str = ""
) -> list[Figure]:
    """The figures of one scope's numbers, in order of time: counted, or measured where the unit is one of time."""
    if measures.is_time(unit):
        return counter_words.measured(each, unit, language, target=target, limit=limit)
    return counter_words.figures(each, tallies.totals(each), tallies.standing(each), unit, language)


def _aims(aims: dict[str, str], unit: str, language: str) -> list[tuple[str, Decimal]]:
    """The aims that can be drawn, by name."""
    words = counter_words.words_for(language)
    known = {words.target: aims.get("target", ""), words.limit: aims.get("limit", "")}
    return [(name, aim) for name, text in known.items() if (aim := measures.in_unit(text, unit)) is not None]


def own_forecast(observed: Iterable[Tally], own: str = "") -> Forecast:
    """The forecast of the counter's own scope."""
    return _ahead(tallies.by_scope(observed, own)[""])


def _ahead(each: list[Tally]) -> Forecast:
    return forecast(tallies.progress(each), tallies.standing(each).remaining)
