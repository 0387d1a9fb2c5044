"""What every answer carries and every request must show: headers, and a person who has signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from handleplan import kept

Answer = Callable[[HttpRequest], HttpResponse]


def open_to_anyone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that needs no sign-in. All others do."""
    view.open_to_anyone = True
    return view


class SecurityHeadersMiddleware:
    """Adds the content security policy (``SECURE_CSP``, shaped as in Django 6) and the permissions policy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response


class ClosedUnlessOpenedMiddleware:
    """Sends everyone who has not signed in to the sign-in page, unless the view is marked ``open_to_anyone``.

    An htmx request gets HX-Redirect instead, so that a fragment never turns into a sign-in page. What a form sent too
    late is kept until its author is back (``kept``).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args, kwargs):
        if getattr(view, "open_to_anyone", False) or request.user.is_authenticated:
            return None
        if request.method == "POST":
            kept.keep(request)
        if request.headers.get("HX-Request") == "true":
            sign_in = redirect_to_login(request.headers.get("HX-Current-URL", "/"), resolve_url(settings.LOGIN_URL))
            return HttpResponse(status=401, headers={"HX-Redirect": sign_in.url})
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
