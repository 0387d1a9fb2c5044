"""A person's calendar feed: its secret address, and what a calendar program fetches there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import clock, feeding, permissions
from handleplan.calendar_feed import calendar_of
from handleplan.moments import moment_in_words
from handleplan.permissions import require
from handleplan.security import open_to_anyone

SECRET = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def calendar(request: HttpRequest) -> HttpResponse:
    """Whether the person has an address; makes one, shows it this once, or takes it back."""
    step, address, status = request.POST.get("step", ""), "", 200
    if step == "make":
        token = feeding.make_feed(user=request.user, reason=_("Made a calendar address"))
        address = settings.SITE_URL + reverse("handleplan:calendar-feed", args=[token])
    elif step == "revoke":
        if feeding.revoke_feed(user=request.user, reason=_("Took the calendar address back")):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("handleplan:calendar")
    elif request.method == "POST":
        status = 422
    feed = feeding.feed_of(request.user)
    made = moment_in_words(feed.made_at) if feed else ""
    context = {"address": address, "made": made, "unclear": status == 422}
    response = render(request, "handleplan/calendar.html", context, status=status)
    for name, value in SECRET.items():
        response.headers[name] = value
    return response


@require_safe
@open_to_anyone
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds the address; a program that fetches it cannot sign in."""
    reader = feeding.reader_of(token)
    if reader is None:
        words = _("This calendar address is wrong, or it has been taken back.")
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8", headers=SECRET)
    content = calendar_of(reader, today=clock.today())
    headers = SECRET | {"Content-Disposition": 'inline; filename="handleplan.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
