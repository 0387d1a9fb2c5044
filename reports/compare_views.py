"""Two editions of a plan compared in words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from handleplan.models import Plan
from handleplan.permissions import can_read, require
from reports import archive
from reports.archive_page import before
from reports.compare_page import compare_page
from reports.edition_views import damaged
from reports.models import Edition


@require_http_methods(["GET"])
@require(can_read)
def edition_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened between the editions ``?from=10&to=11``, the older one first; by default up to the newest, from the
    one of the month before."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    editions = list(plan.editions.select_related("corrects", "previous").order_by("-period", "-number", "-letter"))
    context: dict[str, object] = {"plan": plan, "editions": editions}
    if len(editions) > 1:
        usual = {"from": before(editions), "to": editions[0]}
        chosen = [_chosen(request, name, editions, default) for name, default in usual.items()]
        old, new = sorted(chosen, key=lambda edition: (edition.period, edition.number, edition.letter))
        try:
            context |= {"old": old, "new": new, **compare_page(archive.snapshot_of(old), archive.snapshot_of(new))}
        except archive.Damaged as found:
            return damaged(request, found.edition)
    return render(request, "reports/edition_compare.html", context)


def _chosen(request: HttpRequest, name: str, editions: list[Edition], default: Edition) -> Edition:
    wanted = request.GET.get(name, "")
    if not wanted:
        return default
    found = next((edition for edition in editions if edition.label == wanted), None)
    if found is None:
        raise Http404
    return found
