"""kill -9 in the middle of sending, with two workers and a real mail server: no mail twice, none lost silently."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from handleplan import notifying
from handleplan.models import Message, WorkerBeat
from tests.conftest import BECAUSE
from tests.notifying.servers import MailServer
from tests.working.processes import kill, until, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]
State = Message.State
MAILS = 12


@pytest.fixture
def write(cast, mailboxes):
    def written(count: int) -> None:
        for number in range(count):
            notifying.write_message(
                kind=Message.Kind.OTHER,
                recipient=cast.olga_owner,
                subject=f"Mail {number}",
                body="Tekst\n",
                unique_key=f"mail {number}",
                user=cast.sara_secretary,
                reason=BECAUSE,
            )

    return written


def states() -> dict[str, str]:
    return dict(QuerySet(Message).values_list("subject", "state"))


def taken(server: MailServer) -> list[str]:
    return sorted(str(mail["Subject"]) for mail in server.taken)


def settled() -> bool:
    return not set(states().values()) & {State.QUEUED, State.CLAIMED}


def test_a_mail_whose_worker_is_killed_before_the_answer_is_uncertain_and_sent_by_nobody(write, mail_server):
    server = mail_server(holds=True)
    write(1)
    with workers(1, EMAIL_URL=server.url, EMAIL_TIMEOUT="60") as (worker,):
        until(server.reached.is_set, "nobody sent the mail")
        kill(worker)
    server.holds.clear()
    with workers(1, EMAIL_URL=server.url):
        until(settled, "nobody took the mail over")
    assert (states(), len(server.taken) <= 1) == ({"Mail 0": State.UNCERTAIN}, True)


def test_two_workers_one_of_them_killed_send_no_mail_twice_and_lose_none_silently(write, mail_server):
    server = mail_server(holds=True)
    write(MAILS)
    with workers(2, EMAIL_URL=server.url, EMAIL_TIMEOUT="60") as (one, other):
        until(server.reached.is_set, "nobody sent a mail")
        first = QuerySet(Message).filter(state=State.CLAIMED).order_by("claimed_at").first()
        until(lambda: WorkerBeat.objects.count() == 2, "the second worker did not start")
        killed = WorkerBeat.objects.order_by("started_at").first().pid
        kill(one if one.pid == killed else other)
        server.holds.clear()
        until(settled, "the other worker did not finish")
    known = states()
    uncertain = {subject for subject, state in known.items() if state == State.UNCERTAIN}
    assert first is None or known[first.subject] in (State.UNCERTAIN, State.SENT)
    assert len(known) == MAILS
    assert set(known.values()) <= {State.SENT, State.UNCERTAIN}
    assert len(uncertain) <= 1
    assert taken(server) == sorted(set(taken(server)))
    assert {subject for subject, state in known.items() if state == State.SENT} <= set(taken(server))
    assert set(taken(server)) | uncertain == set(known)
