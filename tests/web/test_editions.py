"""The archive, one edition, publishing from the browser, journalising, and the check of the files."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import updating, working
from reports import journalising
from reports.models import Edition, Journalising, PublishJob
from tests.checking.test_checking_texts import NUMBER
from tests.reports.editions import MEETING, NOVEMBER, OCTOBER, printers, published
from tests.reports.flipping import flip

__all__ = ["flip", "printers"]


@pytest.fixture
def secretary(cast) -> Client:
    client = Client()
    client.force_login(cast.sara_secretary)
    return client


@pytest.fixture
def reader(cast) -> Client:
    client = Client()
    client.force_login(cast.rita_reader)
    return client


@pytest.fixture
def edition(real_plan, cast) -> Edition:
    return published(real_plan, cast.sara_secretary, occasion=MEETING)


def address(name: str, *args) -> str:
    return reverse(f"reports:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


# -- publishing -------------------------------------------------------------------------------------------------------


def wish(**fields) -> dict[str, str]:
    return {"month": "2013-11", "occasion": MEETING, "design": "standard", "seen": "0", "once": "k", **fields}


def test_publishing_leads_to_a_page_that_ends_with_the_file(secretary, real_plan, printers):
    answer = secretary.post(address("edition-add", real_plan.slug), wish())
    job = PublishJob.objects.get()
    assert answer["Location"] == address("publish-job", job.pk)
    assert "Venter på sin tur" in text(secretary.get(answer["Location"]))
    working.run_ready()
    assert address("edition-file", Edition.objects.get().pk, "pdf") in text(secretary.get(answer["Location"]))


def test_the_page_asks_again_by_itself_with_and_without_javascript(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    page = text(secretary.get(address("publish-job", PublishJob.objects.get().pk)))
    assert ('hx-trigger="every 1s"' in page, '<noscript><meta http-equiv="refresh"' in page) == (True, True)


def test_a_page_whose_work_is_done_asks_no_more(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    working.run_ready()
    page = text(secretary.get(address("publish-job", PublishJob.objects.get().pk)))
    assert ("every 1s" in page, "http-equiv" in page) == (False, False)


def test_htmx_gets_the_progress_alone(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    answer = secretary.get(address("publish-job", PublishJob.objects.get().pk), headers={"HX-Request": "true"})
    assert text(answer).strip().startswith('<section id="progress-')


def test_the_page_says_so_when_no_worker_runs(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    assert "kører ikke" in text(secretary.get(address("publish-job", PublishJob.objects.get().pk)))


def test_a_double_click_is_one_wish(secretary, real_plan, printers):
    answers = [secretary.post(address("edition-add", real_plan.slug), wish()) for _ in range(2)]
    assert ({answer["Location"] for answer in answers}, PublishJob.objects.count()) == (
        {address("publish-job", PublishJob.objects.get().pk)},
        1,
    )


def test_a_second_publisher_is_led_to_the_first_ones_wish(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    answer = secretary.post(address("edition-add", real_plan.slug), wish(once="other", occasion="Byrådet"), follow=True)
    assert "er i gang med at udgive denne plan" in text(answer)


def test_a_second_publisher_who_comes_later_is_told_of_the_edition_and_keeps_what_he_typed(
    secretary, real_plan, edition
):
    answer = secretary.post(address("edition-add", real_plan.slug), wish(occasion="Byrådet 19. december"))
    assert (answer.status_code, "Udgave 1 for november 2013 er allerede udgivet." in text(answer)) == (422, True)
    assert 'value="Byrådet 19. december"' in text(answer)


def test_a_wish_can_be_stopped(secretary, real_plan, printers):
    secretary.post(address("edition-add", real_plan.slug), wish())
    job = PublishJob.objects.get()
    answer = secretary.post(address("publish-job-cancel", job.pk), follow=True)
    assert "Standset: intet blev udgivet" in text(answer)


def test_what_went_wrong_is_told_in_a_sentence(secretary, real_plan, printers):
    printers["xlsx"] = RuntimeError("boom")
    secretary.post(address("edition-add", real_plan.slug), wish())
    working.run_ready()
    page = text(secretary.get(address("publish-job", PublishJob.objects.get().pk)))
    assert ("Excel-filen kunne ikke dannes." in page, "boom" in page) == (True, False)


def test_the_form_leads_to_where_an_obstacle_is_put_right(secretary, real_plan, cast):
    item = real_plan.items.get(number="1.2.5.6")
    updating.record_status(
        item, period=NOVEMBER, text=f"Borger {NUMBER}", user=cast.sara_secretary, reason="Made for a test"
    )
    page = secretary.get(address("edition-add", real_plan.slug), {"month": "2013-11"})
    texts = f"{reverse('handleplan:plan-texts', args=[real_plan.slug])}?month=2013-11"
    assert [each["url"] for each in page.context["obstacles"]] == [texts]


def test_the_form_warns_when_the_parts_are_of_two_months_S004_3(secretary, real_plan):
    warned = secretary.get(address("edition-add", real_plan.slug), {"month": "2013-11"}).context["months"]
    later = secretary.get(address("edition-add", real_plan.slug), {"month": "2013-12"}).context["months"]
    assert (warned, later) == ("november 2013 og okt. 2013", "")


def test_a_corrected_edition_is_published_from_the_page_of_the_old_one(secretary, edition, printers):
    fields = {"corrections": "Fristen for 1.2.5.6", "seen": str(edition.pk), "once": "k"}
    secretary.post(address("edition-correct", edition.pk), fields)
    working.run_ready()
    assert list(Edition.objects.values_list("number", "letter", "corrections")) == [
        (1, "a", "Fristen for 1.2.5.6"),
        (1, "", ""),
    ]


# -- the archive ------------------------------------------------------------------------------------------------------


def test_the_archive_lists_every_edition_with_its_files(reader, real_plan, edition):
    page = text(reader.get(address("edition-list", real_plan.slug)))
    found = [address("edition-file", edition.pk, kind) in page for kind in ("facts", "pdf", "docx", "xlsx")]
    assert (found, MEETING in page) == ([True] * 4, True)


def test_a_plan_without_editions_says_what_comes_next(secretary, reader, real_plan):
    said = [
        "Udgiv den første udgave" in text(client.get(address("edition-list", real_plan.slug)))
        for client in (secretary, reader)
    ]
    assert said == [True, False]


@pytest.mark.parametrize("name", ["edition-list", "edition-unjournalised", "edition-check"])
def test_a_list_of_editions_asks_as_often_for_one_as_for_many(secretary, real_plan, cast, name):
    arguments = [real_plan.slug] if name == "edition-list" else []

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            secretary.get(address(name, *arguments))
        return len(asked)

    published(real_plan, cast.sara_secretary, OCTOBER)
    few = queries()
    first = published(real_plan, cast.sara_secretary)
    published(real_plan, cast.sara_secretary, number=2, letter="a", corrects=first, corrections="…")
    assert queries() == few


def test_a_list_of_editions_loads_no_bytes(secretary, real_plan, edition):
    with CaptureQueriesContext(connection) as asked:
        secretary.get(address("edition-list", real_plan.slug))
    assert [query["sql"] for query in asked if '"content"' in query["sql"]] == []


def test_the_timeline_of_a_point_tells_which_edition_reported_it(reader, real_plan, edition):
    item = real_plan.items.get(number="1.1.2.2.A")
    page = text(reader.get(reverse("handleplan:item-detail", args=[item.pk])))
    assert ("Afrapporteret i udgave 1" in page, address("edition-detail", edition.pk) in page) == (True, True)


def test_a_corrected_edition_is_marked_on_both_pages(reader, real_plan, cast, edition):
    second = published(
        real_plan, cast.sara_secretary, number=1, letter="a", corrects=edition, corrections="Fristen for 1.2.5.6"
    )
    pages = [text(reader.get(address("edition-detail", pk))) for pk in (edition.pk, second.pk)]
    assert ("Denne udgave er rettet:" in pages[0], "Fristen for 1.2.5.6" in pages[1]) == (True, True)


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_sent_as_it_was_stored_under_its_name(reader, real_plan, edition):
    answer = reader.get(address("edition-file", edition.pk, "pdf"))
    assert (answer.content, answer["Content-Type"], answer["Content-Disposition"]) == (
        b"%PDF-",
        "application/pdf",
        f'inline; filename="{real_plan.slug}-udgave-1-2013-11.pdf"',
    )


def test_who_has_the_file_already_is_told_so_without_its_bytes_being_read(reader, edition):
    etag = reader.get(address("edition-file", edition.pk, "pdf"))["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address("edition-file", edition.pk, "pdf"), headers={"If-None-Match": etag})
    assert (answer.status_code, [query for query in asked if '"content"' in query["sql"]]) == (304, [])


def test_an_unknown_kind_of_file_is_not_found(reader, edition):
    assert reader.get(address("edition-file", edition.pk, "exe")).status_code == 404


def test_a_flipped_byte_is_not_sent_and_turns_the_check_red(reader, edition, flip):
    flip(edition, "pdf")
    answer = reader.get(address("edition-file", edition.pk, "pdf"), follow=True)
    assert ("ikke længere den, der blev udgivet" in text(answer), "ændret siden: PDF" in text(answer)) == (True, True)


def test_the_check_is_green_while_all_is_as_it_was(reader, edition):
    assert "4 filer er lige kontrolleret byte for byte" in text(reader.get(address("edition-check")))


# -- journalising -----------------------------------------------------------------------------------------------------


def test_a_readers_home_leads_to_the_newest_editions_and_not_to_one_that_was_corrected(reader, real_plan, cast):
    october = published(real_plan, cast.sara_secretary, OCTOBER)
    faulty = published(real_plan, cast.sara_secretary)
    facts = {"number": faulty.number, "letter": "a", "corrects": faulty, "corrections": "Fristen for 1.2.5.6"}
    corrected = published(real_plan, cast.sara_secretary, **facts)
    page = reader.get("/")
    tasks = [(group["kind"], task.label, task.url) for group in page.context["groups"] for task in group["tasks"]]
    assert ("Der venter ikke noget på dig" in text(page), tasks) == (
        True,
        [
            ("read", "Udgave 2a, november 2013", address("edition-detail", corrected.pk)),
            ("read", "Udgave 1, oktober 2013", address("edition-detail", october.pk)),
        ],
    )


def test_an_edition_stays_on_the_list_until_its_case_number_is_noted(secretary, edition):
    def listed() -> bool:
        return address("edition-detail", edition.pk) in text(secretary.get(address("edition-unjournalised")))

    before = listed()
    fields = {"case_number": "2011-127812", "document_number": "330-2018-65870", "once": "k"}
    secretary.post(address("edition-journalise", edition.pk), fields)
    assert (before, listed(), str(Journalising.objects.get())) == (True, False, "2011-127812 / 330-2018-65870")


def test_numbers_are_corrected_by_noting_them_again(secretary, edition, cast):
    journalising.journalise(edition, case_number="1", user=cast.sara_secretary)
    secretary.post(address("edition-journalise", edition.pk), {"case_number": "2", "once": "k"})
    page = text(secretary.get(address("edition-detail", edition.pk)))
    assert ("<b>2</b>" in page, "noteret tidligere: </span>1</s>" in page) == (True, True)


def test_the_package_holds_the_files_and_what_they_are(secretary, edition, cast, real_plan):
    journalising.journalise(edition, case_number="2011-127812", user=cast.sara_secretary)
    answer = secretary.get(address("edition-zip", edition.pk))
    package = zipfile.ZipFile(io.BytesIO(answer.content))
    facts = json.loads(package.read("metadata.json"))
    stem = f"{real_plan.slug}-udgave-1-2013-11"
    assert package.namelist() == [
        "metadata.json",
        "metadata.xml",
        *(f"{stem}.{e}" for e in ("json", "pdf", "docx", "xlsx")),
    ]
    assert (facts["sagsnummer"], facts["dokumenttype"], facts["oplysningernes_sha256"]) == (
        "2011-127812",
        "Statusrapport",
        edition.facts_sha256,
    )


def test_the_packages_xml_says_the_same_as_its_json(edition):
    package = zipfile.ZipFile(io.BytesIO(journalising.package(edition)))
    facts = json.loads(package.read("metadata.json"))
    root = ElementTree.fromstring(package.read("metadata.xml"))
    told = {each.tag: each.text or "" for each in root if each.tag != "filer"}
    files = [{each.tag: each.text for each in entry} for entry in root.find("filer")]
    assert told == {name: value for name, value in facts.items() if name != "filer"}
    assert files == [{name: str(value) for name, value in each.items()} for each in facts["filer"]]


def test_the_package_of_an_edition_is_the_same_bytes_each_time(edition):
    assert journalising.package(edition) == journalising.package(Edition.objects.get())
