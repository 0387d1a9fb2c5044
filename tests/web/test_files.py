"""Evidence in the browser: attached, fetched to be saved, taken back (issue 3, point 9)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handleplan import filing, recounting
from handleplan.evidence import judge
from handleplan.models import PlanItem, StoredFile
from tests.filing.making import PDF, package, picture


def signed_in(person) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(person)
    return client


@pytest.fixture
def owner(cast) -> Client:
    return signed_in(cast.olga_owner)


@pytest.fixture
def item(real_plan, settings, tmp_path) -> PlanItem:
    settings.MEDIA_ROOT = tmp_path
    return real_plan.items.get(number="1.1.2.2.A")


@pytest.fixture
def stored(item, cast) -> StoredFile:
    return filing.store_file(item, judge("Tilsyn på § 41.pdf", PDF), user=cast.olga_owner)


def attach(client: Client, item: PlanItem, name: str, content: bytes, **fields):
    address = reverse("handleplan:file-add", args=[item.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content), **fields})


def fetching(file: StoredFile) -> str:
    return reverse("handleplan:file-detail", args=[file.pk])


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.docx", package("docx")), ("a.xlsx", package("xlsx")), ("a.png", picture("PNG"))],
)
def test_the_owner_attaches_evidence(owner, item, name, content):
    answer = attach(owner, item, name, content)
    assert (answer.status_code, item.files.get().name) == (302, name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"<html><script>alert(1)</script></html>", "Filens indhold er ikke det"),
        ("a.svg", b"<svg/>", "Filer af denne type"),
        ("a.pdf", b"", "Filen er tom"),
        ("a.pdf", PDF + b" " * 10_000_000, "højst 10 MB"),
        ("a.docx", package("docx", extra={"a": b"\0" * 5_000_000}), "pakket på en måde"),
        ("a.docx", package("docx", extra={"word/vbaProject.bin": b"x"}), "makroer"),
    ],
    ids=["html as png", "svg", "empty", "too large", "bomb", "macros"],
)
def test_what_is_refused_is_told_in_a_sentence_and_nothing_is_kept(owner, item, tmp_path, name, content, words):
    answer = attach(owner, item, name, content)
    sentence = str(answer.context["form"].errors["file"])
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (answer.status_code, words in sentence, StoredFile.objects.count(), kept) == (422, True, 0, [])


def test_without_a_file_one_is_asked_to_choose(owner, item):
    answer = owner.post(reverse("handleplan:file-add", args=[item.pk]))
    assert (answer.status_code, answer.context["form"].errors["file"]) == (422, ["Vælg en fil."])


def test_a_double_click_keeps_one_file(owner, item, tmp_path):
    for _click in range(2):
        attach(owner, item, "a.pdf", PDF, once="the-key-of-the-form")
    assert (item.files.count(), len([p for p in tmp_path.rglob("*") if p.is_file()])) == (1, 1)


def test_a_path_in_the_name_is_dropped(owner, item):
    attach(owner, item, "C:\\Users\\olga\\..\\Tilsyn.pdf", PDF)
    assert item.files.get().name == "Tilsyn.pdf"


def test_a_file_is_sent_to_be_saved_and_never_shown_or_run(owner, stored):
    answer = owner.get(fetching(stored))
    names = (
        "Content-Type",
        "Content-Disposition",
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cache-Control",
    )
    assert (answer.content, [answer[name] for name in names]) == (
        PDF,
        [
            "application/pdf",
            "attachment; filename*=utf-8''Tilsyn%20p%C3%A5%20%C2%A7%2041.pdf",
            "sandbox; default-src 'none'",
            "nosniff",
            "private, no-store",
        ],
    )


def test_a_quote_in_a_name_breaks_no_header(item, cast, owner):
    file = filing.store_file(item, judge('a"; filename="b.html.pdf', PDF), user=cast.olga_owner)
    assert owner.get(fetching(file))["Content-Disposition"] == 'attachment; filename="a\\"; filename=\\"b.html.pdf"'


def test_a_file_whose_bytes_were_changed_is_not_sent(owner, stored, item, caplog):
    Path(filing.path_of(stored.storage_name)).write_bytes(b"%PDF-changed")
    answer = owner.get(fetching(stored), follow=True)
    assert (answer.redirect_chain[0][1], "beskadiget i arkivet" in answer.content.decode(), len(caplog.records)) == (
        302,
        True,
        1,
    )


@pytest.mark.parametrize(
    ("person", "status"), [("rita_reader", 200), ("mads_manager", 200), ("ove_owner_of_nothing", 404)]
)
def test_those_who_see_the_plan_may_fetch_its_files(stored, cast, person, status):
    assert signed_in(getattr(cast, person)).get(fetching(stored)).status_code == status


def test_a_file_that_is_not_there_is_not_found(owner, item):
    assert owner.get(f"/files/{10**20}/").status_code == 404


def test_a_file_is_taken_back_with_a_reason(owner, stored):
    owner.post(reverse("handleplan:file-withdraw", args=[stored.pk]), {"reason": "Indeholder navne"})
    stored.refresh_from_db()
    assert stored.withdrawal.reason == "Indeholder navne"


@pytest.mark.parametrize(("person", "status"), [("olga_owner", 404), ("rita_reader", 404), ("sara_secretary", 200)])
def test_what_was_taken_back_is_given_to_those_who_keep_plans_only(stored, cast, person, status):
    recounting.withdraw(stored, user=cast.olga_owner, reason="Indeholder navne")
    assert signed_in(getattr(cast, person)).get(fetching(stored)).status_code == status
