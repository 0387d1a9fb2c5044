"""veraPDF's judgement: PDF/A-3a and PDF/UA-1 with no failed check, on calm months and on hard ones."""

from __future__ import annotations

import dataclasses

import pytest

from reports import charts
from reports.pdf import render
from reports.snapshot import Notice
from tests.reports import two_months, verapdf
from tests.reports.status_table import november_2013
from tests.reports.test_paper_document import with_row

pytestmark = [pytest.mark.pdf, pytest.mark.skipif(bool(verapdf.why_not()), reason=verapdf.why_not())]


def months():
    """Names and snapshots that together touch everything the paper can print."""
    month = november_2013()
    active, closed = month.parts
    long = "Et langt ord om økonomi. " * 390
    notices = tuple(Notice(str(number), f"Punkt {number}", "overdue", "1 dag over.") for number in range(30))
    return {
        "november": month,
        "engelsk": dataclasses.replace(month, language="en"),
        "tom": dataclasses.replace(month, parts=(dataclasses.replace(active, rows=()),), notices=(), unit="", intro=""),
        "lang": with_row(month, cells=("9", "Ny", "kort", "", "", "", long)),
        "fremmed": with_row(
            month, cells=("漢", "● ▲ ☑ 👍 e\u0301\u0301", "\x00\x0b\u202e", "x" * 500, "", "", "a\n\nb")
        ),
        "mange": dataclasses.replace(month, notices=notices),
        "kun-lukkede": dataclasses.replace(month, parts=(closed,)),
    }


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verapdf")
    for name, snapshot in months().items():
        (folder / f"{name}.pdf").write_bytes(render(snapshot))
    found = verapdf.validate(*sorted(folder.glob("*.pdf")))
    return {(verdict.file.rpartition("/")[2].removesuffix(".pdf"), verdict.profile): verdict for verdict in found}


@pytest.mark.parametrize("profile", verapdf.PROFILES)
@pytest.mark.parametrize("name", sorted(months()))
def test_no_check_fails(verdicts, name, profile):
    verdict = verdicts[name, profile]
    assert (verdict.passed, verdict.failures, verdict.broken) == (True, 0, ())


def test_validator_can_say_no(tmp_path):
    """A file with no structure at all fails both profiles: the runner's "passes" means something."""
    from weasyprint import HTML

    (tmp_path / "bar.pdf").write_bytes(HTML(string="<p>Hej").write_pdf())
    assert [verdict.passed for verdict in verapdf.validate(tmp_path / "bar.pdf")] == [False, False]


def test_a_published_edition_with_its_charts_and_since_last_time_passes(real_plan, cast, tmp_path):
    edition = two_months.two_editions(real_plan, cast.sara_secretary)[1]
    (tmp_path / "udgave.pdf").write_bytes(render(edition))
    drawn = [chart.key for chart in charts.all_of(edition) if chart.svg]
    found = {verdict.profile: (verdict.passed, verdict.broken) for verdict in verapdf.validate(tmp_path / "udgave.pdf")}
    assert (drawn, found) == (["gantt-1", "trend", "assessments-1"], dict.fromkeys(verapdf.PROFILES, (True, ())))
