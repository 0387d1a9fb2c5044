"""What a form on a milestone carries so that nobody overwrites anybody and nothing is done twice.

``seen`` is the milestone's version the person saw, ``known`` the newest entry of its history then, ``once`` the key of
the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from handleplan import kept, once
from handleplan.milestone_page import Piece, complete_milestones
from handleplan.models import Milestone, OnceKey, Plan, User
from handleplan.move_page import done_since, last_known

_NEVER = -1  # a version nobody has: a form that does not say what it saw has seen nothing


@dataclass(frozen=True, slots=True)
class Marks:
    """The hidden fields of a form."""

    seen: int
    known: int
    once: str


def fresh_marks(milestone: Milestone) -> Marks:
    """For a form that is shown for the first time, or again after somebody else's change was told."""
    return Marks(milestone.version, last_known(milestone), once.new_key())


def sent_marks(request: HttpRequest) -> Marks:
    """Those that a form brought."""
    return Marks(_number(request, "seen"), _number(request, "known"), request.POST.get(once.FIELD, ""))


def marks(request: HttpRequest, milestone: Milestone) -> Marks:
    return sent_marks(request) if request.method == "POST" else fresh_marks(milestone)


def made_before(user: User, key: str) -> str:
    """The address of what the form with this key made already; "" if it made nothing. Asked before the form is judged:
    sent twice, it may make no sense any more the second time."""
    made = OnceKey.objects.filter(key=key, user=user).first() if key else None
    return made.address if made else ""


def others_words(request: HttpRequest, milestone: Milestone) -> dict[str, Any]:
    """Context of a page that answers 409: what somebody else did, and marks that have seen it."""
    milestone = visible_milestone(request.user, milestone.pk)
    done: list[Piece] = done_since(milestone, sent_marks(request).known) if sent_marks(request).known > 0 else []
    return {
        "milestone": milestone,
        "others": done or [{"who": "", "when": "", "what": _("Somebody has changed the milestone.")}],
        "marks": fresh_marks(milestone),
    }


def visible_milestone(user: User, pk: int) -> Milestone:
    """A milestone of a plan the person may see, with its chain."""
    visible = complete_milestones().filter(item__plan__in=Plan.objects.visible_to(user))
    return get_object_or_404(visible, pk=pk)


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was typed before the session ran out."""
    fields = kept.take(request, request.path) if request.method == "GET" else None
    return fields.dict() if fields else {}


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else _NEVER
