"""The site itself: its front door, its language, and whether it is well."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handleplan import clock, permissions
from handleplan.home_page import home_page
from handleplan.permissions import require
from handleplan.security import open_to_anyone


def safe_address(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """``wanted`` if it lies on this site, else ``otherwise``."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else resolve_url(otherwise)


@require_safe
@require(permissions.can_read)
def home(request: HttpRequest) -> HttpResponse:
    """What the person is to do now."""
    return render(request, "handleplan/home.html", home_page(request.user, today=clock.today()))


@open_to_anyone
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the wished language in a cookie and goes back to the page."""
    response = redirect(safe_address(request, request.POST.get("next", ""), "handleplan:home"))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        keep_language(response, language)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


@open_to_anyone
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@open_to_anyone
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
