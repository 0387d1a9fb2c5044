"""Every published file is hashed again: the command and its exit status."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from handleplan.management import log_keeping
from reports import publishing, verifying
from reports.models import Edition, EditionFile
from tests.change_log.test_tampering import cut_the_tail, without_triggers
from tests.conftest import BECAUSE
from tests.reports.editions import NOVEMBER, OCTOBER
from tests.reports.flipping import exchange, flip

__all__ = ["exchange", "flip"]


def verify() -> tuple[str, str]:
    said, complained = io.StringIO(), io.StringIO()
    call_command("verify_editions", stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def test_whole_editions_are_said_to_be_whole(publish):
    publish(OCTOBER)
    publish()
    assert verify() == ("2 udgaver kontrolleret: alle filer er, som de blev udgivet.\n", "")


def test_without_editions_it_says_so(db):
    assert verify() == ("Der er ikke udgivet noget endnu.\n", "")


@pytest.mark.parametrize(
    ("kind", "word"), [("facts", "oplysninger (JSON)"), ("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")]
)
def test_one_flipped_bit_is_found_in_each_kind_of_file(publish, flip, kind, word):
    flip(publish(), kind)
    complained = io.StringIO()
    with pytest.raises(CommandError, match="1 udgave er ikke længere, som den blev udgivet"):
        call_command("verify_editions", stderr=complained)
    assert f"udgave 1 for november 2013: Ikke som udgivet – ændret siden: {word}." in complained.getvalue()


def test_a_file_that_was_exchanged_with_its_hash_is_found_by_the_printed_hash(publish, exchange):
    exchange(publish(), "facts", b"{}")
    assert [finding.changed for finding in verifying.verify(Edition.objects.all())] == [("facts",)]


def test_the_database_itself_refuses_to_change_or_delete_a_file(publish):
    publish()
    refused = []
    for statement in ("UPDATE reports_editionfile SET size = 0", "DELETE FROM reports_editionfile"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        refused.append(EditionFile.objects.filter(size__gt=0).count())
    assert refused == [4, 4]


def published_with(*arguments: str) -> list[tuple[str, str]]:
    said = io.StringIO()
    call_command("publish_edition", *arguments, stdout=said)
    return re.findall(r"^([0-9a-f]{64})  (.+)$", said.getvalue(), re.MULTILINE)


def test_the_command_writes_four_files_and_their_hashes(real_plan, printers, tmp_path):
    written = published_with(real_plan.slug, "november 2013", "--out", str(tmp_path / "new"))
    stem = f"{real_plan.slug}-udgave-1-2013-11"
    assert [path for _hash, path in written] == [
        str(tmp_path / "new" / f"{stem}.{e}") for e in ("json", "pdf", "docx", "xlsx")
    ]
    assert dict.fromkeys(hash for hash, _path in written) == dict.fromkeys(
        Edition.objects.get().files.order_by("pk").values_list("sha256", flat=True)
    )


def test_asked_again_it_writes_the_same_files_and_publishes_nothing(real_plan, printers, tmp_path):
    first, second = (published_with(real_plan.slug, "2013-11", "--out", str(tmp_path)) for _ in range(2))
    assert (second, Edition.objects.count()) == (first, 1)


def test_the_command_names_its_publisher(real_plan, cast, printers, tmp_path):
    published_with(real_plan.slug, "2013-11", "--out", str(tmp_path), "--user", cast.sara_secretary.username)
    assert Edition.objects.get().recorded_by == cast.sara_secretary


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["findes-ikke", "2013-11"], "Der er ingen plan findes-ikke"),
        ([None, "julemåned"], "“julemåned” er ikke en måned. Skriv 2013-11 eller november 2013."),
        ([None, "2013-11", "--design", "guld"], "Der er ingen udformning, der hedder guld."),
        ([None, "2013-11", "--corrects", "11"], "Planen har ingen udgave 11."),
        ([None, "2013-11", "--user", "ingen"], "ingen"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(real_plan, printers, tmp_path, arguments, sentence):
    given = [argument or real_plan.slug for argument in arguments]
    with pytest.raises(CommandError, match=sentence):
        published_with(*given, "--out", str(tmp_path))


def test_an_end_cut_off_the_change_log_is_found_by_the_head_that_an_edition_prints(real_plan, cast, printers):
    edition = publishing.publish(real_plan, NOVEMBER, user=cast.sara_secretary, reason=BECAUSE)
    without_triggers(cut_the_tail)
    found = {code: values for code, values in log_keeping.verify_all().findings if code == "head_unknown"}
    assert found == {"head_unknown": {"head": edition.chain_head[:16], "where": str(edition)}}


def test_the_log_that_an_edition_anchors_is_whole_where_nobody_touched_it(publish):
    publish()
    assert log_keeping.verify_all().findings == []
