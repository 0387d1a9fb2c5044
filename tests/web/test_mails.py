"""The page of mails: what everybody's states are, one mail to read, and what the secretary decides."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import notifying, working
from handleplan.models import Message
from tests.conftest import BECAUSE

pytestmark = pytest.mark.django_db
State = Message.State
LIST = "/mails/"


@pytest.fixture
def write(cast):
    def written(key="a", state=State.QUEUED, recipient=cast.olga_owner, **facts) -> Message:
        QuerySet(type(recipient)).filter(pk=recipient.pk).update(email="olga@kommune.example")
        recipient.refresh_from_db()
        words = {
            "kind": Message.Kind.OTHER,
            "subject": f"Emne {key}",
            "body": "Kære Olga\n\nhttps://handleplan.example/",
        }
        message = notifying.write_message(
            recipient=recipient, unique_key=key, user=cast.sara_secretary, reason=BECAUSE, **words
        )
        QuerySet(Message).filter(pk=message.pk).update(state=state, **facts)
        message.refresh_from_db()
        return message

    return written


@pytest.fixture
def as_(client, cast):
    def signed_in(name: str):
        client.force_login(getattr(cast, name))
        return client

    return signed_in


def post(client, message: Message, **fields):
    data = {"step": "resend", "seen": message.version, "reason": "Hun fik den ikke"} | fields
    return client.post(reverse("handleplan:mail-detail", args=[message.pk]), data)


def page(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.QUEUED, "venter på at blive sendt"),
        (State.CLAIMED, "sendes nu"),
        (State.SENT, "sendt"),
        (State.UNCERTAIN, "usikkert"),
        (State.FAILED, "ikke sendt"),
        (State.CANCELLED, "annulleret"),
    ],
)
def test_every_state_has_its_danish_word(state, word, write, as_):
    message = write(state=state)
    assert message.get_state_display() == word
    assert f"</svg>{word}</span>" in page(as_("sara_secretary").get(LIST))


def test_the_list_says_that_there_is_no_mail_server(as_):
    assert "Der er ikke sat en mailserver op." in page(as_("sara_secretary").get(LIST))


def test_the_list_says_that_nobody_sends_the_mails(as_, settings):
    settings.EMAIL_URL = "smtp://mail.kommune.example:25"
    assert "Programmet, der sender mails, kører ikke." in page(as_("sara_secretary").get(LIST))
    working.beat("one")
    assert "Programmet, der sender mails, kører ikke." not in page(as_("sara_secretary").get(LIST))


def test_the_secretary_reads_everybodys_and_others_their_own(write, cast, as_):
    write("olga")
    write("ove", recipient=cast.ove_owner_of_nothing)
    seen = {name: page(as_(name).get(LIST)) for name in ("sara_secretary", "olga_owner", "mads_manager")}
    assert {name: ("Emne olga" in text, "Emne ove" in text) for name, text in seen.items()} == {
        "sara_secretary": (True, True),
        "olga_owner": (True, False),
        "mads_manager": (False, False),
    }


def test_a_state_filters_the_list_and_stands_in_the_address(write, as_):
    write("sent", State.SENT)
    write("unsure", State.UNCERTAIN)
    text = page(as_("sara_secretary").get(LIST, {"state": "uncertain"}))
    assert ("Emne unsure" in text, "Emne sent" in text) == (True, False)


@pytest.mark.parametrize("query", ["?state=nonsense", "?page=0", "?page=99", f"?page={10**20}", "?page=x"])
def test_an_address_that_makes_no_sense_shows_the_list(query, write, as_):
    write()
    assert as_("sara_secretary").get(LIST + query).status_code == 200


def test_the_list_asks_as_often_for_one_mail_as_for_many(write, as_):
    client, counts = as_("sara_secretary"), []
    for number in (1, 3):
        for key in range(number):
            write(f"{number} {key}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_list_has_pages(write, as_):
    for number in range(51):
        write(f"nr. {number}")
    client = as_("sara_secretary")
    assert ("Side 1 af 2" in page(client.get(LIST)), "Emne nr. 0" in page(client.get(LIST, {"page": 2}))) == (
        True,
        True,
    )


def test_a_mail_is_shown_word_for_word_with_links(write, as_):
    text = page(as_("olga_owner").get(reverse("handleplan:mail-detail", args=[write().pk])))
    assert "<p>Kære Olga</p>" in text
    assert '<a href="https://handleplan.example/" rel="nofollow">https://handleplan.example/</a>' in text


def test_its_reader_sees_no_buttons(write, as_):
    message = write(state=State.UNCERTAIN)
    assert 'name="step"' not in page(as_("olga_owner").get(reverse("handleplan:mail-detail", args=[message.pk])))


def test_an_uncertain_mail_warns_before_it_is_sent_again(write, as_):
    message = write(state=State.UNCERTAIN)
    text = page(as_("sara_secretary").get(reverse("handleplan:mail-detail", args=[message.pk])))
    assert "Blev den sendt?" in text
    assert "Spørg modtageren, før du sender den igen" in text


def test_the_secretary_sends_an_uncertain_mail_again_with_a_reason(write, as_, cast):
    message = write(state=State.UNCERTAIN)
    response = post(as_("sara_secretary"), message)
    message.refresh_from_db()
    assert (response.status_code, message.state) == (302, State.QUEUED)
    said = message.history.first()
    assert (said.history_user, said.history_change_reason) == (cast.sara_secretary, "Hun fik den ikke")


def test_a_mail_is_taken_out_with_a_reason(write, as_):
    message = write()
    assert post(as_("sara_secretary"), message, step="cancel").status_code == 302
    message.refresh_from_db()
    assert message.state == State.CANCELLED


def test_without_a_reason_nothing_happens_and_the_field_says_so(write, as_):
    message = write(state=State.UNCERTAIN)
    response = post(as_("sara_secretary"), message, reason=" ")
    message.refresh_from_db()
    assert (response.status_code, message.state) == (422, State.UNCERTAIN)
    assert "Skriv hvorfor." in page(response)


def test_a_reason_that_was_typed_is_kept_where_somebody_was_quicker(write, as_):
    message = write(state=State.UNCERTAIN)
    client = as_("sara_secretary")
    post(client, message)
    response = post(client, message, reason="Min begrundelse")
    assert response.status_code == 409
    assert "En anden har taget sig af mailen i mellemtiden." in page(response)
    assert "Min begrundelse" in page(response)


def test_a_sent_mail_is_never_sent_again(write, as_):
    message = write(state=State.SENT)
    response = post(as_("sara_secretary"), message)
    message.refresh_from_db()
    assert (response.status_code, message.state) == (409, State.SENT)
    assert "Mailen kan ikke sendes igen: Den er sendt." in page(response)
