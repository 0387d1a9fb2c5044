"""Reading the account of an audit report: the only queries behind it, and the words that are our own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import coverage
from handleplan.audit_words import name_of
from handleplan.coverage import State
from handleplan.deadline_words import day_in_words
from handleplan.models import AuditRemark, AuditReport, RemarkAnswer
from handleplan.remark_groups import Block, group
from reports.account import Account, AccountAnswer, AccountArea, AccountBlock, AccountPart, AccountRemark


def read_account(report: AuditReport, *, language: str = "da") -> Account:
    """The account of a report as it stands now, in seven queries whatever it holds."""
    with translation.override(language):
        remarks = {remark.pk: remark for remark in coverage.complete(report.remarks.all())}
        answers = {answer.pk: answer for answer in coverage.answers_of(report)}
        areas = {area.pk: area for area in report.areas.all()}
        groups = group(
            [(pk, one.kind == AuditRemark.Kind.RECOMMENDATION, one.area_id) for pk, one in remarks.items()],
            list(areas),
            [(pk, _covers(one)) for pk, one in answers.items()],
        )
        told = [
            AccountPart(
                title=_("Recommendations") if is_advice else _("Remarks"),
                lead=report.recommendations_lead if is_advice else report.remarks_lead,
                areas=tuple(
                    AccountArea(
                        heading=(areas[each.area].heading or areas[each.area].name) if each.area else "",
                        blocks=tuple(_block(block, remarks, answers) for block in each.blocks),
                    )
                    for each in groups
                    if each.is_advice == is_advice
                ),
            )
            for is_advice in (False, True)
        ]
        return Account(
            title=report.account_title or _("Account of %(report)s") % {"report": report.title},
            report=f"{report.source_name}: {report.title}",
            author=str(report.plan.unit or "") if report.plan_id else "",
            moment=timezone.localtime().isoformat(timespec="seconds"),
            facts=tuple(_facts(report)),
            intro=report.account_intro,
            parts=tuple(part for part in told if part.areas),
            kind=_("Account"),
            language=language,
        )


def unanswered(report: AuditReport) -> list[str]:
    """The remarks that the account has no words for, by name: to be looked at before it is printed (S002-8)."""
    remarks = report.remarks.select_related("area").filter(covered_by=None)
    return [name_of(remark) for remark in remarks]


def _facts(report: AuditReport) -> Iterable[str]:
    yield _("Account of %(report)s") % {"report": f"”{report.title}”"}
    yield f"{report.source_name}, {report.year}"
    if report.legal_basis:
        yield _("Legal basis: %(law)s") % {"law": report.legal_basis}


def _covers(answer: RemarkAnswer) -> frozenset[int]:
    return frozenset(cover.remark_id for cover in answer.covers.all())


def _block(block: Block, remarks: dict[int, AuditRemark], answers: dict[int, RemarkAnswer]) -> AccountBlock:
    told = [_answer(answers[pk], {*block.remarks}, remarks) for pk in block.answers]
    seen = bool(block.seen)
    return AccountBlock(
        remarks=tuple(_remark(remarks[pk]) for pk in block.remarks),
        answers=tuple(told),
        missing="" if told or seen else _("Not answered yet."),
    )


def _remark(remark: AuditRemark) -> AccountRemark:
    """A remark with what makes it urgent and who holds it to be closed, each with its day."""
    notes = []
    if remark.severity:
        symbol, word = coverage.SYMBOLS[remark.severity], remark.get_severity_display()
        notes.append(_("Severity: %(symbol)s %(word)s") % {"symbol": symbol, "word": word})
    if remark.is_carried_over:
        notes.append(_("Carried over from an earlier report"))
    if remark.expected:
        notes.append(_("Expected closed: %(when)s") % {"when": remark.expected.as_written})
    if coverage.state_of(remark) in (State.CLAIMED, State.CLOSED) or remark.verdicts.all():
        sides = ((_("The management: %(word)s"), remark.claims), (_("The auditors: %(word)s"), remark.verdicts))
        for words, rows in sides:
            if row := next(reversed(rows.all()), None):
                said = words % {"word": row.get_standing_display()}
                notes.append(f"{said} ({day_in_words(row.dated_on)})")
    return AccountRemark(remark.text, remark.code, remark.joined_by, tuple(notes))


def _answer(answer: RemarkAnswer, here: set[int], remarks: dict[int, Any]) -> AccountAnswer:
    """An answer as written, and beneath it what it is: what it covers, a control's date and result, its effect."""
    notes = []
    covers = _covers(answer)
    if here - covers:
        named = ", ".join(name_of(remarks[pk]) for pk in remarks if pk in covers)
        notes.append(_("Answers %(remarks)s") % {"remarks": named})
    if answer.kind == RemarkAnswer.Kind.CONTROL and answer.when:
        notes.append(_("Planned control: %(when)s") % {"when": answer.when.as_written})
    if answer.kind == RemarkAnswer.Kind.PLANNED:
        planned = answer.get_kind_display()
        notes.append(f"{planned}: {answer.when.as_written}" if answer.when else planned)
    for result in answer.results.all():
        outcome = {"day": day_in_words(result.dated_on), "outcome": result.get_outcome_display(), "text": result.text}
        notes.append(_("Result of the control, %(day)s: %(outcome)s. %(text)s") % outcome)
    if answer.effect:
        notes.append(_("Effect: %(effect)s") % {"effect": answer.get_effect_display()})
    return AccountAnswer(answer.text, answer.heading, tuple(capfirst(note) for note in notes))
