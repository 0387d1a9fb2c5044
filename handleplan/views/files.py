"""Evidence: attaching a file to a point, fetching it, taking it back."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import filing, once, permissions
from handleplan.forms.evidence import FileForm
from handleplan.models import PlanItem
from handleplan.permissions import require
from handleplan.views import fetching
from handleplan.views.events import withdrawal

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attaches a file to a point."""
    item = fetching.item_to_write(request.user, pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():

        def keep() -> str:
            filing.store_file(item, form.cleaned_data["file"], user=request.user)
            return _timeline_of(item)

        address, _first = once.do_once(request.POST.get(once.FIELD, ""), request.user, keep)
        messages.success(request, _("The file “%(name)s” is attached.") % {"name": form.cleaned_data["file"].name})
        return redirect(address)
    context = {"item": item, "form": form, "once": request.POST.get(once.FIELD) or once.new_key()}
    return render(request, "handleplan/file_add.html", context, status=422 if form.is_bound else 200)


@require_safe
@require(permissions.can_read)
def file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to be saved: a browser neither shows nor runs it, and no shared cache keeps it."""
    file = fetching.visible_file(request.user, pk)
    try:
        content = filing.read_file(file)
    except filing.Damaged:
        logger.exception("The bytes of file %s are not those that were stored", file.pk)
        messages.error(
            request, _("The file “%(name)s” is damaged in the archive and is not sent.") % {"name": file.name}
        )
        return redirect(_timeline_of(file.item))
    return HttpResponse(
        content,
        content_type=file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, file.name),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def file_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a file back, with a reason; its name stays in the timeline, its bytes go to those who keep plans only."""
    file = fetching.file_to_withdraw(request.user, pk)
    words = {"title": _("Take the file back"), "what": file.name, "done": _("The file is taken back.")}
    return withdrawal(request, file, _timeline_of(file.item), words)


def _timeline_of(item: PlanItem) -> str:
    return reverse("handleplan:item-detail", args=[item.pk]) + "#timeline"
