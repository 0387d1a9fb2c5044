"""Every legal reference of plans and audit reports, by law and paragraph, with where it stands (S000-11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import legal
from handleplan.audit_words import name_of, shortened
from handleplan.models import AuditRemark, AuditReport, Plan, PlanItem, RemarkAnswer, User

MOST_PLACES = 40  # of one paragraph; the rest is counted
LONGEST_QUERY = 200

Places = dict[tuple[str, str], str]  # (address, as written) -> what stands there


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that may refer to laws, and where it is read. ``is_basis``: a law may be named without a paragraph."""

    text: str
    label: str
    url: str
    is_basis: bool = False


def legal_page(user: User, *, plan: Plan | None, query: str) -> dict[str, Any]:
    """Laws, their paragraphs, and the places of each; those that ``query`` asks for, in whatever spelling it does."""
    laws: dict[str, dict[str, Places]] = {}
    for text in _texts(user, plan):
        for law, paragraph, written in _found(text):
            laws.setdefault(law, {}).setdefault(paragraph, {})[text.url, written] = text.label
    wanted = _wanted(query)
    ordered = sorted(laws, key=lambda law: (not law, law))  # what names no law comes last
    told = [_law(law, laws[law], wanted) for law in ordered]
    told = [law for law in told if law["paragraphs"]]
    return {"laws": told, "count": sum(len(law["paragraphs"]) for law in told)}


def _found(text: _Text) -> Iterator[tuple[str, str, str]]:
    references = legal.find_references(text.text)
    for reference in references:
        for paragraph in reference.paragraphs:
            yield reference.law, paragraph, reference.as_written
    if text.is_basis and text.text and not references:
        yield legal.law_code(text.text), "", text.text


def _law(law: str, paragraphs: dict[str, Places], wanted: set[tuple[str, str]] | str) -> dict[str, Any]:
    name = legal.law_name(law) if law else _("Without a law")
    if isinstance(wanted, str):
        shown = paragraphs if wanted in legal.fold(name) else {}
    else:
        shown = {one: places for one, places in paragraphs.items() if {(law, one), ("", one)} & wanted}
    rows = [
        {
            "name": f"§ {paragraph}" if paragraph else _("the whole law"),
            "places": [
                {"url": url, "written": written, "label": label}
                for (url, written), label in islice(places.items(), MOST_PLACES)
            ],
            "more": max(0, len(places) - MOST_PLACES),
        }
        for paragraph, places in sorted(shown.items(), key=lambda each: _order(each[0]))
    ]
    return {"name": name, "paragraphs": rows}


def _order(paragraph: str) -> tuple[int, str]:
    digits = "".join(sign for sign in paragraph if sign.isdigit())
    return int(digits or 0), paragraph


def _wanted(query: str) -> set[tuple[str, str]] | str:
    """The paragraphs that are asked for, each with its law or under any; words where it names none."""
    references = legal.find_references(query[:LONGEST_QUERY])
    if references:
        return {(reference.law, paragraph) for reference in references for paragraph in reference.paragraphs}
    return legal.fold(query[:LONGEST_QUERY]).strip()


# -- where laws are referred to ---------------------------------------------------------------------------------------


def _texts(user: User, plan: Plan | None) -> Iterator[_Text]:
    """Points of the plans that the person sees (or of one), and the reports that he sees (or that it answers)."""
    plans = Plan.objects.visible_to(user)
    reports = AuditReport.objects.visible_to(user)
    if plan is not None:
        plans, reports = plans.filter(pk=plan.pk), reports.filter(plan=plan)
    yield from _of_points(plans)
    yield from _of_reports(reports)


def _of_points(plans: Any) -> Iterator[_Text]:
    items = PlanItem.objects.filter(plan__in=plans.values("pk"), search_text__contains="§")
    fields = ("number", "title", "capitals", "description", "latest_status__text", "plan", "position")
    for item in items.select_related("latest_status").only(*fields).order_by("plan", "position"):
        label = f"{item.number} {shortened(item.display_title, 90)}".strip()
        url = reverse("handleplan:item-detail", args=[item.pk])
        status = item.latest_status.text if item.latest_status_id else ""
        for text in (item.title, item.description, status):
            yield _Text(text, label, url)


def _of_reports(reports: Any) -> Iterator[_Text]:
    for report in reports:
        url = reverse("handleplan:audit-report-detail", args=[report.pk])
        yield _Text(report.legal_basis, report.title, url, is_basis=True)
    for remark in AuditRemark.objects.filter(report__in=reports.values("pk")).select_related("report", "area"):
        label = f"{name_of(remark)} ({remark.report.title})"
        url = reverse("handleplan:remark-detail", args=[remark.pk])
        yield _Text(remark.legal_basis, label, url, is_basis=True)
        yield _Text(remark.text, label, url)
    for answer in RemarkAnswer.objects.filter(report__in=reports.values("pk")).select_related("report"):
        url = f"{reverse('handleplan:audit-report-detail', args=[answer.report_id])}#answer-{answer.pk}"
        label = _("Answer in %(report)s") % {"report": answer.report.title}
        yield _Text(answer.text, label, url)
