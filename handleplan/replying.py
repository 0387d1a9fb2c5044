"""The mails that tell an author what became of what he sent in: a status that came back, a request that was answered.

Queued in the transaction of the answer itself; whoever answers his own gets none.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan import notifying
from handleplan.deadline_words import month_in_words
from handleplan.models import EndDateRequest, Message, StatusVerdict, User


@transaction.atomic
def tell_sent_back(verdict: StatusVerdict, *, user: User, reason: str) -> Message | None:
    """To whoever wrote the status: what is missing, and where it is written again."""
    status = verdict.status
    author = status.recorded_by
    if author == user:
        return None
    with translation.override(author.language):
        facts = {"point": status.item, "month": month_in_words(status.period), "name": user}
        subject = _("Sent back: the status of %(point)s for %(month)s") % facts
        lines = [
            _("%(name)s has sent the status of %(point)s for %(month)s back:") % facts,
            verdict.comment,
            _("Write it again here: %(address)s") % {"address": _address("item-status", status.item_id)},
        ]
    return notifying.write_message(
        kind=Message.Kind.SENT_BACK,
        recipient=author,
        subject=subject,
        body="\n\n".join(lines),
        unique_key=f"verdict {verdict.pk}",
        round=status.round,
        user=user,
        reason=reason,
    )


@transaction.atomic
def tell_answered(asked: EndDateRequest, *, user: User, reason: str) -> Message | None:
    """To whoever asked for a new deadline: the answer, in its words."""
    if asked.asked_by == user:
        return None
    with translation.override(asked.asked_by.language):
        item = asked.milestone.item
        facts = {"point": item, "end": asked.end_as_written, "name": user, "state": asked.get_state_display()}
        subject = _("New deadline for %(point)s: %(state)s") % facts
        lines = [
            _("You asked for “%(end)s” as the new deadline for %(point)s.") % facts,
            _("%(state)s by %(name)s.") % (facts | {"state": capfirst(facts["state"])}),
            asked.answer,
            _address("item-detail", item.pk),
        ]
    return notifying.write_message(
        kind=Message.Kind.ANSWERED,
        recipient=asked.asked_by,
        subject=subject,
        body="\n\n".join(filter(None, lines)),
        unique_key=f"request {asked.pk} {asked.state}",
        user=user,
        reason=reason,
    )


def _address(name: str, pk: int) -> str:
    return settings.SITE_URL + reverse(f"handleplan:{name}", args=[pk])
