"""Who may read a plan's editions without signing in, and what they have opened, as plain strings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import dates
from handleplan.models import Plan
from handleplan.moments import moment_in_words
from reports import opening
from reports.models import ReadingLink
from reports.reading import Door

MOST_VISITS = 200  # the newest ones


def readers_page(plan: Plan, request: HttpRequest, today: dt.date) -> dict[str, Any]:
    """Context for ``reports/reading_links.html``: two queries, whatever the number of links."""
    links = ReadingLink.objects.filter(plan=plan).select_related("plan", "edition", "made_by")
    links = links.annotate(visited=Count("visits"), last=Max("visits__recorded_at"))
    return {
        "plan": plan,
        "links": [_row(link, request, today) for link in links],
        "is_public": opening.is_public(plan),
        "public_address": request.build_absolute_uri(Door(plan).address()),
    }


def _row(link: ReadingLink, request: HttpRequest, today: dt.date) -> dict[str, Any]:
    works = link.revoked_at is None and link.expires_on >= today
    address = Door(link.plan, link, opening.token_of(link)).address()
    return {
        "pk": link.pk,
        "reader": link.reader,
        "of": _("Edition %(label)s") % {"label": link.edition.label} if link.edition else _("All editions"),
        "address": request.build_absolute_uri(address) if works else "",
        "works": works,
        "ends": _ending(link, today),
        "made": _("Made %(when)s by %(by)s") % {"when": moment_in_words(link.made_at), "by": link.made_by},
        "visited": link.visited,
        "last": moment_in_words(link.last) if link.last else "",
        "revoke": reverse("reports:reading-link-revoke", args=[link.pk]),
        "visits": reverse("reports:reading-visits", args=[link.pk]),
    }


def _ending(link: ReadingLink, today: dt.date) -> str:
    day = {"day": dates.format_day(link.expires_on)}
    if link.revoked_at:
        return _("closed %(when)s") % {"when": moment_in_words(link.revoked_at)}
    return _("ended %(day)s") % day if link.expires_on < today else _("works until %(day)s") % day


def visits_page(link: ReadingLink) -> dict[str, Any]:
    """Context for ``reports/reading_visits.html``: the newest visits of one link."""
    words = {
        "list": _("the list of editions"),
        "page": _("the report as a page"),
        "csv": "CSV",
        "facts": _("facts (JSON)"),
        "docx": "Word",
        "xlsx": "Excel",
        "pdf": "PDF",
    }
    visits = link.visits.select_related("edition")[:MOST_VISITS]
    return {
        "plan": link.plan,
        "link": link,
        "visits": [
            {
                "when": moment_in_words(visit.recorded_at),
                "what": words.get(visit.what, visit.what),
                "label": visit.edition.label if visit.edition else "",
            }
            for visit in visits
        ],
        "most": MOST_VISITS,
    }
