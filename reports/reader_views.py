"""Letting somebody read without signing in: links, their visits, and the public page of a plan."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handleplan import clock, once
from handleplan.models import Plan, User
from handleplan.permissions import can_keep_plans, require
from handleplan.views.events import kept_fields
from reports import opening
from reports.forms import ReadingLinkForm
from reports.models import Edition, ReadingLink
from reports.readers_page import readers_page, visits_page


def _link(user: User, pk: int) -> ReadingLink:
    links = ReadingLink.objects.filter(plan__in=Plan.objects.visible_to(user))
    return get_object_or_404(links.select_related("plan", "edition"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_keep_plans)
def reading_links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links of a plan with their visits, and a form for one more."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    editions = list(Edition.objects.filter(plan=plan))
    form = ReadingLinkForm(
        request.POST if request.method == "POST" else None, editions=editions, initial=kept_fields(request)
    )
    if form.is_valid():

        def make() -> str:
            opening.make_link(
                plan,
                edition=form.chosen,
                reader=form.cleaned_data["reader"],
                expires_on=clock.today() + dt.timedelta(days=form.cleaned_data["days"]),
                user=request.user,
                reason=_("A reading link for %(reader)s") % form.cleaned_data,
            )
            return reverse("reports:reading-links", args=[plan.slug])

        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, make)
        messages.success(request, _("The link is made. Copy its address below and send it."))
        return redirect(address)
    context = {
        **readers_page(plan, request, clock.today()),
        "form": form,
        "once": request.POST.get(once.FIELD) or once.new_key(),
    }
    return render(request, "reports/reading_links.html", context, status=422 if form.is_bound else 200)


@require_POST
@require(can_keep_plans)
def reading_link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a link at once."""
    link = _link(request.user, pk)
    opening.revoke_link(link, user=request.user, reason=_("The reading link was closed"))
    messages.success(request, _("The link for %(reader)s no longer works.") % {"reader": link.reader})
    return redirect("reports:reading-links", link.plan.slug)


@require_safe
@require(can_keep_plans)
def reading_visits(request: HttpRequest, pk: int) -> HttpResponse:
    """What was opened through a link, and when."""
    return render(request, "reports/reading_visits.html", visits_page(_link(request.user, pk)))


@require_POST
@require(can_keep_plans)
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens a plan's editions to everybody, or closes them again."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    wanted = request.POST.get("open") == "yes"
    reason = _("The public page was opened") if wanted else _("The public page was closed")
    opening.set_public(plan, open=wanted, user=request.user, reason=reason)
    messages.success(request, reason + ".")
    return redirect("reports:reading-links", plan.slug)
