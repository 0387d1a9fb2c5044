"""The verbs of a person's calendar feed: a secret address, shown once; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from handleplan import history
from handleplan.models import CalendarFeed, User

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(*, user: User, reason: str) -> str:
    """A new address for ``user``'s calendar: the token that opens it. The one he had opens nothing any more."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one address, also where two are asked for at once
    revoke_feed(user=user, reason=reason)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    history.save(CalendarFeed(user=user, token_hash=hash_of(token)), user=user, reason=reason)
    return token


@transaction.atomic
def revoke_feed(*, user: User, reason: str) -> bool:
    """Takes the address back; whether there was one."""
    feed = feed_of(user)
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    history.save(feed, user=user, reason=reason, fields=["revoked_at"])
    return True


def feed_of(person: User) -> CalendarFeed | None:
    """The address that opens the person's calendar now."""
    return CalendarFeed.objects.filter(user=person, revoked_at=None).first()


def reader_of(token: str) -> User | None:
    """Whose calendar the token opens; None for one that is wrong, revoked, or of somebody who has left.

    Looked up by its hash: how long that takes says nothing about the token.
    """
    feed = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None).select_related("user").first()
    return feed.user if feed and feed.user.is_active else None


def hash_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
