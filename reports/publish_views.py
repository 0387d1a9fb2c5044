"""Publishing from the browser: the wish, how far it has come, and stopping it in time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handleplan import clock, once, periods
from handleplan.models import Plan
from handleplan.permissions import can_keep_plans, require
from handleplan.views.events import kept_fields
from reports import publishing, queueing
from reports.choosing import design_named
from reports.designs import STANDARD, Design
from reports.edition_views import visible_edition
from reports.forms import CorrectForm, PublishForm, months_of
from reports.job_page import job_page
from reports.models import Edition, PublishJob
from reports.publish_page import publish_page


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_keep_plans)
def edition_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks that a month be published; what stands in the way is told first."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    months = months_of(plan, clock.today())
    wanted = periods.parse_period(request.GET.get("month", "")[:40])
    initial = {"month": f"{periods.first_day(wanted):%Y-%m}" if wanted else f"{months[0]:%Y-%m}"}
    form = PublishForm(
        request.POST if request.method == "POST" else None, months=months, initial=kept_fields(request) or initial
    )
    if form.is_valid():
        wish = dict(form.cleaned_data)
        answer = _ask(request, plan, form, "occasion", reason=_("Published"), period=wish.pop("month"), **wish)
        if answer:
            return answer
    shown = periods.parse_period(form["month"].value() or "")
    context = {
        **publish_page(plan, periods.first_day(shown) if shown else months[0], _look(form["design"].value())),
        "form": form,
        **_marks(request, plan),
    }
    return render(request, "reports/edition_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_keep_plans)
def edition_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a corrected edition; the one it corrects stays as it is."""
    edition = visible_edition(request.user, pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=kept_fields(request))
    if form.is_valid():
        corrections = form.cleaned_data["corrections"]
        wish = {"period": edition.period, "occasion": edition.occasion, "design": edition.design}
        answer = _ask(
            request, edition.plan, form, "corrections",
            corrects=edition, corrections=corrections, reason=corrections, **wish,
        )  # fmt: skip
        if answer:
            return answer
    context = {
        **publish_page(edition.plan, edition.period, _look(edition.design)),
        "edition": edition,
        "form": form,
        **_marks(request, edition.plan),
    }
    return render(request, "reports/edition_correct.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, plan: Plan, form, field: str, **wish) -> HttpResponse | None:
    """Queues the wish and goes to its page; a refusal is told at ``field``, and None returned."""

    def ask() -> str:
        job = queueing.ask(plan, seen=_seen(request), user=request.user, **wish)
        return reverse("reports:publish-job", args=[job.pk])

    try:
        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, ask)
    except queueing.Busy as busy:
        messages.info(request, str(busy))
        return redirect("reports:publish-job", busy.job.pk)
    except publishing.Refused as refused:
        form.add_error(field, str(refused))
        return None
    return redirect(address)


def _look(name: object) -> Design:
    """The design of that name; where there is none, the one that is chosen unless another is."""
    return design_named(str(name)) or STANDARD


def _marks(request: HttpRequest, plan: Plan) -> dict[str, object]:
    """The hidden fields: the newest edition the person saw, and the form's key."""
    newest = Edition.objects.filter(plan=plan).order_by("-pk").first()
    return {"seen": newest.pk if newest else 0, "once": request.POST.get(once.FIELD) or once.new_key()}


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@never_cache
@require_safe
@require(can_keep_plans)
def publish_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a wish has come: asked again every second by htmx, by the browser itself without JavaScript."""
    jobs = PublishJob.objects.select_related("plan", "edition", "asked_by")
    job = queueing.settled(get_object_or_404(jobs.filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk))
    template = "reports/publish_job.html#progress" if request.htmx else "reports/publish_job.html"
    return render(request, template, job_page(job, request.user))


@require_POST
@require(can_keep_plans)
def publish_job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops a wish, if it is not too late."""
    job = get_object_or_404(PublishJob.objects.filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)
    if not queueing.cancel(job, user=request.user):
        messages.info(request, _("It came too late to be stopped: see below what it came to."))
    return redirect("reports:publish-job", job.pk)
