"""What is known of a mail after the conversation with a real mail server."""

from __future__ import annotations

import pytest

from handleplan import mailing
from handleplan.mailing import Mail, Outcome
from tests.notifying.servers import free_port

MAIL = Mail(
    address="mette@kommune.example",
    subject="3 punkter venter på din status (æøå)",
    body="Kære Mette\n\n.en linje med et punktum først\nÅrsag: " + "lang " * 300 + "\n",
    message_id="<abc@kommune.example>",
)


def test_a_mail_arrives_word_for_word_with_its_own_message_id(mail_server):
    server = mail_server()
    assert mailing.send(MAIL).outcome == Outcome.SENT
    (taken,) = server.taken
    assert (taken["Subject"], taken["Message-ID"], taken["To"]) == (MAIL.subject, MAIL.message_id, MAIL.address)
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content().replace("\r\n", "\n") == MAIL.body


def test_an_unknown_recipient_is_refused_for_good(mail_server):
    mail_server(recipient_answer="550 No such user here")
    assert mailing.send(MAIL) == mailing.Answer(Outcome.REFUSED, "550 No such user here")


def test_a_full_mailbox_may_take_it_later(mail_server):
    mail_server(recipient_answer="452 Mailbox full")
    assert mailing.send(MAIL) == mailing.Answer(Outcome.NOT_YET, "452 Mailbox full")


@pytest.mark.parametrize(
    ("said", "outcome"), [("554 Spam", Outcome.REFUSED), ("451 Try later", Outcome.NOT_YET)], ids=["5", "4"]
)
def test_a_server_that_says_no_to_the_text_has_not_taken_it(mail_server, said, outcome):
    mail_server(data_answer=said)
    assert mailing.send(MAIL) == mailing.Answer(outcome, said)


def test_no_server_there_means_surely_not_sent(mail_server, settings):
    mail_server()
    settings.EMAIL_PORT = free_port()
    assert mailing.send(MAIL).outcome == Outcome.NOT_YET


def test_a_server_that_breaks_off_after_the_text_leaves_it_unknown(mail_server):
    server = mail_server(cuts_after_taking=True)
    assert (mailing.send(MAIL).outcome, len(server.taken)) == (Outcome.UNKNOWN, 1)


def test_it_is_unknown_too_where_the_server_had_not_taken_it(mail_server):
    server = mail_server(cuts_before_taking=True)
    assert (mailing.send(MAIL).outcome, server.taken) == (Outcome.UNKNOWN, [])


def test_a_server_that_does_not_answer_in_time_leaves_it_unknown(mail_server):
    mail_server(holds=True)
    assert mailing.send(MAIL).outcome == Outcome.UNKNOWN


@pytest.mark.parametrize(
    "mail",
    [
        Mail("mette@kommune.example", "to\nlinjer", "", "<a@b>"),
        Mail("mætte@kommune.example", "x", "", "<a@b>"),
        Mail("ikke en adresse", "x", "", "<a@b>"),
    ],
    ids=["a subject of two lines", "an address no server takes", "no address"],
)
def test_what_cannot_be_a_mail_is_refused(mail_server, mail):
    server = mail_server()
    assert (mailing.send(mail).outcome, server.taken) == (Outcome.REFUSED, [])
