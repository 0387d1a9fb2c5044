"""The outbox: written once, claimed before it is sent, uncertain where nobody knows."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from handleplan import history, notifying, working
from handleplan.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailboxes")]
State = Message.State


@pytest.fixture
def write(cast, by):
    def written(key="a", recipient=cast.olga_owner, **facts) -> Message | None:
        words = {"kind": Message.Kind.OTHER, "subject": "Emne", "body": "Tekst\n"}
        return notifying.write_message(recipient=recipient, unique_key=key, **(words | facts), **by)

    return written


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def later() -> int:
    """As if every pause were over."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    return working.run_ready()


def test_a_mail_is_written_once_for_its_key(write):
    assert (write("a") is None, write("a") is None, write("b") is None) == (False, True, False)
    assert Message.objects.count() == 2


def test_a_mail_is_sent_by_the_worker(write, mail_server):
    server = mail_server()
    message = write()
    assert (state(message), server.taken) == (State.QUEUED, [])
    working.run_ready()
    assert (state(message), message.error, len(server.taken)) == (State.SENT, "", 1)
    assert message.claimed_at <= message.sent_at


def test_two_jobs_for_one_mail_send_it_once(write, mail_server):
    server = mail_server()
    message = write()
    notifying.send_message.enqueue(message.pk)
    working.run_ready()
    assert (state(message), len(server.taken)) == (State.SENT, 1)


def test_without_a_mail_server_it_waits_and_is_sent_once_there_is_one(write, mail_server, settings):
    message = write()
    assert (working.run_ready(), state(message)) == (0, State.QUEUED)
    server = mail_server()
    _set(message, created_at=timezone.now() - 2 * notifying.CLAIM_LASTS)
    notifying.send_waiting.call()
    working.run_ready()
    assert (state(message), len(server.taken)) == (State.SENT, 1)


def test_a_recipient_without_an_address_is_said(write, cast):
    _set(cast.olga_owner, email="")
    cast.olga_owner.refresh_from_db()
    message = write(recipient=cast.olga_owner)
    assert (message.state, message.error) == (State.FAILED, "Olga Owner har ingen mailadresse.")


def test_a_server_that_says_later_is_asked_later(write, mail_server):
    server = mail_server(recipient_answer="451 Greylisted")
    message = write()
    assert (working.run_ready(), state(message), message.error) == (1, State.QUEUED, "451 Greylisted")
    server.recipient_answer = ""
    assert (later(), state(message), message.error) == (1, State.SENT, "")
    assert message.attempts == 2


def test_a_server_that_says_later_for_more_than_a_day_is_given_up(write, mail_server):
    mail_server(recipient_answer="451 Greylisted")
    message = write()
    attempts = sum(1 for _ in iter(later, 0))
    assert (attempts, state(message)) == (len(notifying.PAUSES) + 1, State.FAILED)


def test_a_server_that_refuses_is_not_asked_again(write, mail_server):
    mail_server(recipient_answer="550 No such user")
    message = write()
    working.run_ready()
    assert (state(message), message.error, later()) == (State.FAILED, "550 No such user", 0)


def test_where_no_answer_came_it_is_uncertain_and_not_sent_again(write, mail_server):
    server = mail_server(cuts_after_taking=True)
    message = write()
    working.run_ready()
    assert (state(message), later(), len(server.taken)) == (State.UNCERTAIN, 0, 1)


def test_a_mail_whose_worker_died_over_it_is_uncertain_and_not_sent(write, mail_server):
    server = mail_server()
    message = write()
    job = working.claim_next("dead")
    assert notifying._claim(Message.objects.select_related("recipient").get(pk=message.pk))
    assert working.reap() == 1
    working.run_ready()
    assert (state(message), server.taken) == (State.UNCERTAIN, [])
    assert message.error == "Programmet stoppede, mens mailen blev sendt."
    assert DBTaskResult.objects.get(pk=job.pk).status == TaskResultStatus.SUCCESSFUL


def test_a_worker_thought_dead_that_still_gets_its_answer_tells_it(write, mail_server):
    mail_server()
    message = write()
    claimed = Message.objects.select_related("recipient").get(pk=message.pk)
    notifying._claim(claimed)
    notifying._give_up_claim(Message.objects.get(pk=message.pk))
    assert state(message) == State.UNCERTAIN
    notifying._settle(claimed, notifying.mailing.Answer(notifying.Outcome.SENT, "250 OK"))
    assert state(message) == State.SENT


def test_another_job_leaves_a_mail_alone_that_is_being_sent(write, mail_server):
    mail_server()
    message = write()
    notifying._claim(Message.objects.select_related("recipient").get(pk=message.pk))
    working.run_ready()
    assert state(message) == State.CLAIMED


# -- what a person decides --------------------------------------------------------------------------------------------


def uncertain(write, mail_server) -> Message:
    server = mail_server(cuts_after_taking=True)
    message = write()
    working.run_ready()
    message.refresh_from_db()
    server.cuts_after_taking = False
    return message


def test_an_uncertain_mail_is_sent_again_by_a_person_under_the_same_message_id(write, mail_server, by, cast):
    message = uncertain(write, mail_server)
    known = message.message_id
    notifying.resend(message, seen=message.version, user=cast.sara_secretary, reason="Olga fik den ikke")
    working.run_ready()
    assert (state(message), message.message_id) == (State.SENT, known)
    asked = message.history.filter(history_change_reason="Olga fik den ikke").get()
    assert asked.history_user == cast.sara_secretary


def test_a_sent_mail_is_not_sent_again(write, mail_server, by):
    mail_server()
    message = write()
    working.run_ready()
    message.refresh_from_db()
    with pytest.raises(notifying.NotPossible):
        notifying.resend(message, seen=message.version, **by)


def test_who_resends_what_somebody_else_has_just_resent_is_told(write, mail_server, by):
    message = uncertain(write, mail_server)
    seen = message.version
    notifying.resend(message, seen=seen, **by)
    with pytest.raises(history.Outdated):
        notifying.resend(message, seen=seen, **by)


def test_a_cancelled_mail_is_not_sent(write, mail_server, by):
    server = mail_server()
    message = write()
    notifying.cancel(message, seen=message.version, **by)
    working.run_ready()
    assert (state(message), server.taken) == (State.CANCELLED, [])


def _set(row, **values) -> None:
    """Sets columns as no verb would."""
    QuerySet(type(row)).filter(pk=row.pk).update(**values)
