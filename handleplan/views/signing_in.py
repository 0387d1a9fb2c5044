"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from handleplan import permissions, throttling
from handleplan.models import User
from handleplan.permissions import require
from handleplan.security import open_to_anyone
from handleplan.views.site import keep_language, safe_address


@open_to_anyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in form; after ten failures for a name or an address in a quarter of an hour it answers 429."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    if request.method != "POST":
        return _page(request, AuthenticationForm(request))
    name = request.POST.get("username", "")[:150]
    keys = throttling.keys(name, _address(request))
    if throttling.is_shut(keys):
        return _page(request, AuthenticationForm(request, initial={"username": name}), status=429)
    form = AuthenticationForm(request, request.POST)
    if not form.is_valid():
        if name and request.POST.get("password"):
            throttling.note_failure(keys)
        return _page(request, form, status=422)
    throttling.forget(keys[:1])
    person = form.get_user()
    login(request, person)
    response = redirect(_next(request))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, person.language)
    return response


@require_POST
@require(permissions.can_read)
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("handleplan:sign-in")


def _page(request: HttpRequest, form: AuthenticationForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "shut": status == 429,
        "minutes": throttling.MINUTES,
        "people": _demo_people(),
    }
    return render(request, "handleplan/sign_in.html", context, status=status)


def _demo_people() -> list[dict[str, str]]:
    if not settings.HANDLEPLAN_DEMO:
        return []
    from handleplan.demo.people import PEOPLE  # only the demo needs the demo's people

    return [
        {
            "username": person.username,
            "password": person.password,
            "full_name": person.full_name,
            "role_label": User.Role(person.role).label,
        }
        for person in PEOPLE
    ]


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return safe_address(request, wanted, settings.LOGIN_REDIRECT_URL)


def _address(request: HttpRequest) -> str:
    """The caller's address; behind the municipality's own proxy, the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
