"""A real mail server in a thread: it takes mails, refuses them, is slow, or breaks off."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.told = server

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.told.recipient_answer:
            return self.told.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        told = self.told
        told.reached.set()
        if told.cuts_before_taking:
            server.transport.abort()
            return "250 never heard"
        while told.holds.is_set():
            await asyncio.sleep(0.02)
        if told.data_answer:
            return told.data_answer
        told.taken.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        if told.cuts_after_taking:
            server.transport.abort()
        return "250 OK"


class MailServer:
    """``recipient_answer`` and ``data_answer`` are said instead of "250 OK"; ``holds`` keeps the last answer back."""

    def __init__(
        self,
        *,
        recipient_answer: str = "",
        data_answer: str = "",
        cuts_before_taking: bool = False,
        cuts_after_taking: bool = False,
        holds: bool = False,
    ) -> None:
        self.recipient_answer, self.data_answer = recipient_answer, data_answer
        self.cuts_before_taking, self.cuts_after_taking = cuts_before_taking, cuts_after_taking
        self.holds, self.reached = threading.Event(), threading.Event()
        if holds:
            self.holds.set()
        self.taken: list[EmailMessage] = []
        self.host, self.port = "127.0.0.1", free_port()
        self.controller = Controller(_Handler(self), hostname=self.host, port=self.port)
        self.controller.start()

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def stop(self) -> None:
        self.holds.clear()
        self.controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
