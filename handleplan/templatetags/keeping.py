"""Whether the person of the page keeps plans: ``{% may_keep_plans as may_keep %}``."""

from __future__ import annotations

from django import template

from handleplan import permissions

register = template.Library()


@register.simple_tag(takes_context=True)
def may_keep_plans(context: template.Context) -> bool:
    user = getattr(context.get("request"), "user", None)
    return user is not None and permissions.can_keep_plans(user)
