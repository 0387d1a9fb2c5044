"""The page of mails: what was sent, what waits, and what nobody knows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan import mailing, notifying, permissions, working
from handleplan.deadline_words import month_in_words
from handleplan.models import Message, User
from handleplan.moments import moment_in_words

A_PAGE = 50
BADGES = {  # the badge, and its icon
    Message.State.QUEUED: ("ontime", "ontime"),
    Message.State.CLAIMED: ("ontime", "ontime"),
    Message.State.SENT: ("closed", "closed"),
    Message.State.UNCERTAIN: ("soon", "question"),
    Message.State.FAILED: ("overdue", "overdue"),
    Message.State.CANCELLED: ("undated", "undated"),
}


def visible_mails(user: User) -> QuerySet[Message]:
    """Everybody's for who keeps plans; for anybody else his own."""
    return Message.objects.all() if permissions.can_keep_plans(user) else Message.objects.filter(recipient=user)


def mail_list_page(user: User, *, state: str, page: str) -> dict[str, Any]:
    """The mails of one state (all of them for one that there is not), newest first."""
    mails = visible_mails(user)
    counts = dict(mails.order_by().values_list("state").annotate(Count("pk")))
    chosen = state if state in Message.State.values else ""
    if chosen:
        mails = mails.filter(state=chosen)
    shown = Paginator(mails.select_related("recipient", "round__plan"), A_PAGE).get_page(page)
    return {
        "rows": [_row(mail) for mail in shown],
        "tabs": _tabs(counts, chosen),
        "chosen": chosen,
        "page": shown,
        "address": "?" + (f"state={chosen}&" if chosen else "") + "page=",
        "all": permissions.can_keep_plans(user),
        **_machine(),
    }


def mail_page(user: User, mail: Message) -> dict[str, Any]:
    """One mail, word for word, with what is known of it and what its reader may do."""
    keeps = permissions.can_keep_plans(user)
    return {
        **_row(mail),
        "address": mail.address,
        "body": mail.body,
        "message_id": mail.message_id,
        "written": moment_in_words(mail.created_at),
        "tried": moment_in_words(mail.claimed_at) if mail.claimed_at else "",
        "sent": moment_in_words(mail.sent_at) if mail.sent_at else "",
        "attempts": mail.attempts,
        "error": mail.error,
        "may_resend": keeps and mail.state in notifying.WITH_RESEND,
        "may_cancel": keeps and mail.state in notifying.WITH_CANCEL,
        "version": mail.version,
        "is_uncertain": mail.state == Message.State.UNCERTAIN,
        "waits": mail.state == Message.State.QUEUED,
        **_machine(),
    }


def _machine() -> dict[str, bool]:
    return {"no_server": not mailing.is_set_up(), "no_worker": not working.is_anybody_working()}


def _row(mail: Message) -> dict[str, Any]:
    return {
        "pk": mail.pk,
        "url": reverse("handleplan:mail-detail", args=[mail.pk]),
        "subject": mail.subject,
        "recipient": str(mail.recipient),
        "kind": mail.get_kind_display(),
        "state": mail.get_state_display(),
        "badge": BADGES[mail.state],
        "when": moment_in_words(mail.sent_at or mail.created_at),
        "round": f"{mail.round.plan.title}, {month_in_words(mail.round.period)}" if mail.round else "",
    }


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """Every state that some mail is in, and all of them together."""
    every = [("", _("All mails"), sum(counts.values()))]
    every += [(state, label, counts[state]) for state, label in Message.State.choices if counts.get(state)]
    return [
        {
            "label": str(label)[:1].upper() + str(label)[1:],
            "count": count,
            "href": f"?state={state}" if state else reverse("handleplan:mail-list"),
            "chosen": state == chosen,
        }
        for state, label, count in every
    ]
