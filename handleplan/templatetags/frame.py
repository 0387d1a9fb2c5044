"""What the frame of every page needs: icons, and the navigation a person may use."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from handleplan import clock, contributions, permissions, rounding
from handleplan.models import User
from handleplan.models.people import Role

register = template.Library()
MOST_ENTRIES = 9  # of the main menu side by side


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A symbol from ``img/icons.svg``; the words beside it say the same, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


class UnchangingNode(template.Node):
    """Remembers what its inside was rendered to, for each language."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context)
        return self.rendered[language]


@register.tag
def unchanging(parser: template.base.Parser, token: template.base.Token) -> UnchangingNode:
    """``{% unchanging %}…{% endunchanging %}``: what is the same on every page but for the language, rendered once.

    Nothing inside may depend on the person, the request or the data.
    """
    nodelist = parser.parse(["endunchanging"])
    parser.delete_first_token()
    return UnchangingNode(nodelist)


@register.simple_tag(takes_context=True)
def foot_links(context: template.Context) -> list[contributions.Action]:
    """What other packages put at the foot of a signed-in person's page."""
    return contributions.foot_links(context["user"])


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """The main menu: only what the person may open (nobody sees a dead link)."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not permissions.can_read(user):
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    menu = [(_("Home"), "home", ("home",))]
    if user.role in permissions.WRITERS:
        menu.append((_("My points"), "my-points", ("my-points",)))
    menu += [
        (_("Plans"), "plan-list", ("plan-list", "plan-detail", "item-detail", "round-detail", "plan-import")),
        (_("Deadlines"), "late", ("late",)),
        (pgettext("menu", "Audit"), "audit-report-list", ("audit-report-list", "audit-report-detail", "remark-detail")),
    ]
    if permissions.can_approve_some(user):
        menu.append((_("Approvals"), "approval-list", ("approval-list",)))
    if permissions.can_see_requests(user):
        menu.append((_("New deadlines"), "request-list", ("request-list",)))
    if permissions.can_see_people(user):
        menu.append((_("People"), "people-list", ("people-list", "person-detail", "hand-over")))
    if user.role in (Role.READER, Role.ADMINISTRATOR):  # others find it at the foot of the page
        menu.append((_("Change log"), "log", ("log",)))
    known = context.get("points_left")  # where the page has counted them itself
    entries = [
        {
            "label": label,
            "url": reverse(f"handleplan:{name}"),
            "current": here in pages,
            "count": _points_left(user, known) if name == "my-points" else 0,
        }
        for label, name, pages in menu
    ]
    at = 1 + next(place for place, (_label, name, _pages) in enumerate(menu) if name == "late")
    return _grouped(entries[:at] + _contributed(user, request) + entries[at:])


def _grouped(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many entries as stand in one row; the last ones, which are used least, lie together under "More"."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    shown, more = entries[: MOST_ENTRIES - 1], entries[MOST_ENTRIES - 1 :]
    group = {"label": pgettext("menu", "More"), "more": more, "current": any(entry["current"] for entry in more)}
    return [*shown, group]


def _points_left(user: User, known: int | None) -> int:
    return rounding.count_left(user, clock.today()) if known is None else known


def _contributed(user: User, request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of other packages; they stand behind those of the plans."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"label": entry.label, "url": entry.url, "current": here.startswith(entry.pages), "count": 0}
        for entry in contributions.menu_entries(user)
    ]
