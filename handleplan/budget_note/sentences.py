"""What a budget note's sentences say of money: grants they recommend, savings they expect, and the parts of both.

What is found is offered to a person, who keeps or drops it. Source: S001-8 to S001-12, S001-26.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal

from handleplan.money import Amount, find_amounts

from .audit import plain_words
from .facts import AmountFact, AppropriationFact

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ*])")
_RECOMMENDED = re.compile(r"\b(?:anbefales|indstilles|foreslås|ansøges om)\b.*bevilling", re.DOTALL | re.IGNORECASE)
_BENEFIT = re.compile(
    r"\b(?:mindre ?udgift\w*|reducer\w*|budgetforbedring\w*|besparelse\w*|mindreforbrug\w*|merindtægt\w*)\b",
    re.IGNORECASE,
)
_TOTAL_COST = re.compile(r"\bsamlede? udgift\b|\bsvarende til\b", re.IGNORECASE)
_KIND = (("capital", re.compile(r"anlægsbevilling")), ("operating", re.compile(r"driftsbevilling")))
_DURATION = (
    ("one_year", re.compile(r"\b(?:1|et|én)-?årig", re.IGNORECASE)),
    ("two_years", re.compile(r"\b(?:2|to)-?årig", re.IGNORECASE)),
    ("permanent", re.compile(r"\b(?:permanent|varig)", re.IGNORECASE)),
)
_BASIS = re.compile(r"\b(?P<basis>netto|brutto)\b(?P<rest>[^.(]{0,40}(?:\([^)]{1,120}\))?)", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\s{0,3}(?P<how>i|fra)\s{1,3}(?P<year>(?:19|20)[0-9]{2})(?P<onwards>\s{1,3}og frem)?")
_YEAR_BEFORE = re.compile(r"\b(?P<how>i|fra)\s{1,3}(?P<year>(?:19|20)[0-9]{2})(?P<onwards>\s{1,3}og frem)?")
_PURPOSE = re.compile(r"^.{0,40}?\btil\s+(?:en\s+|et\s+)?(?P<purpose>.+?)\.?$", re.DOTALL)
_LONGEST_PURPOSE = 400


def find_appropriations(text: str, proposal: str, first: int = 0) -> Iterator[AppropriationFact]:
    """What the text of one section says of money. ``first`` is the place in the note's list of the first one found.

    Needs are parts of the section's recommended grant, later savings parts of its first one.
    """
    found = [one for one in map(_read, _sentences(text)) if one is not None]
    grant = next((at for at, one in enumerate(found) if one.kind or one.duration), None)
    saving = next((at for at, one in enumerate(found) if one.is_benefit), None)
    for at, one in enumerate(found):
        whole = saving if one.is_benefit else grant
        part_of = None if whole is None or whole == at or one.kind else first + whole
        if part_of is None and not one.is_benefit and not one.kind:
            continue  # an amount that belongs to nothing
        yield dataclasses.replace(one, proposal=proposal, part_of=part_of)


def _sentences(text: str) -> Iterator[str]:
    for block in text.split("\n"):
        yield from (sentence for sentence in _SENTENCE_END.split(plain_words(block)) if sentence)


def _read(sentence: str) -> AppropriationFact | None:
    amounts = list(find_amounts(sentence))
    money = [amount for amount in amounts if amount.is_money]
    if not money:
        return None
    recommended, benefit = bool(_RECOMMENDED.search(sentence)), bool(_BENEFIT.search(sentence))
    fte = next((amount for amount in amounts if amount.unit == "årsværk"), None)
    if not recommended and not benefit and not _TOTAL_COST.search(sentence):
        return None
    duration = _first(_DURATION, sentence) if recommended else ""
    basis = _BASIS.search(sentence)
    return AppropriationFact(
        sentence=sentence,
        amounts=tuple(_dated(sentence, money, permanent=duration == "permanent")),
        kind=(_first(_KIND, sentence) or "operating") if recommended else "",
        duration=duration,
        is_benefit=benefit and not recommended,
        basis={"netto": "net", "brutto": "gross"}[basis["basis"].lower()] if basis else "",
        basis_text=basis[0].strip()[:200] if basis else "",
        purpose=_purpose(sentence, money[-1]) if recommended else "",
        fte_as_written=fte.as_written if fte else "",
        fte=fte.low if fte else None,
    )


def _first(choices: tuple[tuple[str, re.Pattern[str]], ...], sentence: str) -> str:
    return next((code for code, pattern in choices if pattern.search(sentence)), "")


def _dated(sentence: str, money: list[Amount], *, permanent: bool) -> Iterator[AmountFact]:
    """Each amount with the year beside it; a year that comes twice keeps its first amount."""
    seen: set[int | None] = set()
    before = 0
    for amount in money:
        after = _YEAR_AFTER.match(sentence, amount.end)
        earlier = list(_YEAR_BEFORE.finditer(sentence, before, amount.start))
        year = after or (earlier[-1] if earlier else None)
        before = after.end() if after else amount.end
        when = int(year["year"]) if year else None
        if when in seen:
            continue
        seen.add(when)
        onwards = bool(year and (year["onwards"] or year["how"] == "fra")) or (permanent and when is not None)
        yield AmountFact(when, amount.as_written, _money(amount.low), _money(amount.high), onwards)


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _purpose(sentence: str, last: Amount) -> str:
    found = _PURPOSE.match(sentence[last.end :])
    return found["purpose"].strip()[:_LONGEST_PURPOSE] if found else ""
