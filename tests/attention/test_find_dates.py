"""``manage.py find_dates``: every date of a document, and the flags the finder raises (S004-39; issue 2, point 3)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from handleplan import dates
from handleplan.dates import finding

TESTS = Path(__file__).resolve().parents[1]
DOCUMENTS = {
    "000_agenda_2012-02-29.txt": "2012-02-29",
    "001_budget_note_2011.txt": "2011-09-01",
    "002_agenda_2017-09-20.txt": "2017-09-20",
    "003_agenda_2018-11-05_slagelse.txt": "2018-11-05",
    "004_status_table_2013-11.txt": "2013-11-15",
}
LOOKING_BACK = ("periode", "beslutning", "hændelse", "evaluering", "emneperiode", "budgetår")


def run(name: str, *options: str) -> str:
    out = io.StringIO()
    call_command("find_dates", str(TESTS / "cases" / name), "--context", DOCUMENTS[name], *options, stdout=out)
    return out.getvalue()


def listed(name: str, *options: str) -> list[dict]:
    return json.loads(run(name, "--json", *options))["dates"]


def tabulated() -> list[dict[str, str]]:
    with (TESTS / "dates" / "dates.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_flag_of_the_finder_is_listed_with_its_line(name):
    text = (TESTS / "cases" / name).read_text(encoding="utf-8")
    raised = finding.flags(text, dates.parse(DOCUMENTS[name]).earliest)
    lines = text.split("\n")
    shown = listed(name, "--flags")
    assert [row["expression"] for row in shown] == [text[mention.start : mention.end] for mention in raised]
    assert all(row["expression"].split("\n")[0] in lines[row["line"] - 1] for row in shown)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_S004_39_periods_decisions_and_events_of_the_documents_are_not_flagged(name):
    flagged = {(row["line"], row["expression"]) for row in listed(name, "--flags")}
    wrong = [
        (int(line), row["verbatim"])
        for row in tabulated()
        if row["seed"] == name[:3] and row["role"].removeprefix("status/").split(" ")[0].split("/")[0] in LOOKING_BACK
        for line in row["line"].split(",")
        if line.isdecimal() and (int(line), row["verbatim"]) in flagged
    ]
    assert wrong == []


def test_S004_27_both_forecasts_in_the_status_texts_are_flagged():
    assert [row["expression"] for row in listed("004_status_table_2013-11.txt", "--flags")][:2] == [
        "ultimo januar 2014 eller maj 2014",
        "ultimo 2013 primo 2014",
    ]


def test_the_list_is_tab_separated_with_a_head():
    head, first, *_rest = run("004_status_table_2013-11.txt", "--flags").splitlines()
    assert (head.split("\t"), first.split("\t")[:5]) == (
        ["line", "expression", "reading", "role", "flagged", "why"],
        ["12", "ultimo januar 2014 eller maj 2014", "21.1.–31.5.2014", "forecast", "yes"],
    )


def test_without_flags_every_date_is_listed():
    rows = listed("004_status_table_2013-11.txt")
    assert {row["flagged"] for row in rows} == {True, False}


def test_json_counts_the_flags_of_the_whole_document():
    answer = json.loads(run("004_status_table_2013-11.txt", "--json"))
    assert answer["flags"] == sum(row["flagged"] for row in answer["dates"])


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(CommandError):
        call_command("find_dates", "/nowhere/at/all.txt")


def test_a_context_that_is_no_day_is_refused():
    with pytest.raises(CommandError):
        call_command("find_dates", str(TESTS / "cases" / "004_status_table_2013-11.txt"), "--context", "medio 2013")
