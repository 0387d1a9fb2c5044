"""Whether the person who reads a page may move its deadlines, for the links that lead there."""

from __future__ import annotations

from django import template

from handleplan import permissions

register = template.Library()


@register.simple_tag(takes_context=True)
def may_move_deadlines(context: template.Context) -> bool:
    """``{% may_move_deadlines as may %}``: nobody sees a dead link."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return user is not None and permissions.can_move_deadlines(user)
