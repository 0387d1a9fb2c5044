"""Importing a table: paste or upload, look at how it was read, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handleplan import clock, permissions
from handleplan.forms.importing import ImportForm
from handleplan.import_page import import_page
from handleplan.importing.applying import apply_table, propose_for
from handleplan.importing.matching import What, fingerprint
from handleplan.models import Plan
from handleplan.periods import period_of
from handleplan.permissions import require
from handleplan.rounding import MonthClosed


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_keep_plans)
def plan_import(request: HttpRequest) -> HttpResponse:
    """The form; then what the table would change, with nothing saved; then, confirmed, the plan.

    The text travels with the pages, nothing is kept on the server. If the plan has changed since the person looked,
    he looks again.
    """
    plans = Plan.objects.visible_to(request.user)
    if request.method != "POST":
        return render(request, "handleplan/import_plan.html", {"form": ImportForm(plans=plans)})
    form = ImportForm(request.POST, request.FILES, plans=plans)
    step = request.POST.get("step", "")
    if not form.is_valid() or step == "change":
        status = 422 if form.errors and step != "change" else 200
        return render(request, "handleplan/import_plan.html", {"form": form, "told": step != "change"}, status=status)
    period = period_of(clock.today())
    proposal = propose_for(form.plan, form.table, period)
    seen = fingerprint(proposal, form.plan.pk if form.plan else None)
    if step != "confirm" or request.POST.get("seen") != seen:
        page = import_page(form, proposal, seen, outdated=step == "confirm")
        return render(request, "handleplan/import_preview.html", page)
    reason = _("Imported from %(file)s") % {"file": form.origin}
    try:
        applied = apply_table(
            form.table, plan=form.plan, period=period, user=request.user, reason=reason, title=form.plan_title
        )
    except MonthClosed as closed:
        form.add_error("text", _("%(closed)s Its statuses can no longer be imported.") % {"closed": closed})
        return render(request, "handleplan/import_plan.html", {"form": form, "told": True}, status=422)
    messages.success(request, _told(applied.proposal))
    return redirect("handleplan:plan-consistency", slug=applied.plan.slug)


def _told(proposal) -> str:
    added = len(proposal.of(What.ADD))
    changed = len(proposal.changes) - added
    said = (
        [ngettext("%(count)d point was added.", "%(count)d points were added.", added) % {"count": added}]
        if added
        else []
    )
    if changed:
        said.append(
            ngettext("%(count)d change was made.", "%(count)d changes were made.", changed) % {"count": changed}
        )
    return " ".join(said) or _("The plan is as the table says already; nothing was changed.")
