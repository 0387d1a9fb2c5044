"""The written account: Slagelse 2018 and Copenhagen 2017 come out word for word, as page, PDF and Word."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import answering, auditing
from handleplan.dates import parse
from handleplan.demo import audits
from handleplan.models import AuditReport, Counter
from reports import accounting, docx, pdf
from reports.account import Account, blocks, letter
from tests.conftest import CASES
from tests.reports import docx_reading
from tests.reports.pdf_reading import structure

SLAGELSE, COPENHAGEN = audits.FILES


def words(text: str) -> list[str]:
    return text.replace("\N{NO-BREAK SPACE}", " ").split()


def squeezed(text: str) -> str:
    """Without any white space: where a line breaks on paper is no word."""
    return re.sub(r"[\s\u200b]", "", text)


def case(name: str, first: str, last: str) -> list[str]:
    """The lines of a document from the one that begins with ``first`` to before the one that begins with ``last``."""
    lines = [line.strip() for line in (CASES / name).read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    begin = next(place for place, line in enumerate(lines) if line.startswith(first))
    return lines[begin : next(place for place, line in enumerate(lines) if place > begin and line.startswith(last))]


def as_written(account: Account) -> list[str]:
    """The account's words without its own: title, facts, introduction, the names of its parts, and notes."""
    told: list[str] = []
    body = list(blocks(account))
    begins = next(place for place, block in enumerate(body) if block.kind == "heading")
    for block in body[begins:]:
        if block.kind == "heading" and block.level == 1:
            continue
        told += words("".join(run.text for run in block.runs if not run.italic))
    return told


@pytest.fixture
def slagelse(cast) -> AuditReport:
    return audits.load(SLAGELSE, cast.sara_secretary)


@pytest.fixture
def copenhagen(cast) -> AuditReport:
    return audits.load(COPENHAGEN, cast.sara_secretary)


def test_slagelses_status_comes_out_word_for_word_and_in_its_order_s003_7_s003_8_s003_10(slagelse):
    status = case("003_agenda_2018-11-05_slagelse.txt", "1. Af revisionsberetningen", "Retligt grundlag")
    assert as_written(accounting.read_account(slagelse)) == words(" ".join(status))


@pytest.mark.parametrize("path", [SLAGELSE, COPENHAGEN])
def test_no_level_of_heading_is_skipped(path, cast):
    account = accounting.read_account(audits.load(path, cast.sara_secretary))
    levels = [block.level for block in blocks(account) if block.kind == "heading"]
    assert [after - before for before, after in pairwise([0, *levels]) if after - before > 1] == []


def test_slagelse_has_ten_remarks_in_four_areas_and_three_recommendations_s003_7(slagelse):
    by_area = [(area.name, area.remarks.count()) for area in slagelse.areas.all()]
    assert by_area == [("Sygedagpenge", 3), ("Jobafklaring", 2), ("Kontanthjælp", 3), ("Ressourceforløb", 2)]
    assert slagelse.remarks.filter(kind="recommendation").count() == 3


def test_slagelses_backlog_has_no_number_and_the_statutes_limit_s003_13(slagelse):
    counter = Counter.objects.get()
    told = [(one.kind, one.value, one.as_written) for one in counter.observations.all()]
    assert (counter.item.number, counter.limit_value, counter.limit_unit) == ("3.1", 4, "uger")
    assert told == [("remaining", None, "puklen af sager")]


def test_copenhagens_recommendations_stand_in_full_s002_5(copenhagen):
    lines = case("002_agenda_2017-09-20.txt", "1. at forvaltningen", "Socialudvalget blev den 20. april")
    told = [f"{remark.code}. {remark.text}" for remark in copenhagen.remarks.all()]
    assert told == [line for line in lines if line]


def test_copenhagens_answers_are_the_documents_own_paragraphs_s002_8(copenhagen):
    lines = {line for line in case("002_agenda_2017-09-20.txt", "Løsning", "Økonomi") if line}
    assert {answer.text for answer in copenhagen.answers.all()} - lines == set()


def test_the_recommendation_that_nothing_answers_is_told_in_the_account_and_before_it_s002_8(copenhagen):
    account = accounting.read_account(copenhagen)
    missing = [block for part in account.parts for area in part.areas for block in area.blocks if block.missing]
    assert [(block.remarks[0].code, block.missing) for block in missing] == [("3", "Ikke besvaret endnu.")]
    assert accounting.unanswered(copenhagen) == ["Anbefaling 3"]


def test_an_account_tells_controls_effects_results_and_who_holds_a_remark_closed(audit, by):
    day = parse("5. november 2018").earliest
    control = answering.add_answer(
        audit.report,
        remarks=[audit.first],
        kind="control",
        when=parse("januar 2019"),
        text="Tilsyn",
        effect="beginning",
        **by,
    )
    answering.record_result(control, outcome="nothing", text="Alle sager i orden", dated_on=day, **by)
    auditing.claim(audit.first, standing="closed", text="Fulgt op", dated_on=day, **by)
    auditing.record_verdict(audit.first, standing="open", said_in="Beretning nr. 3", dated_on=day, **by)
    block = accounting.read_account(audit.report).parts[0].areas[0].blocks[0]
    assert block.remarks[0].notes == (
        "Ledelsen: lukket (5. november 2018)",
        "Revisionen: stadig åben (5. november 2018)",
    )
    assert block.answers[0].notes == (
        "Planlagt kontrol: januar 2019",
        "Kontrollens resultat, 5. november 2018: intet at bemærke. Alle sager i orden",
        "Effekt: begyndende",
    )


def test_an_account_says_how_severe_a_remark_is_and_whether_it_is_carried_over(audit, by):
    facts = {"severity": "critical", "committee_due": parse("26. november 2018").earliest, "is_carried_over": True}
    auditing.edit_remark(audit.first, expected=parse("januar 2019"), **facts, **by)
    remark = accounting.read_account(audit.report).parts[0].areas[0].blocks[0].remarks[0]
    assert remark.notes == (
        "Alvorlighed: ■ kritisk",
        "Videreført fra en tidligere rapport",
        "Forventes lukket: januar 2019",
    )


def test_an_account_says_what_is_promised_and_not_done_yet(audit, by):
    facts = {"remarks": [audit.first], "kind": "planned", "text": "Der laves en plan"}
    answering.add_answer(audit.report, when=parse("efteråret 2018"), **facts, **by)
    answering.add_answer(audit.report, **facts, **by)
    answers = accounting.read_account(audit.report).parts[0].areas[0].blocks[0].answers
    assert [answer.notes for answer in answers] == [("Planlagt handling: efteråret 2018",), ("Planlagt handling",)]


def test_more_remarks_take_no_more_queries(slagelse, by):
    with CaptureQueriesContext(connection) as before:
        accounting.read_account(slagelse)
    for _more in range(3):
        remark = auditing.add_remark(slagelse, kind="remark", text="Endnu en", **by)
        answering.add_answer(slagelse, remarks=[remark], kind="done", text="Gjort", **by)
    with CaptureQueriesContext(connection) as after:
        accounting.read_account(slagelse)
    assert len(after) == len(before)


def test_the_page_says_what_is_missing_and_leads_to_pdf_and_word(copenhagen, cast, client):
    client.force_login(cast.sara_secretary)
    page = client.get(reverse("reports:audit-account", args=[copenhagen.pk])).content.decode()
    assert "1 bemærkning er ikke besvaret med ord" in page
    assert all(f"/audit-reports/{copenhagen.pk}/account.{kind}" in page for kind in ("pdf", "docx"))


def test_hostile_words_stay_words(audit, by, cast, client):
    auditing.add_remark(audit.report, kind="remark", text="<script>alert(1)</script> & mere", **by)
    client.force_login(cast.sara_secretary)
    page = client.get(reverse("reports:audit-account", args=[audit.report.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mere" in page
    assert "<script>alert" not in page


@pytest.mark.pdf
def test_the_pdf_and_the_word_file_say_the_accounts_words(slagelse):
    account = accounting.read_account(slagelse)
    told = [squeezed("".join(run.text for run in block.runs)) for block in blocks(account)]
    printed = structure(pdf.render_letter(letter(account)))
    read = squeezed(printed.text)
    assert [text for text in told if text not in read] == []
    assert [element.text.strip() for element in printed.all("H3")] == [
        "(Sygedagpenge)",
        "(Jobafklaring)",
        "Kontanthjælp).",
        "(Ressourceforløb)",
    ]
    file = docx_reading.opened(docx.render_letter(letter(account)))
    written = squeezed("".join(paragraph.text for paragraph in file.paragraphs))
    assert [text for text in told if text not in written] == []
