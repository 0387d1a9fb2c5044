"""Correcting what a closed month says of a point: in the open, with a reason (UX 25)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import clock, permissions, scaling, updating
from handleplan.deadline_words import month_in_words
from handleplan.forms.corrections import CorrectionForm
from handleplan.forms.statuses import fields_of
from handleplan.models import PlanItem, Round, Scale, StatusEntry
from handleplan.models.plans import TextKind
from handleplan.permissions import require
from handleplan.round_page import correction_page
from handleplan.views.keeping import METHODS, Sheet
from handleplan.views.rounds import visible_round


class _Correcting(Sheet):
    """A sheet about a point's statuses: they have a version of their own."""

    def _version(self) -> int:
        return self.row.status_version


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def round_correct(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What the month says of a point, to be written anew; the entry says that it is a correction, and why."""
    round = visible_round(request, pk)
    asked = round.asked.filter(item=item).select_related("item").first()
    if asked is None:
        raise Http404
    point = asked.item
    if not round.is_closed:
        messages.info(request, _("The round is open, so the status is simply written anew."))
        return redirect("handleplan:item-status", pk=point.pk)
    told = point.statuses.counted().filter(period=round.period).order_by("-recorded_at", "-pk").first()
    scale = told.scale if told else scaling.current_scale(round.plan)
    sheet = _Correcting(request, point)
    form = _form(sheet, point, round, told, scale)
    if sheet.is_sent and form.is_valid():
        said = _("The correction of %(month)s has been saved.") % {"month": month_in_words(round.period)}
        if answer := sheet.do(lambda: _correct(sheet, form, point, round, scale), said):
            return answer
        told = point.statuses.counted().filter(period=round.period).order_by("-recorded_at", "-pk").first()
    page = correction_page(round, point, told, today=clock.today())
    return sheet.show("handleplan/round_correct.html", form, **page)


def _form(sheet: Sheet, point: PlanItem, round: Round, told: StatusEntry | None, scale: Scale | None) -> CorrectionForm:
    own = point.milestones.filter(is_own=True).first()
    return CorrectionForm(
        sheet.data,
        initial=sheet.initial(**(fields_of(told) if told else {})),
        point=point.pk,
        today=clock.today(),
        period=round.period,
        levels=scaling.levels_of(scale),
        deadline=own.end if own else None,
    )


def _correct(sheet: Sheet, form: CorrectionForm, point: PlanItem, round: Round, scale: Scale | None) -> str:
    updating.record_status(
        point,
        period=round.period,
        round=round,
        source=StatusEntry.Source.TYPED,
        text_kind=TextKind.MARKDOWN,
        scale=scale,
        seen=sheet.seen,
        correcting=True,
        user=sheet.request.user,
        reason=form.cleaned_data["why"],
        **form.facts,
    )
    return reverse("handleplan:round-detail", args=[round.pk])
