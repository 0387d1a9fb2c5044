"""Publishing: the facts read once, every format kept with its hash, all of it or no edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io

import pikepdf
import pytest

from handleplan import planning, updating
from handleplan.history import WrittenPastHistory
from handleplan.models import ChangeEntry, ChangeSeal
from reports import archive, designing, publishing
from reports.designs import STANDARD, Abbreviation, DesignPart
from reports.models import Edition, EditionFile
from reports.paper.errors import PaperError
from reports.snapshot import from_json
from tests.checking.test_checking_texts import NUMBER
from tests.conftest import BECAUSE
from tests.reports.editions import MEETING, NOVEMBER, OCTOBER


def hashes(edition: Edition) -> dict[str, str]:
    return {kind: hashlib.sha256(archive.read_file(edition, kind)).hexdigest() for kind in EditionFile.Kind.values}


def test_the_first_edition_is_number_1_and_the_next_number_2(publish):
    assert [publish(OCTOBER).label, publish(NOVEMBER).label] == ["1", "2"]


def test_an_edition_has_four_files_and_the_hash_of_each(publish):
    edition = publish()
    stored = dict(edition.files.values_list("kind", "sha256"))
    assert (list(stored), stored) == (["facts", "pdf", "docx", "xlsx"], hashes(edition))


def test_an_edition_keeps_the_facts_it_was_made_of(publish, real_plan):
    edition = publish(occasion=MEETING)
    facts = from_json(archive.read_file(edition, "facts").decode())
    assert (facts.title, facts.period, facts.occasion, facts.figures.active) == (
        real_plan.title,
        NOVEMBER,
        MEETING,
        edition.figures["active"],
    )


def test_the_printed_hash_is_that_of_the_facts_file(publish):
    edition = publish()
    assert edition.facts_sha256 == hashes(edition)["facts"]


def test_an_edition_says_who_published_it_when_and_why(publish, cast):
    edition = publish(user=cast.anna_administrator, reason="Til mødet")
    assert (edition.published_by, edition.recorded_by, edition.reason) == (
        str(cast.anna_administrator),
        cast.anna_administrator,
        "Til mødet",
    )


def test_the_same_files_come_back_when_the_plan_is_edited_and_renamed(publish, real_plan, cast):
    edition = publish()
    before = hashes(edition)
    planning.edit_plan(real_plan, title="Et helt andet navn", user=cast.sara_secretary, reason=BECAUSE)
    planning.edit_item(real_plan.items.get(number="1.2.5.6"), title="Andet", user=cast.sara_secretary, reason=BECAUSE)
    assert hashes(Edition.objects.get()) == before


def test_a_renamed_person_stays_the_publisher_by_the_old_name(publish, cast):
    name = str(cast.sara_secretary)
    publish()
    cast.sara_secretary.full_name = "Et nyt navn"
    cast.sara_secretary.save()
    assert Edition.objects.get().published_by == name


def test_an_edition_cannot_be_changed(publish):
    edition = publish()
    edition.title = "Andet"
    with pytest.raises(WrittenPastHistory):
        edition.save()


def test_the_same_month_and_occasion_is_published_once(publish):
    first = publish(occasion=MEETING)
    with pytest.raises(publishing.AlreadyPublished) as told:
        publish(occasion=MEETING)
    assert (told.value.edition, Edition.objects.count()) == (first, 1)


def test_the_same_month_may_be_published_for_another_occasion(publish):
    assert [publish(occasion=MEETING).label, publish(occasion="Byrådet").label] == ["1", "2"]


def test_a_corrected_edition_takes_a_letter_and_the_old_one_stays(publish):
    first = publish()
    before = hashes(first)
    second = publish(corrects=first, corrections="Fristen for 1.2.5.6 var forkert.")
    third = publish(corrects=second, corrections="Og navnet.")
    assert ([second.label, third.label], hashes(first)) == (["1a", "1b"], before)


def test_a_corrected_edition_says_what_it_corrects(publish):
    first = publish()
    with pytest.raises(publishing.Refused, match="Skriv, hvad den rettede udgave retter"):
        publish(corrects=first)


@pytest.mark.parametrize("field", ["occasion", "corrections"])
def test_a_text_of_the_first_page_with_a_cpr_number_is_not_published(publish, field):
    first = publish(OCTOBER)
    wish = {"corrects": first, "corrections": "Et navn", field: f"Klagen fra {NUMBER}"}
    with pytest.raises(publishing.Refused, match="Teksten indeholder et CPR-nummer"):
        publish(OCTOBER, **wish)


@pytest.mark.parametrize(
    "design",
    [
        dataclasses.replace(STANDARD, abbreviations=(Abbreviation("HKY", f"Sagen om {NUMBER}"),)),
        dataclasses.replace(STANDARD, parts=(DesignPart("active", title=f"Sagen om {NUMBER}"),)),
    ],
    ids=["words", "title"],
)
def test_a_design_with_a_cpr_number_is_not_printed(publish, cast, design):
    row = designing.add_design(design=design, user=cast.sara_secretary, reason=BECAUSE)
    with pytest.raises(publishing.Refused, match="Udformningen eller kommunens egne forkortelser"):
        publish(design=row.name)


def test_a_corrected_edition_is_of_the_same_month(publish):
    first = publish(OCTOBER)
    with pytest.raises(publishing.Refused, match="samme plan og måned"):
        publish(NOVEMBER, corrects=first, corrections="…")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PaperError("timeout"), "Word-filen tog længere tid, end en rapport må tage. Intet er udgivet."),
        (PaperError("refused"), "Planen er større, end Word-filen kan rumme. Intet er udgivet."),
        (MemoryError(), "Word-filen kunne ikke dannes. Intet er udgivet, og intet er gået tabt. Prøv igen."),
    ],
    ids=["too slow", "too large", "died"],
)
def test_a_printer_that_dies_leaves_no_edition_and_says_so(publish, printers, error, sentence):
    printers["docx"] = error
    with pytest.raises(publishing.NotPrinted) as told:
        publish()
    assert (str(told.value), Edition.objects.count(), EditionFile.objects.count()) == (sentence, 0, 0)


def test_a_disk_that_fills_while_the_files_are_kept_leaves_no_edition(publish, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("reports.publishing.EditionFile.objects.create", full)
    with pytest.raises(OSError, match="space"):
        publish()
    assert Edition.objects.count() == 0


def test_a_plan_without_points_is_not_published(cast, printers):
    plan = planning.create_plan(title="Tom", user=cast.sara_secretary, reason=BECAUSE)
    with pytest.raises(publishing.Refused, match="ingen punkter"):
        publishing.publish(plan, NOVEMBER, user=cast.sara_secretary, reason=BECAUSE)


def test_each_step_is_told_before_it_begins(publish):
    told = []
    publish(tell=told.append)
    assert told == ["facts", "pdf", "docx", "xlsx", "freeze"]


def test_who_comes_second_while_the_first_prints_is_told_of_the_first(publish, printers, real_plan, cast):
    made = []

    def first_comes(step):
        if step == "freeze" and not made:
            made.append(publish())

    with pytest.raises(publishing.AlreadyPublished) as told:
        publish(tell=first_comes)
    assert (told.value.edition, Edition.objects.count(), EditionFile.objects.count()) == (made[0], 1, 4)


def test_the_head_that_an_edition_prints_stands_for_all_that_was_logged_before(publish):
    edition = publish()
    sealed = ChangeSeal.objects.order_by("-pk").first()
    unsealed = ChangeEntry.objects.filter(pk__gt=sealed.last_entry)
    told = {entry.table_name for entry in unsealed}
    assert (edition.chain_head, told) == (sealed.head, {"reports_edition", "reports_editionfile"})


def test_an_edition_counts_the_points_it_lists_and_no_heading(publish):
    figures = publish().figures
    assert (figures["listed"], figures["total"]) == (48, 48)


def test_an_edition_of_the_points_in_focus_counts_those(publish, real_plan, cast):
    item = real_plan.items.get(number="1.2.5.6")
    focus = {"in_focus": True, "focus_reason": "Forsinket", "user": cast.sara_secretary, "reason": BECAUSE}
    updating.record_status(item, period=NOVEMBER, text="I gang", **focus)
    narrow = dataclasses.replace(STANDARD, label="Fokus", scope="focus")
    design = designing.add_design(design=narrow, user=cast.sara_secretary, reason=BECAUSE)
    assert publish(design=design.name).figures["listed"] == 1


def test_an_edition_remembers_the_points_it_reported(publish, real_plan):
    edition = publish()
    assert set(edition.points) == set(real_plan.items.values_list("pk", flat=True))


@pytest.mark.pdf
def test_a_month_is_published_with_the_real_printers_in_the_same_bytes_each_time(real_plan, cast):
    edition = publishing.publish(real_plan, dt.date(2013, 11, 1), user=cast.sara_secretary, reason=BECAUSE)
    starts = {kind: archive.read_file(edition, kind)[:4] for kind in ("pdf", "docx", "xlsx")}
    assert starts == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


@pytest.mark.pdf
def test_the_facts_attached_to_the_pdf_are_the_facts_file(real_plan, cast):
    edition = publishing.publish(real_plan, NOVEMBER, user=cast.sara_secretary, reason=BECAUSE)
    with pikepdf.open(io.BytesIO(archive.read_file(edition, "pdf"))) as pdf:
        attached = pdf.attachments["handleplan.json"].get_file().read_bytes()
    assert attached == archive.read_file(edition, "facts")
