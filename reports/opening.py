"""The verbs that let somebody read without signing in: a link for one reader, or the public page of a plan.

A link's address is its key with a signature of ours. It opens editions and nothing else, until its last day or until
it is revoked; every visit is kept.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.core import signing
from django.db import transaction
from django.utils import timezone

from handleplan import history
from handleplan.models import Plan, User
from reports.models import Edition, PublicPage, ReadingLink, ReadingVisit

_SIGNER = signing.Signer(salt="reports.opening", sep=".")
_LONGEST_TOKEN = 200


def make_link(
    plan: Plan, *, edition: Edition | None = None, reader: str, expires_on: dt.date, user: User, reason: str
) -> ReadingLink:
    """A link to all editions of a plan, or to one of them, up to and including a day."""
    link = ReadingLink(
        plan=plan,
        edition=edition,
        reader=reader,
        key=secrets.token_urlsafe(16),
        expires_on=expires_on,
        made_by=user,
    )
    history.save(link, user=user, reason=reason)
    return link


def revoke_link(link: ReadingLink, *, user: User, reason: str) -> None:
    """The link opens nothing from now on; revoking it twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        history.save(link, user=user, reason=reason, fields=["revoked_at"])


def set_public(plan: Plan, *, open: bool, user: User, reason: str) -> PublicPage:
    """Opens a plan's editions to everybody, or closes them again."""
    with transaction.atomic():
        page = PublicPage.objects.filter(plan=plan).first() or PublicPage(plan=plan)
        if page.open != open or page.pk is None:
            page.open = open
            history.save(page, user=user, reason=reason)
        return page


def token_of(link: ReadingLink) -> str:
    """What stands in the link's address."""
    return _SIGNER.sign(link.key)


def is_ours(token: str) -> bool:
    """Whether we once signed it, whatever has become of its link."""
    try:
        _SIGNER.unsign(token[:_LONGEST_TOKEN])
    except signing.BadSignature:
        return False
    return True


def link_of(token: str, today: dt.date) -> ReadingLink | None:
    """The link that a token opens today; None for one that is forged, has ended or was revoked."""
    if not is_ours(token):
        return None
    key = _SIGNER.unsign(token[:_LONGEST_TOKEN])
    links = ReadingLink.objects.filter(key=key, revoked_at=None, expires_on__gte=today)
    return links.select_related("plan", "edition").first()


def note_visit(link: ReadingLink, *, what: str, edition: Edition | None = None) -> None:
    """Keeps that the link was used; nothing is kept of who used it."""
    ReadingVisit.objects.create(link=link, edition=edition, what=what)


def is_public(plan: Plan) -> bool:
    """Whether the plan's editions stand open to everybody."""
    return PublicPage.objects.filter(plan=plan, open=True).exists()
