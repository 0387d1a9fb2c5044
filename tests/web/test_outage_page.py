"""What a person is told when the database fails, and what is told apart from a fault of ours."""

from __future__ import annotations

import errno
import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client, RequestFactory
from django.utils import translation

from handleplan import updating
from handleplan.outages import Outage, outage_of
from handleplan.views import failing
from tests.attention.points import add_point

TEXT = 'To linjer\nmed <b>æøå</b> & "citat"'


def raised(kind: type[Exception], cause: Exception | None) -> Exception:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (raised(OperationalError, sqlite_error(5)), Outage.DOWN),
        (raised(OperationalError, sqlite_error(5 | 1 << 8)), Outage.DOWN),
        (raised(OperationalError, sqlite_error(13)), Outage.FULL),
        (raised(OperationalError, sqlite_error(10 | 3 << 8)), Outage.FULL),
        (raised(OperationalError, sqlite_error(1)), None),
        (raised(OperationalError, psycopg.OperationalError("connection refused")), Outage.DOWN),
        (raised(OperationalError, psycopg.errors.AdminShutdown()), Outage.DOWN),
        (raised(OperationalError, psycopg.errors.DeadlockDetected()), Outage.CROSSED),
        (raised(OperationalError, psycopg.errors.LockNotAvailable()), Outage.CROSSED),
        (raised(OperationalError, psycopg.errors.TooManyConnections()), Outage.DOWN),
        (raised(OperationalError, psycopg.errors.DiskFull()), Outage.FULL),
        (raised(InterfaceError, psycopg.InterfaceError("the connection is closed")), Outage.DOWN),
        (raised(DataError, psycopg.DataError("NUL")), Outage.UNFIT),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), Outage.UNFIT),
        (OverflowError("date value out of range"), None),
        (raised(ProgrammingError, psycopg.errors.UndefinedTable()), None),
        (raised(IntegrityError, psycopg.errors.UniqueViolation()), Outage.CROSSED),
        (raised(IntegrityError, psycopg.errors.ForeignKeyViolation()), Outage.CROSSED),
        (raised(IntegrityError, psycopg.errors.CheckViolation()), None),
        (raised(IntegrityError, sqlite_error(2067)), Outage.CROSSED),
        (raised(IntegrityError, sqlite_error(275)), None),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (raised(RuntimeError, raised(OperationalError, sqlite_error(13))), Outage.FULL),
        (ValueError("ours"), None),
        (None, None),
    ],
    ids=str,
)
def test_an_outage_is_told_apart_from_a_fault_of_ours(error, outage):
    assert outage_of(error) is outage


def posted(fields: dict, path: str = "/items/7/status/?next=/plans/"):
    with translation.override("da"):
        return failing.unavailable(RequestFactory().post(path, fields), Outage.DOWN).content.decode()


def test_what_was_typed_comes_back_to_be_sent_to_the_same_address():
    page = posted({"text": TEXT, "once": "k1", "csrfmiddlewaretoken": "as it came"})
    assert '<form class="form" method="post" action="/items/7/status/?next=/plans/">' in page
    assert "To linjer\nmed &lt;b&gt;æøå&lt;/b&gt; &amp; &quot;citat&quot;</textarea>" in page
    for hidden in ('name="once" value="k1"', 'name="csrfmiddlewaretoken" value="as it came"'):
        assert f'<input type="hidden" {hidden}>' in page


def test_a_password_is_not_handed_back():
    page = posted({"username": "olga", "password": "hemmeligt ord"}, "/sign-in/")
    assert ("hemmeligt" in page, "<form" in page, 'href="/sign-in/"' in page) == (False, False, True)


def test_a_file_has_to_be_chosen_once_more():
    page = posted({"file": SimpleUploadedFile("notat.pdf", b"%PDF-"), "reason": "Se side 3"})
    assert "Filen skal vælges igen." in page


def test_a_page_that_was_only_asked_for_can_be_asked_for_again():
    answer = failing.unavailable(RequestFactory().get("/late/?sort=end"), Outage.DOWN)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert 'href="/late/?sort=end"' in answer.content.decode()


@pytest.fixture
def failing_writes(monkeypatch):
    """Saving a status fails with the error that is set as ``error``; None lets it through."""

    class Switch:
        error: Exception | None = OperationalError("the server closed the connection unexpectedly")

    record_status = updating.record_status

    def record(*args, **kwargs):
        if Switch.error is not None:
            raise Switch.error
        return record_status(*args, **kwargs)

    monkeypatch.setattr(updating, "record_status", record)
    return Switch


@pytest.fixture
def sara(small_plan, cast, demo_day):
    """Sara's browser, the address of a point's form, and its fields."""
    item = add_point(small_plan, "1.1", "1. jan. 2014", title="Kontrol af afregning")
    client = Client(raise_request_exception=False)
    client.force_login(cast.sara_secretary)
    return client, f"/items/{item.pk}/status/", {"text": TEXT, "once": "form-1"}


def test_a_status_that_could_not_be_saved_is_answered_with_503(sara, failing_writes):
    client, path, fields = sara
    answer = client.post(path, fields)
    assert (answer.status_code, "Databasen svarer ikke" in answer.content.decode()) == (503, True)


def test_what_the_database_cannot_hold_is_answered_with_422_and_not_offered_again(sara, failing_writes):
    client, path, fields = sara
    failing_writes.error = DataError("value too long")
    page = client.post(path, fields)
    assert (page.status_code, "Send igen" in page.content.decode()) == (422, False)
    assert "To linjer" in page.content.decode()


def test_two_who_write_at_the_same_moment_are_told_so_and_can_send_again(sara, failing_writes):
    client, path, fields = sara
    failing_writes.error = raised(OperationalError, psycopg.errors.DeadlockDetected())
    page = client.post(path, fields)
    assert page.status_code == 409
    for words in ("En anden skrev i samme øjeblik", "Send igen", "To linjer"):
        assert words in page.content.decode()
    failing_writes.error = None
    assert client.post(path, fields).status_code == 302


@pytest.mark.parametrize("error", [DataError("value too long"), raised(IntegrityError, sqlite_error(2067))], ids=str)
def test_no_such_page_is_put_into_one_that_is_open(sara, failing_writes, error):
    client, path, fields = sara
    failing_writes.error = error
    swapped = re.search(r"responseHandling.*?\]", Path("templates/base.html").read_text())[0]
    answered = client.post(path, fields, headers={"HX-Request": "true"}).status_code
    assert (answered in (400, 503), f'"{answered}"' in swapped) == (True, False)


def test_a_fault_of_ours_is_still_one(sara, failing_writes):
    client, path, fields = sara
    failing_writes.error = ValueError("ours")
    assert client.post(path, fields).status_code == 500


def test_the_page_speaks_english_to_who_wants_it(sara, failing_writes):
    client, path, fields = sara
    client.cookies["language"] = "en"
    page = client.post(path, fields).content.decode()
    assert ('<html lang="en">' in page, "The database does not answer" in page) == (True, True)
