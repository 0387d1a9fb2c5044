"""A round with people who get mail, and a mail server of our own on a free port."""

from __future__ import annotations

import pytest

from handleplan.models import User
from tests.notifying.servers import MailServer
from tests.rounds.conftest import by, open_round, points

__all__ = ["by", "open_round", "points"]  # fixtures


@pytest.fixture
def mailboxes(cast) -> None:
    """Everybody of the cast has a mail address."""
    for person in vars(cast).values():
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@kommune.example")
        person.refresh_from_db()


@pytest.fixture
def mail_server(settings):
    """Starts a mail server that behaves as told, and names it in the settings."""
    running = []

    def start(**how) -> MailServer:
        server = MailServer(**how)
        running.append(server)
        settings.EMAIL_URL, settings.EMAIL_TIMEOUT = server.url, 1
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        return server

    yield start
    for server in running:
        server.stop()
