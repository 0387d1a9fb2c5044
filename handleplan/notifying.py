"""The outbox: mails are written once, claimed before they are sent, and never sent twice without a person's say.

``write_message`` queues a mail and the job that sends it in one transaction. The job takes the mail with a claim of its
version, hands it to the server outside any transaction, and writes down the answer. A worker that dies in between
leaves the mail claimed; whoever takes the job over cannot know whether it went, calls it uncertain, and a person
decides. Mails of a round are asked again at that moment whether they are still wanted.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from handleplan import clock, digests, history, mailing, staffing
from handleplan.mailing import Mail, Outcome
from handleplan.models import Message, Round, User

State, Kind = Message.State, Message.Kind
REMINDERS = frozenset({Kind.OPENING, Kind.EXTRA, Kind.DUE, Kind.MANAGER, Kind.BY_HAND})
WITH_RESEND = (State.UNCERTAIN, State.FAILED)
WITH_CANCEL = (State.QUEUED, State.UNCERTAIN, State.FAILED)
PAUSES = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]  # a server may be away a day
CLAIM_LASTS = dt.timedelta(minutes=30)  # far longer than a mail server may take


class NotPossible(ValueError):
    """The mail is in a state in which this cannot be done; the text says so."""


def write_message(
    *,
    kind: str,
    recipient: User,
    subject: str,
    body: str,
    unique_key: str,
    user: User,
    reason: str,
    round: Round | None = None,
) -> Message | None:
    """Queues a mail, unless one with this key was written before: then None.

    A recipient without an address gets none, and the mail says so instead of vanishing.
    """
    message = Message(
        kind=kind,
        recipient=recipient,
        address=recipient.email,
        subject=" ".join(subject.split())[: digests.SUBJECT],
        body=body,
        unique_key=unique_key,
        message_id=_new_message_id(),
        round=round,
    )
    if not recipient.email:
        message.state, message.error = State.FAILED, _("%(name)s has no mail address.") % {"name": recipient}
    if Message.objects.filter(unique_key=unique_key).exists():
        return None
    try:
        with transaction.atomic():
            history.save(message, user=user, reason=reason)
            if message.state == State.QUEUED and mailing.is_set_up():
                send_message.enqueue(message.pk)
    except IntegrityError:  # another worker wrote it a moment ago
        return None
    return message


def _new_message_id() -> str:
    domain = settings.MAIL_FROM_ADDRESS.rpartition("@")[2] or "localhost"
    return f"<{get_random_string(24)}@{domain}>"


@task(takes_context=True)
def send_message(context: TaskContext, pk: int) -> None:
    """The job that sends a mail, if it waits; takes the same mail up once more where the server said: later."""
    message = Message.objects.select_related("recipient", "round__plan").get(pk=pk)
    if message.state == State.CLAIMED and context.attempt > 1:  # it was this job's, and its worker is gone
        _give_up_claim(message)
    if message.state != State.QUEUED or not mailing.is_set_up() or not _claim(message):
        return
    if message.state == State.CLAIMED:
        answer = mailing.send(Mail(message.address, message.subject, message.body, message.message_id))
        _settle(message, answer)


@task()
def send_waiting() -> None:
    """Takes up mails that wait without a job (a mail server was named only later) and claims nobody will settle."""
    if not mailing.is_set_up():
        return
    now = timezone.now()
    for message in Message.objects.filter(state=State.CLAIMED, claimed_at__lt=now - CLAIM_LASTS):
        _give_up_claim(message)
    never_tried = Q(claimed_at=None, created_at__lt=now - CLAIM_LASTS)
    waiting = Message.objects.filter(never_tried | Q(claimed_at__lt=now - 2 * PAUSES[-1]), state=State.QUEUED)
    for pk in waiting.values_list("pk", flat=True):
        send_message.enqueue(pk)


def _claim(message: Message) -> bool:
    """Takes the mail, in today's words, or cancels one nobody needs; False where somebody else was quicker."""
    try:
        with transaction.atomic():
            history.claim(message, seen=message.version)
            if message.kind in REMINDERS and message.round is not None:
                people = [message.recipient]
                letter = digests.letters_for(message.round, people, message.kind, today=clock.today()).get(people[0])
                if letter is None:
                    message.error = _("There was nothing left to remind of.")
                    _save(message, State.CANCELLED, "error", reason="Intet at minde om")
                    return True
                message.subject, message.body = letter.subject, letter.body
            message.claimed_at, message.attempts = timezone.now(), message.attempts + 1
            _save(message, State.CLAIMED, "claimed_at", "attempts", "subject", "body", reason="Sendes")
    except history.Outdated:
        return False
    return True


def _settle(message: Message, answer: mailing.Answer) -> None:
    """Writes down what became of the mail, also where it was called uncertain meanwhile."""
    with transaction.atomic():
        now = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
        if now.attempts != message.attempts or now.state not in (State.CLAIMED, State.UNCERTAIN):
            return
        history.claim(now, seen=now.version)
        now.error = "" if answer.outcome == Outcome.SENT else answer.said
        if answer.outcome == Outcome.SENT:
            now.sent_at = timezone.now()
            _save(now, State.SENT, "sent_at", "error", reason="Sendt")
        elif answer.outcome == Outcome.UNKNOWN:
            _save(now, State.UNCERTAIN, "error", reason="Intet svar fra mailserveren")
        elif answer.outcome == Outcome.NOT_YET and now.attempts <= len(PAUSES):
            _save(now, State.QUEUED, "error", reason="Prøves igen senere")
            later = timezone.now() + PAUSES[now.attempts - 1]
            send_message.using(run_after=later).enqueue(now.pk)
        else:
            _save(now, State.FAILED, "error", reason="Mailserveren afviste mailen")


def _give_up_claim(message: Message) -> None:
    """Whoever had the mail is gone, and nobody knows whether it was sent."""
    try:
        with transaction.atomic():
            history.claim(message, seen=message.version)
            message.error = _("The program stopped while the mail was being sent.")
            _save(message, State.UNCERTAIN, "error", reason="Arbejderen stoppede under afsendelsen")
    except history.Outdated:
        message.refresh_from_db()


def _save(message: Message, state: str, *fields: str, reason: str) -> None:
    message.state = state
    history.save(message, user=staffing.system_user(), reason=reason, fields=["state", *fields])


# -- what a person decides --------------------------------------------------------------------------------------------


@transaction.atomic
def resend(message: Message, *, seen: int, user: User, reason: str) -> None:
    """Sends a mail again that failed or is uncertain; under the same Message-ID, so that a mailbox can tell them equal.

    Raises ``NotPossible`` for any other, and ``history.Outdated`` where somebody was quicker.
    """
    history.claim(message, seen=seen)
    if message.state not in WITH_RESEND:
        raise NotPossible(_("The mail cannot be sent again: it is %(state)s.") % {"state": message.get_state_display()})
    if not (message.address or message.recipient.email):
        raise NotPossible(_("%(name)s has no mail address.") % {"name": message.recipient})
    message.address = message.recipient.email or message.address
    message.state, message.error = State.QUEUED, ""
    history.save(message, user=user, reason=reason, fields=["state", "error", "address"])
    if mailing.is_set_up():
        send_message.enqueue(message.pk)


@transaction.atomic
def cancel(message: Message, *, seen: int, user: User, reason: str) -> None:
    """Takes a mail out of the outbox. Raises as ``resend`` does."""
    history.claim(message, seen=seen)
    if message.state not in WITH_CANCEL:
        raise NotPossible(_("The mail cannot be cancelled: it is %(state)s.") % {"state": message.get_state_display()})
    message.state = State.CANCELLED
    history.save(message, user=user, reason=reason, fields=["state"])
