"""Everything a counter says, scope by scope: figures, doubts, picture and forecast. The page and the reports ask here.

Pure Python, so that an edition of then and the page of now cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from handleplan import counter_chart, counter_words, tallies
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

    ``sentence`` is the forecast, or why there is none; ``late`` that it passes the deadline.
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


def accounts(
    observed: Iterable[Tally],
    *,
    title: str,
    unit: str,
    own: str = "",
    language: str = "da",
    until: dt.date | None = None,
    deadline: Deadline | None = None,
    pictures: bool = True,
) -> list[Account]:
    """One account for each scope that has numbers, the counter's ``own`` first.

    ``until`` is the day that the pictures reach to. A deadline is the point's, and meant for the counter's own scope.
    """
    found = []
    for folded, each in tallies.by_scope(observed, own).items():
        if not each:
            continue
        scope = each[0].scope if folded else ""
        due = None if folded else deadline
        ahead = _ahead(each)
        shown = ahead if ahead.latest else None
        picture = None
        if pictures:
            name = f"{title}: {scope}" if scope else title
            latest = due.latest if due else None
            picture = counter_chart.draw(each, name, language, until=until, deadline=latest, forecast=shown)
        steps, stand = tallies.totals(each), tallies.standing(each)
        found.append(
            Account(
                scope=scope,
                tallies=tuple(each),
                figures=tuple(counter_words.figures(each, steps, stand, unit, language)),
                doubts=tuple(counter_words.doubts(stand, each, language)),
                forecast=ahead,
                sentence=counter_words.forecast_in_words(
                    ahead,
                    unit,
                    language,
                    deadline=due.latest if due else None,
                    deadline_text=due.text if due else "",
                ),
                late=counter_words.is_late(ahead, due.latest if due else None),
                picture=picture,
                apart=counter_words.other_scope(scope, own, language) if folded else "",
            )
        )
    return found


def own_forecast(observed: Iterable[Tally], own: str = "") -> Forecast:
    """The forecast of the counter's own scope."""
    return _ahead(tallies.by_scope(observed, own)[""])


def _ahead(each: list[Tally]) -> Forecast:
    return forecast(tallies.progress(each), tallies.standing(each).remaining)
