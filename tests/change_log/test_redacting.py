"""A text is blanked for the law's sake: nothing of it is left, who and why is told, and the chain still verifies."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from handleplan import planning, updating
from handleplan.change_log import installing, sealing
from handleplan.change_log.tables import OURS
from handleplan.change_log.verifying import verify
from handleplan.history_panel import history_page
from handleplan.models import ChangeEntry, LogVerification, PlanItem, RedactedEntry, Redaction, StatusEntry, Unit
from handleplan.redacting import Refused, redact
from tests.conftest import BECAUSE
from tests.rewriting import rewrite

LAW = "Anmodning om sletning, sag 13/4711"
NAME = "Rigmor Åkjær, Østergade 4"
MONTH = dt.date(2013, 11, 1)


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.anna_administrator, "reason": LAW}


@pytest.fixture
def status(item, cast) -> StatusEntry:
    updating.record_status(item, period=MONTH, text=f"{NAME} venter på svar.", user=cast.sara_secretary, reason=BECAUSE)
    sealing.seal()
    return StatusEntry.objects.get()


def where(words: str) -> list[str]:
    """Every table of the database in which the words stand, whatever the case."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        rows = models.QuerySet(model).values_list() if table.startswith(OURS) else ()
        if words.casefold() in json.dumps(list(rows), default=str, ensure_ascii=False).casefold():
            found.append(table)
    return found


def test_the_text_is_nowhere_afterwards(status, by):
    assert {"handleplan_statusentry", "handleplan_planitem", "handleplan_changeentry"} == {*where(NAME)}
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    assert (where(NAME), StatusEntry.objects.get().text) == ([], "[fjernet]")


def test_the_chain_rows_and_history_still_verify(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    assert (verify().findings, installing.missing(connection)) == ([], [])


def test_who_why_and_which_text_is_kept(status, by, cast):
    done = redact("handleplan_statusentry", str(status.pk), ["text", "corrective_action"], **by)
    kept = Redaction.objects.get()
    assert (kept.table_name, kept.row_key, kept.columns) == (
        "handleplan_statusentry",
        str(status.pk),
        ["text", "corrective_action"],
    )
    assert (kept.author_id, kept.author_name, kept.reason) == (cast.anna_administrator.pk, "anna_administrator", LAW)
    assert (done.rows, done.entries) == (1, RedactedEntry.objects.count())


def test_the_redaction_itself_is_logged_by_its_author(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    entry = ChangeEntry.objects.get(table_name="handleplan_redaction")
    assert (entry.operation, entry.after["reason"]) == ("I", LAW)


def test_a_tracked_row_is_blanked_in_every_version_of_its_history(item, by, cast):
    planning.edit_item(item, description=f"Se {NAME}", user=cast.sara_secretary, reason=BECAUSE)
    planning.edit_item(item, title="Andet", user=cast.sara_secretary, reason=BECAUSE)
    done = redact("handleplan_planitem", str(item.pk), ["description"], **by)
    assert (done.rows, where(NAME), verify().findings) == (3, [], [])
    assert {*PlanItem.history.filter(id=item.pk).values_list("description", flat=True)} == {"", "[fjernet]"}


def test_only_the_words_may_be_removed(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], words=f" {NAME}\n", **by)
    assert (where(NAME), StatusEntry.objects.get().text) == ([], "[fjernet] venter på svar.")
    assert verify().findings == []


def test_what_is_found_by_search_no_longer_holds_it(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], words=NAME, **by)
    assert "[fjernet] venter på svar." in PlanItem.objects.get(pk=status.item_id).search_text


def test_a_row_that_is_gone_is_blanked_in_history_and_log(small_plan, by, cast):
    unit = Unit.objects.create(name="Økonomi", short_name=NAME[:6])
    key = str(unit.pk)
    unit.delete()
    done = redact("handleplan_unit", key, ["short_name"], **by)
    assert (done.rows, where("Rigmor")) == (2, [])
    assert verify().findings == []


def test_a_text_can_be_redacted_twice(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], words="Østergade 4", **by)
    sealing.seal()
    redact("handleplan_statusentry", str(status.pk), ["text"], words="Rigmor Åkjær", **by)
    assert (StatusEntry.objects.get().text, verify().findings) == ("[fjernet], [fjernet] venter på svar.", [])


def test_the_reason_of_a_change_is_redacted_in_its_history_row(item, by, cast):
    planning.edit_item(item, title="Andet", user=cast.sara_secretary, reason=f"Efter ønske fra {NAME}")
    past = PlanItem.history.filter(id=item.pk).latest()
    redact("handleplan_historicalplanitem", str(past.pk), ["history_change_reason"], **by)
    assert (where(NAME), verify().findings) == ([], [])


def test_an_edit_that_calls_itself_no_redaction_is_still_found(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    entry = ChangeEntry.objects.filter(table_name="handleplan_statusentry").get()
    rewrite(ChangeEntry, {"pk": entry.pk}, after=entry.after | {"text": "Andet"})
    assert {"entry_edited", "row_differs"} == {code for code, _values in verify().findings}


@pytest.mark.parametrize(
    ("table", "row", "column", "why", "said"),
    [
        ("handleplan_statusentry", "", "text", " ", "Der skal angives en begrundelse for at fjerne tekst."),
        ("handleplan_statusentry", "999999", "text", LAW, "Status 999999 findes ikke i databasen."),
        ("handleplan_statusentry", "x", "text", LAW, "“x” er ikke nummeret på en række."),
        ("auth_group", "1", "name", LAW, "Der er ingen tabel auth_group, som tekst kan fjernes fra."),
        ("handleplan_redaction", "1", "reason", LAW, "Der er ingen tabel handleplan_redaction, som"),
        ("handleplan_statusentry", "", "source", LAW, "source er ikke en fri tekst i Status."),
        ("handleplan_user", "1", "username", LAW, "username er ikke en fri tekst i Person."),
        ("handleplan_statusentry", "", "focus_reason", LAW, "Der er ikke noget at fjerne."),
    ],
    ids=["no reason", "no row", "no key", "no table of ours", "a redaction", "a choice", "a username", "nothing there"],
)  # fmt: skip
def test_what_cannot_be_redacted_is_refused_in_a_sentence_and_nothing_changes(
    table, row, column, why, said, status, cast
):
    with pytest.raises(Refused) as refusal:
        redact(table, row or str(status.pk), [column], user=cast.anna_administrator, reason=why)
    assert str(refusal.value).startswith(said)
    assert (Redaction.objects.exists(), verify().findings) == (False, [])


def test_words_that_do_not_stand_there_are_refused(status, by):
    with pytest.raises(Refused, match="Ordene står der ikke"):
        redact("handleplan_statusentry", str(status.pk), ["text"], words="Hansen", **by)


# -- the command ------------------------------------------------------------------------------------------------------


ANNA = {"user": "anna_administrator", "reason": LAW}


def command(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command("redact", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_what_it_did_and_what_it_cannot_reach(status, cast):
    said = command("handleplan_statusentry", str(status.pk), "text", **ANNA)
    assert said.splitlines() == [
        "Fjernet fra 1 række og 2 poster i ændringsloggen.",
        "Kan ikke nås: udgivne rapporter, sendte mails, eksporterede filer, udskrifter og sikkerhedskopier. Sørg selv "
        "for dem, og tag en ny sikkerhedskopi.",
    ]


def test_the_command_names_where_the_same_words_still_stand(status, item, cast, tmp_path):
    planning.edit_item(item, description=f"Se {NAME}", user=cast.sara_secretary, reason=BECAUSE)
    (tmp_path / "words.txt").write_text(f"{NAME}\n")
    file = str(tmp_path / "words.txt")
    said = command("handleplan_statusentry", str(status.pk), "text", **ANNA, words_from=file).splitlines()
    assert said[1] == "Den samme tekst står stadig her og skal fjernes særskilt:"
    assert f"  Punkt {item.pk} (handleplan_planitem)" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"user": ""}, "Angiv med --user NAVN, hvem der står inde for, at teksten fjernes."),
        ({"user": "nobody"}, "Der er ingen person med brugernavnet nobody."),
        ({"words_from": "/nowhere"}, "/nowhere kunne ikke læses."),
        ({"reason": " "}, "Der skal angives en begrundelse for at fjerne tekst."),
    ],
    ids=["nobody", "unknown", "no file", "no reason"],
)
def test_the_command_refuses_in_a_sentence(options, said, status):
    with pytest.raises(CommandError) as refusal:
        command(
            "handleplan_statusentry", str(status.pk), "text", **{"user": "anna_administrator", "reason": LAW} | options
        )
    assert str(refusal.value) == said


def test_verifying_tells_of_the_redaction_and_finds_nothing(status, by):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    told = f"anna_administrator fjernede tekst fra Status {status.pk} (text) af hensyn til loven: {LAW}"
    assert (told in out.getvalue(), LogVerification.objects.get().findings) == (True, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stays_in_sqlites_file(status, cast):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are the server's: the command vacuums")
    command("handleplan_statusentry", str(status.pk), "text", **ANNA)
    connection.close()
    name = connection.settings_dict["NAME"]
    with open(name, "rb") as file:
        assert NAME.encode() not in file.read()


# -- the pages --------------------------------------------------------------------------------------------------------


def test_the_history_of_the_point_says_who_removed_what_and_why(status, by, item):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    act = history_page(item, "").acts[0]
    assert (act.by, act.reason, act.lines[0].subject, act.lines[0].text) == (
        "Anna Administrator",
        LAW,
        "Fjernet af hensyn til loven",
        f"Status {status.pk}: Status",
    )


def test_the_page_of_the_log_says_so_at_the_entry_and_at_the_chain(status, by, cast):
    redact("handleplan_statusentry", str(status.pk), ["text"], **by)
    visitor = Client()
    visitor.force_login(cast.anna_administrator)
    page = visitor.get(reverse("handleplan:log"), {"table": "handleplan_statusentry"}).content.decode()
    assert "Anna Administrator fjernede tekst her af hensyn til loven" in page
    assert "tekst i 1 række" in page
