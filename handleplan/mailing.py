"""One mail to the mail server of ``EMAIL_URL``, and what is known of it afterwards.

Django's own ``send`` tells only whether an exception came. Here the conversation is led step by step, because it
matters when it broke: before the text was handed over the mail has surely not gone; after that, only the server's
answer says so.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

SAID = 400  # characters kept of what a server said
_TAKEN, _GO_ON = (250, 251), 354


class Outcome(Enum):
    """What became of a mail."""

    SENT = "sent"
    NOT_YET = "not yet"  # surely not sent; later it may be
    REFUSED = "refused"  # surely not sent, and never will be as it is
    UNKNOWN = "unknown"  # handed over, and no answer


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome and the mail server's words."""

    outcome: Outcome
    said: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent: a text to one address. ``message_id`` stands in angle brackets, "<…@…>"."""

    address: str
    subject: str
    body: str
    message_id: str


def is_set_up() -> bool:
    """Whether a mail server is named; without one, mails stay where people can read them."""
    return bool(settings.EMAIL_URL)


def send(mail: Mail) -> Answer:
    """Hands the mail over to the server; waits ``EMAIL_TIMEOUT`` seconds at most for each of its answers.

    What the server says no to with a 5 is refused, with a 4 it may take later. A wrong password is the administrator's
    to mend: the mail waits for it.
    """
    try:
        validate_email(mail.address)
        data, address = _as_data(mail), sanitize_address(mail.address, "utf-8")
    except ValidationError as error:
        return Answer(Outcome.REFUSED, f"{mail.address}: {' '.join(error.messages)}"[:SAID])
    except ValueError as error:  # a header of two lines
        return Answer(Outcome.REFUSED, _words(error))
    backend = EmailBackend()
    try:
        backend.open()
        answer = _converse(backend.connection, address, data)
    except (OSError, smtplib.SMTPException) as error:
        answer = Answer(Outcome.NOT_YET, _words(error))
    with suppress(OSError, smtplib.SMTPException):  # what is known of the mail is known
        backend.close()
    return answer


def _converse(server: smtplib.SMTP, address: str, data: bytes) -> Answer:
    server.ehlo_or_helo_if_needed()
    asked = (
        (lambda: server.mail(settings.MAIL_FROM_ADDRESS), _TAKEN),
        (lambda: server.rcpt(address), _TAKEN),
        (lambda: server.docmd("DATA"), (_GO_ON,)),
    )
    for ask, wanted in asked:
        code, said = ask()
        if code not in wanted:
            return _refusal(code, said)
    return _hand_over(server, data)


def _hand_over(server: smtplib.SMTP, data: bytes) -> Answer:
    """The text and the dot after it. From here on only an answer says what became of it."""
    try:
        server.send(data)
        code, said = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Answer(Outcome.UNKNOWN, _words(error))
    return Answer(Outcome.SENT, _reply(code, said)) if code in _TAKEN else _refusal(code, said)


def _as_data(mail: Mail) -> bytes:
    """The mail as DATA wants it: CRLF, dots doubled, a dot alone at the end."""
    message = EmailMessage(
        mail.subject,
        mail.body,
        settings.MAIL_FROM,
        [mail.address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    lines = message.message().as_bytes().splitlines()
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"


def _refusal(code: int, said: bytes) -> Answer:
    return Answer(Outcome.REFUSED if 500 <= code <= 599 else Outcome.NOT_YET, _reply(code, said))


def _reply(code: int, said: bytes) -> str:
    return f"{code} {said.decode(errors='replace')}"[:SAID]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _reply(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return (str(error) or type(error).__name__)[:SAID]
