"""The verbs that write a plan's assessment scale."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from handleplan import history
from handleplan.models import Plan, Scale, User
from handleplan.models.scales import USUAL_LEVELS, Level


def current_scale(plan: Plan) -> Scale | None:
    """The newest version of the plan's scale, None while it has none of its own."""
    return plan.scales.order_by("-version").first()


def levels_of(scale: Scale | None) -> list[Level]:
    """The levels of a scale, or the usual ones."""
    return scale.levels if scale else USUAL_LEVELS


def name_of_version(version: int) -> str:
    """Which scale that is: "version 2 of the scale"; 0 is the one every plan has until it makes its own."""
    return _("version %(version)d of the scale") % {"version": version} if version else _("the usual scale")


@transaction.atomic
def set_scale(plan: Plan, *, levels: list[Level], user: User, reason: str, seen: int | None = None) -> Scale:
    """A new version of the plan's scale; statuses already written keep theirs.

    ``seen`` is the version the person saw, 0 for the usual scale. Raises ``Outdated`` when a newer one is there,
    ``ValueError`` for a scale without levels or with a code twice.
    """
    codes = [level["code"] for level in levels]
    if not codes or len(set(codes)) != len(codes):
        raise ValueError("a scale has levels, each with a code of its own")
    newest = current_scale(plan)
    if seen is not None and seen != (newest.version if newest else 0):
        raise history.Outdated
    return Scale.objects.create(
        plan=plan, version=newest.version + 1 if newest else 1, levels=levels, recorded_by=user, reason=reason
    )
