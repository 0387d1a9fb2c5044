"""The verbs that keep what a person has typed of a status and not submitted. Only he ever sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from handleplan.models import Draft, OnceKey, PlanItem, User

LONGEST = 20_000  # characters of one field; the form itself takes fewer


@transaction.atomic
def save_draft(
    item: PlanItem, *, period: dt.date, fields: Mapping[str, str], user: User, form_key: str = ""
) -> Draft | None:
    """Keeps ``fields`` as the person's draft for the point; an older one of his gives way.

    ``form_key`` is the once-key of the form: what is typed in a form that has been submitted meanwhile is no draft any
    more, and None is returned. The point's row is held, so that a submission on its way is waited for.
    """
    PlanItem.objects.select_for_update(no_key=True).only("pk").get(pk=item.pk)
    if form_key and OnceKey.objects.filter(key=form_key, user=user).exists():
        return None
    Draft.objects.filter(user=user, item=item).exclude(period=period).delete()
    kept = {name: value[:LONGEST] for name, value in fields.items()}
    return Draft.objects.update_or_create(user=user, item=item, period=period, defaults={"fields": kept})[0]


def discard_draft(item: PlanItem, *, user: User) -> None:
    """Forgets the person's draft: he has submitted, or emptied the form."""
    Draft.objects.filter(user=user, item=item).delete()


def drafts_of(user: User, items: Collection[int]) -> dict[int, Draft]:
    """The person's drafts for these points, by the point's key."""
    return {draft.item_id: draft for draft in Draft.objects.filter(user=user, item__in=items).order_by("period")}
