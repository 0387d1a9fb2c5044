"""What the pages of counters show, as ready words and plain dicts; as many queries for a hundred numbers as for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handleplan import counter_words, permissions
from handleplan.counter_accounts import Account, Deadline, accounts
from handleplan.deadline_words import month_in_words, read_as
from handleplan.measures import is_time
from handleplan.models import (
    Counter,
    EndDateRevision,
    Milestone,
    Observation,
    ObservationLink,
    PlanItem,
    StatusEntry,
    User,
)
from handleplan.moments import moment_in_words
from handleplan.tallies import fold

Piece = dict[str, Any]


def counters_section(item: PlanItem, user: User) -> Piece:
    """The counters of a point for its page, each with its figures and its forecast in a sentence."""
    observed = Prefetch("observations", Observation.objects.counted())
    rows = list(item.counters.standing().prefetch_related(observed))
    deadline = deadline_of(item) if rows else None
    may = permissions.can_edit_status(user, item) and item.kind == PlanItem.Kind.INITIATIVE
    return {
        "rows": [_summary(counter, deadline) for counter in rows],
        "add_url": reverse("handleplan:counter-add", args=[item.pk]) if may and not item.is_closed else "",
    }


def _summary(counter: Counter, deadline: Deadline | None) -> Piece:
    told = _accounts(counter, counter.observations.all(), deadline, pictures=False)
    first = told[0] if told else None
    return {
        "pk": counter.pk,
        "name": counter.name,
        "url": reverse("handleplan:counter-detail", args=[counter.pk]),
        "scope": counter.scope,
        "figures": first.figures if first else (),
        "apart": first.scope if first else "",
        "sentence": first.sentence if first else "",
        "late": bool(first and first.late),
        "is_over": bool(first and first.is_over),
        "others": sum(1 for account in told if account.scope),
        "aims": () if is_time(counter.unit) and first else _aims(counter),
    }


def counter_page(counter: Counter, user: User, *, as_of: dt.date) -> Piece:
    """The page of one counter: an account for each scope, and every number with its source and what it is linked to."""
    item, language = counter.item, get_language() or "da"
    links = ObservationLink.objects.filter(withdrawn=False).select_related("status", "revision__milestone")
    rows = counter.observations.select_related("recorded_by", "withdrawal__recorded_by")
    found = rows.prefetch_related(Prefetch("links", links))
    observations = sorted(found, key=lambda each: (each.tally.day, each.pk), reverse=True)
    standing = [each for each in observations if not getattr(each, "withdrawal", None)]
    told = _accounts(counter, standing, deadline_of(item), until=as_of)
    may = permissions.can_edit_status(user, item)
    return {
        "counter": counter,
        "item": item,
        "plan": item.plan,
        "aims": _aims(counter),
        "accounts": [_account(account, counter) for account in told],
        "is_time": is_time(counter.unit),
        "method": counter_words.method(language) if any(account.forecast.latest for account in told) else "",
        "rows": [_row(each, counter, may) for each in observations],
        "has_scopes": any(each.scope for each in observations),
        "may": may and not counter.withdrawn,
        "may_restore": may and counter.withdrawn,
        "nothing": counter_words.words_for(language).nothing,
    }


def _accounts(
    counter: Counter,
    observations: Iterable[Observation],
    deadline: Deadline | None,
    *,
    until: dt.date | None = None,
    pictures: bool = True,
) -> list[Account]:
    return accounts(
        [observation.tally for observation in observations],
        title=counter.name,
        unit=counter.unit,
        own=counter.scope,
        language=get_language() or "da",
        until=until,
        deadline=deadline,
        target=counter.target_as_written,
        limit=counter.limit_as_written,
        pictures=pictures,
    )


def deadline_of(item: PlanItem) -> Deadline | None:
    """The end of the point's own schedule, where its last day is known and the point is open."""
    own = None if item.is_closed else item.milestones.filter(is_own=True).first()
    return Deadline(own.end_as_written, own.end_latest) if own and own.end_latest else None


def _aims(counter: Counter) -> list[Piece]:
    words = counter_words.words_for(get_language() or "da")
    aims = ((words.target, counter.target_as_written), (words.limit, counter.limit_as_written))
    return [{"label": label, "text": text} for label, text in aims if text]


def _account(account: Account, counter: Counter) -> Piece:
    picture = account.picture
    return {
        "scope": account.scope,
        "apart": account.apart,
        "figures": account.figures,
        "doubts": account.doubts,
        "svg": mark_safe(picture.svg) if picture else "",  # handleplan.svg escapes every text
        "alt": picture.alt if picture else "",
        "sentence": account.sentence,
        "late": account.late,
        "foreseen": bool(account.forecast.latest),
    }


def _row(observation: Observation, counter: Counter, may: bool) -> Piece:
    withdrawal = getattr(observation, "withdrawal", None)
    language = get_language() or "da"
    words = counter_words.words_for(language)
    tally = observation.tally
    return {
        "pk": observation.pk,
        "when": observation.when_as_written,
        "reading": read_as(observation.when),
        "kind": words.kinds[observation.kind],
        "number": counter_words.amount(tally, counter.unit, language),
        "words": observation.as_written if observation.value is not None else "",
        "scope": observation.scope if fold(observation.scope) != fold(counter.scope) else "",
        "source": observation.source,
        "links": [link_words(link) for link in observation.links.all()],
        "by": str(observation.recorded_by),
        "at": moment_in_words(observation.recorded_at),
        "taken_back": _taken_back(withdrawal) if withdrawal else "",
        "link_url": reverse("handleplan:observation-links", args=[observation.pk]) if may and not withdrawal else "",
        "withdraw_url": reverse("handleplan:observation-withdraw", args=[observation.pk])
        if may and not withdrawal
        else "",
    }


def _taken_back(withdrawal: Any) -> str:
    return _("Taken back by %(who)s on %(when)s: %(reason)s") % {
        "who": withdrawal.recorded_by,
        "when": moment_in_words(withdrawal.recorded_at),
        "reason": withdrawal.reason,
    }


def link_words(link: ObservationLink) -> Piece:
    """What an observation stands in or is the cause of, and where that is."""
    if link.status_id:
        return {"words": status_words(link.status), "url": _entry(link.status.item_id, f"status-{link.status_id}")}
    item = link.revision.milestone.item_id
    return {"words": move_words(link.revision), "url": _entry(item, f"revision-{link.revision_id}")}


def _entry(item: int, anchor: str) -> str:
    return f"{reverse('handleplan:item-detail', args=[item])}#entry-{anchor}"


def status_words(status: StatusEntry) -> str:
    """ "Fortalt i status for november 2013"."""
    return _("Told in the status for %(month)s") % {"month": month_in_words(status.period)}


def move_words(revision: EndDateRevision) -> str:
    """ "Grund til, at fristen blev medio 2013"."""
    end = revision.end_as_written or "–"
    if revision.milestone.is_own:
        return _("Cause of the deadline becoming “%(end)s”") % {"end": end}
    return _("Cause of the deadline of %(milestone)s becoming “%(end)s”") % {
        "milestone": revision.milestone.name,
        "end": end,
    }


def linkable(item: PlanItem) -> Sequence[tuple[str, str]]:
    """What an observation of the point may be linked to: its statuses and its moved deadlines, newest first."""
    statuses = item.statuses.counted().filter(nothing_new=False).order_by("-period", "-recorded_at", "-pk")[:24]
    moves = EndDateRevision.objects.filter(milestone__item=item, kind=EndDateRevision.Kind.MOVE)
    found = [(f"revision-{each.pk}", move_words(each)) for each in moves.select_related("milestone").order_by("-pk")]
    return [*found, *((f"status-{each.pk}", status_words(each)) for each in statuses)]


def additions_of(milestone: Milestone) -> list[tuple[str, str]]:
    """What came on top of the point's counters and may be why its deadline moves, newest first."""
    told = Observation.objects.counted().filter(counter__item=milestone.item_id, counter__withdrawn=False)
    rows = told.filter(kind=Observation.Kind.ADDITION).select_related("counter").order_by("-when_latest", "-pk")
    language = get_language() or "da"
    return [
        (
            str(each.pk),
            f"{each.counter}: {counter_words.amount(each.tally, each.counter.unit, language)} ({each.when_as_written})",
        )
        for each in rows
    ]
