"""What is typed of a status and not submitted: kept on the server, for the person alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handleplan import drafting_status, permissions
from handleplan.forms.statuses import beginning
from handleplan.moments import draft_told
from handleplan.permissions import require
from handleplan.views.fetching import item_to_write
from handleplan.views.statuses import Writing


@require_POST
@require(permissions.can_read)
def item_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the form's fields as a draft; a form as empty as it was opened leaves none. Says when, in a few words."""
    item = item_to_write(request.user, pk)
    writing = Writing(request, item, request.POST)
    fresh = dict.fromkeys(writing.names, "") | beginning(item.latest_status, writing.levels)
    said = _("No draft: nothing has been typed.")
    if item.is_closed or writing.fields == fresh:
        drafting_status.discard_draft(item, user=request.user)
    elif draft := drafting_status.save_draft(
        item, period=writing.period, fields=writing.fields, user=request.user, form_key=writing.sent.get("once", "")
    ):
        said = _("%(draft)s. Only you can see it.") % {"draft": draft_told(draft.saved_at)}
    else:
        said = ""
    if request.headers.get("X-Draft"):  # the script that saves as one types
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    if said:
        messages.success(request, said)
    return redirect(writing.back)
