"""What does not fit together in a plan: every check with its reason and a way to mend it (S004-40).

Reads only. The checks of a table that is imported are asked of the plan as it stands now, so that the two never
disagree; beside them stand those that only a living plan can fail. Nothing is corrected here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handleplan import attention, check_mark, contributions, coverage, deadline_words
from handleplan.audit_words import name_of, shortened
from handleplan.counter_accounts import accounts
from handleplan.counter_words import Figure
from handleplan.importing.checking import check
from handleplan.importing.existing import table_of
from handleplan.importing.telling import warning_text
from handleplan.models import (
    AuditReport,
    Counter,
    Milestone,
    Observation,
    Plan,
    PlanItem,
    RemarkAnswer,
    User,
)
from handleplan.models.milestones import links_of
from handleplan.reference_page import reference_page
from handleplan.tables import Warning

SILENT_MONTHS = 3
COUNT_SECONDS = 24 * 3600

# The checks in the order of the page: what misleads a reader first, what is merely untidy last.
TITLES = {
    "chain_differs": gettext_lazy("The deadline and its chain disagree"),
    "contradiction": gettext_lazy("Assessed as good, but overdue"),
    "counter_late": gettext_lazy("The numbers point past the deadline"),
    "aim_over": gettext_lazy("Times beyond the own target or the statutory limit"),
    "counter_doubt": gettext_lazy("Numbers that do not add up"),
    "forecast_after_end": gettext_lazy("The status names a later date"),
    "closed_in_active_part": gettext_lazy("Reported closed among the active points"),
    "closed_parent_open_child": gettext_lazy("Open under a closed point"),
    "outside_parent": gettext_lazy("Outside the dates of the point above"),
    "end_before_start": gettext_lazy("End before start"),
    "end_missing": gettext_lazy("Active without an end date"),
    "date_unread": gettext_lazy("Dates that cannot be read"),
    "remark_late": gettext_lazy("Critical remarks that have not reached the committee in time"),
    "remark_unanswered": gettext_lazy("Remarks that nothing answers"),
    "answer_awaited": gettext_lazy("Promised in an answer, and not told what came of it"),
    "remark_dates": gettext_lazy("One milestone with several dates in the answers"),
    "silent": gettext_lazy("Silent for a long time"),
    "closed_without_status": gettext_lazy("Closed without a status"),
    "sibling_closed_first": gettext_lazy("Closed before the point it follows"),
    "unresolved_reference": gettext_lazy("References to points that are not there"),
    "possible_merge": gettext_lazy("Perhaps merged"),
    "duplicate_number": gettext_lazy("Numbers used twice"),
    "number_missing": gettext_lazy("Without a number"),
    "title_missing": gettext_lazy("Without a title"),
    "start_missing": gettext_lazy("End date without a start"),
    "as_of_differs": gettext_lazy("The parts are of different months"),
    "missing_parent": gettext_lazy("No row for the level above"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit, in a sentence; ``url`` is where it can be mended, ``act`` what the link says."""

    code: str
    sentence: str
    url: str = ""
    act: str = ""
    title: str = ""  # of the check, for checks that other packages add


def findings(plan: Plan, user: User, as_of: dt.date) -> list[Finding]:
    """Everything in a plan that does not fit together on the day ``as_of``, in the order of ``TITLES``.

    As many queries for a thousand points as for one.
    """
    items = {item.pk: item for item in plan.items.order_by("position")}
    found = [
        *_of_table(plan, items),
        *_of_dates(plan, items),
        *_of_statuses(plan, user, as_of, items),
        *_of_counters(plan),
        *_of_references(plan),
        *_of_remarks(plan, as_of),
        *contributions.contributed("CHECKS", plan, user, as_of),
    ]
    order = {code: place for place, code in enumerate(TITLES)}
    return sorted(found, key=lambda finding: order.get(finding.code, len(order)))


def count(plan: Plan, user: User, as_of: dt.date) -> int:
    """How many findings there are. Counted anew when anything has been written since that they are read from."""
    key = f"consistency-{plan.pk}-{as_of:%Y%m%d}-{check_mark.mark_of(plan)}"
    known = cache.get(key)
    if known is None:
        known = len(findings(plan, user, as_of))
        cache.set(key, known, COUNT_SECONDS)
    return known


# -- what the table says ----------------------------------------------------------------------------------------------


def _of_table(plan: Plan, items: dict[int, PlanItem]) -> Iterator[Finding]:
    places = {pk: place for place, pk in enumerate(items)}
    for warning in sorted(check(table_of(plan, keyed=True)), key=lambda warning: places.get(warning.line, -1)):
        item = items.get(warning.line)
        if warning.code == "unresolved_reference" or warning.code not in TITLES:
            continue  # references are resolved in the plan itself, with former numbers and earlier plans
        if warning.code == "end_missing" and item is not None and item.is_closed:
            continue
        yield Finding(warning.code, _sentence(warning), *_mend(warning.code, plan, item))


def _sentence(warning: Warning) -> str:
    if warning.code == "duplicate_number":
        return _("The number %(number)s is used by more than one point.") % warning.parameters
    return warning_text(warning)


def _mend(code: str, plan: Plan, item: PlanItem | None) -> tuple[str, str]:
    """Where a finding can be mended, and what the link says."""
    if item is None or code == "as_of_differs":
        return reverse("handleplan:plan-edit", args=[plan.slug]), _("Edit the plan")
    match code:
        case "missing_parent":
            return reverse("handleplan:item-add", args=[plan.slug]), _("Add the point above")
        case "possible_merge":
            return reverse("handleplan:plan-references", args=[plan.slug]), _("Decide about the relation")
        case "duplicate_number" | "number_missing":
            return reverse("handleplan:item-place", args=[item.pk]), _("Give it another number")
        case "title_missing" | "start_missing":
            return reverse("handleplan:item-edit", args=[item.pk]), _("Edit the point")
        case "closed_in_active_part":
            return reverse("handleplan:item-close", args=[item.pk]), _("Close the point")
        case "closed_parent_open_child" | "sibling_closed_first":
            return reverse("handleplan:item-reopen", args=[item.pk]), _("Open it again")
    return reverse("handleplan:item-detail", args=[item.pk]), _("See the point and its deadline")


# -- dates ------------------------------------------------------------------------------------------------------------


def _of_dates(plan: Plan, items: dict[int, PlanItem]) -> Iterator[Finding]:
    milestones = list(Milestone.objects.filter(item__plan=plan).prefetch_related("revisions").order_by("item", "pk"))
    own = {milestone.item_id: milestone for milestone in milestones if milestone.is_own}
    for milestone in milestones:
        item = items[milestone.item_id]
        links = links_of(milestone.revisions.all())
        if links and milestone.end != links[-1].end and milestone.end_read_by != "person":
            yield Finding(
                "chain_differs",
                _("%(point)s: the end date is %(end)s, but the newest link of its chain says %(link)s.")
                % {"point": _name(item), "end": milestone.end or "–", "link": links[-1].end or "–"},
                *_mend("chain_differs", plan, item),
            )
        above = own.get(item.parent_id) if item.parent_id else None
        if above is not None and not item.is_closed:
            yield from _outside(plan, item, milestone, items[item.parent_id], above)


def _outside(plan: Plan, item: PlanItem, milestone: Milestone, parent: PlanItem, above: Milestone) -> Iterator[Finding]:
    """A date of a point that cannot lie within those of the point above, even read as kindly as it can be."""
    late = milestone.end and above.end and milestone.end.earliest and above.end.latest
    if late and milestone.end.earliest > above.end.latest:
        words = _("%(point)s ends %(own)s, after the point above, %(parent)s, which ends %(above)s.")
        yield _outside_finding(words, plan, item, milestone.end, parent, above.end)
    early = milestone.start and above.start and milestone.start.latest and above.start.earliest
    if early and milestone.start.latest < above.start.earliest:
        words = _("%(point)s begins %(own)s, before the point above, %(parent)s, which begins %(above)s.")
        yield _outside_finding(words, plan, item, milestone.start, parent, above.start)


def _outside_finding(words: str, plan: Plan, item: PlanItem, own: Any, parent: PlanItem, above: Any) -> Finding:
    said = words % {"point": _name(item), "own": own, "parent": _name(parent), "above": above}
    return Finding("outside_parent", said, *_mend("outside_parent", plan, item))


# -- statuses and references ------------------------------------------------------------------------------------------


def _of_statuses(plan: Plan, user: User, as_of: dt.date, items: dict[int, PlanItem]) -> Iterator[Finding]:
    for facts in attention.facts_for(user, plan=plan):
        name = facts.number or facts.title
        write = reverse("handleplan:item-status", args=[facts.item]), _("Write a status")
        if any(one.why == attention.Why.CONTRADICTION for one in attention.judge(facts, as_of)):
            sentence = _("%(point)s is assessed “%(word)s”, but its deadline (%(end)s) is passed.")
            yield Finding(
                "contradiction", sentence % {"point": name, "word": facts.assessment, "end": facts.end}, *write
            )
        for one in attention.judge(facts, as_of):
            if one.why == attention.Why.COUNTER_LATE:
                words = {"point": name, "sentence": one.sentence, "end": facts.end}
                said = _("%(point)s: %(sentence)s, after the deadline (%(end)s).") % words
                yield Finding("counter_late", said, *_mend("counter_late", plan, items[facts.item]))
        months = attention.months_silent(facts, as_of) if facts.is_own else 0
        if months is None:
            yield Finding("silent", _("%(point)s has never had a status.") % {"point": name}, *write)
        elif months > SILENT_MONTHS:
            since = {"point": name, "month": deadline_words.month_in_words(facts.status_month)}
            yield Finding("silent", _("The newest status of %(point)s is from %(month)s.") % since, *write)
    for item in items.values():
        if item.is_closed and item.kind == PlanItem.Kind.INITIATIVE and item.latest_status_id is None:
            said = _("%(point)s is closed, but no status says so.") % {"point": _name(item)}
            yield Finding("closed_without_status", said, *_mend("closed_without_status", plan, item))


def _of_counters(plan: Plan) -> Iterator[Finding]:
    """Numbers of one scope that do not add up, and times that are not kept, as the counter's own page says it."""
    language = get_language() or "da"
    counted = Prefetch("observations", Observation.objects.counted())
    for counter in Counter.objects.standing().filter(item__plan=plan).select_related("item").prefetch_related(counted):
        told = accounts(
            [observation.tally for observation in counter.observations.all()],
            title=counter.name,
            unit=counter.unit,
            own=counter.scope,
            language=language,
            target=counter.target_as_written,
            limit=counter.limit_as_written,
            pictures=False,
        )
        name = f"{_name(counter.item)}, {counter.name}"
        mend = reverse("handleplan:counter-detail", args=[counter.pk]), _("See the numbers")
        for account in told:
            for doubt in account.doubts:
                yield Finding("counter_doubt", f"{name}: {doubt}", *mend)
            if account.is_over and not counter.item.is_closed:
                yield Finding("aim_over", f"{name}: {_times(account.figures)}", *mend)


def _times(figures: tuple[Figure, ...]) -> str:
    """ "9 uger pr. 1. oktober 2013. Eget mål: 8 uger, overskredet med 1 uge." """
    measured, *aims = figures
    over = [f"{aim.label}: {aim.value}, {aim.note}." for aim in aims if aim.is_over]
    return " ".join([f"{measured.value} {measured.note}.", *over])


def _of_references(plan: Plan) -> Iterator[Finding]:
    url = reverse("handleplan:plan-references", args=[plan.slug])
    for one in reference_page(plan)["unresolved"]:
        name = one.item["number"] or one.item["title"]
        said = _("%(point)s refers to %(reference)s, which is not in the plan.")
        yield Finding(
            "unresolved_reference", said % {"point": name, "reference": one.as_written}, url, _("See the references")
        )


# -- remarks ----------------------------------------------------------------------------------------------------------


def _of_remarks(plan: Plan, as_of: dt.date) -> Iterator[Finding]:
    """Remarks that the plan is there to answer and does not, critical ones that come late, dates that differ."""
    remarks = coverage.of_plan(plan).select_related("report", "area")
    for remark in coverage.unanswered(remarks):
        said = _("%(remark)s of %(report)s is answered neither in words nor by a point.")
        url = f"{reverse('handleplan:answer-add', args=[remark.report_id])}?remark={remark.pk}"
        yield Finding("remark_unanswered", said % _called(remark), url, _("Answer it"))
    for remark in remarks.filter(severity="critical", committee_due__lt=as_of):
        presented = remark.report.presented_on
        if presented is None or presented > remark.committee_due:
            said = _("%(remark)s of %(report)s is critical and should have been with the committee by %(day)s.")
            day = {"day": deadline_words.day_in_words(remark.committee_due)}
            url = reverse("handleplan:audit-report-edit", args=[remark.report_id])
            yield Finding("remark_late", said % (_called(remark) | day), url, _("Say when it was presented"))
    reports = AuditReport.objects.filter(plan=plan).values("pk")
    found = RemarkAnswer.objects.filter(report__in=reports).select_related("milestone__item", "report")
    answers = list(found.prefetch_related("results"))
    yield from _of_answers(answers, as_of)
    for told in coverage.told_dates(answers):
        if told.differ:
            spellings = ", ".join(f"“{spelling}”" for spelling in told.spellings)
            said = _("%(milestone)s ends %(end)s, but the answers tell %(spellings)s.")
            facts = {"milestone": told.milestone, "end": told.milestone.end or "–", "spellings": spellings}
            url = reverse("handleplan:item-detail", args=[told.milestone.item_id])
            yield Finding("remark_dates", said % facts, url, _("See the milestone"))


def _of_answers(answers: list[RemarkAnswer], as_of: dt.date) -> Iterator[Finding]:
    """Actions and controls that an answer promises and whose day is past."""
    for answer in answers:
        if not coverage.is_awaited(answer, as_of):
            continue
        said = _("%(kind)s, %(when)s, promised in an answer to %(report)s: “%(text)s” Nothing says what came of it.")
        facts = {"kind": capfirst(answer.get_kind_display()), "when": answer.when.as_written}
        facts |= {"report": answer.report.title, "text": shortened(answer.text, 120)}
        if answer.kind == RemarkAnswer.Kind.CONTROL:
            mend = reverse("handleplan:answer-result", args=[answer.pk]), _("Record the result")
        else:
            mend = reverse("handleplan:answer-edit", args=[answer.pk]), _("Say that it is done")
        yield Finding("answer_awaited", said % facts, *mend)


def _called(remark: Any) -> dict[str, str]:
    return {"remark": name_of(remark), "report": remark.report.title}


def _name(item: PlanItem) -> str:
    return item.number or item.display_title


def by_check(found: list[Finding]) -> list[dict[str, Any]]:
    """The findings of each check together, with the check's title, in the order of the page."""
    groups: dict[str, dict[str, Any]] = {}
    for finding in found:
        title = finding.title or str(TITLES[finding.code])
        groups.setdefault(finding.code, {"code": finding.code, "title": title, "findings": []})["findings"].append(
            finding
        )
    return list(groups.values())
