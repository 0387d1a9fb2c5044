"""The pages for what went wrong. The last two need neither database nor session: they must always work."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language

from handleplan.outages import Outage, outage_of

RETRY_AFTER = 30  # seconds
_STATUS = {Outage.UNFIT: 422, Outage.CROSSED: 409}
_SWAPPED = {422: 400, 409: 503}  # htmx would put this page into its own: base.html swaps these, not those
_CARRIED = ("csrfmiddlewaretoken", "next", "once")  # the form's own fields, which nobody typed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the error, wherever that was raised: view, template or middleware."""
    outage = outage_of(sys.exc_info()[1])
    if outage is not None:
        return unavailable(request, outage)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """The database is away or full: 503, with what was typed and a button that sends it again. 409 where only somebody
    else wrote at the same moment.

    The token of the form is handed back as it came, never a new one: only our own form can be sent again. Its once-key
    comes along too, so that a write that did get through is not made twice.
    """
    fields = _typed(request)
    secret = any(_is_secret(name) for name, _value in fields)
    context = {
        "outage": outage.name,
        "language": get_language(),
        "address": request.get_full_path(),
        "sent": request.method == "POST",
        "again": bool(fields) and not secret,
        "hidden": [] if secret else [pair for pair in fields if not _is_prose(*pair)],
        "shown": [] if secret else [pair for pair in fields if _is_prose(*pair)],
        "files": bool(request.method == "POST" and request.FILES),
    }
    status = _STATUS.get(outage, 503)
    if request.headers.get("HX-Request") and status in _SWAPPED:
        status = _SWAPPED[status]
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(RETRY_AFTER)} if status == 503 else {})
    return HttpResponse(loader.get_template("503.html").render(context), status=status, headers=headers)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form as they came; none where they could not be read."""
    if request.method != "POST":
        return []
    try:
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, UnreadablePostError):
        return []


def _is_prose(name: str, value: str) -> bool:
    """Whether it is worth showing, so that it can be copied: more than one word."""
    return name not in _CARRIED and len(value.split()) > 1


def _is_secret(name: str) -> bool:
    return "password" in name
