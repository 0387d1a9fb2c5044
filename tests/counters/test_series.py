"""A counter's series in and out: each row read or refused with a sentence, looked at first, and nothing lost."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handleplan import counting
from handleplan.counter_series import NoSeries, as_csv, read_series
from handleplan.demo import counters as demo
from handleplan.models import Observation
from handleplan.workbook import Unreadable, first_sheet
from tests.conftest import BECAUSE

TABLE = """Hvornår\tHvad\tAntal\tKilde
september 2013\tBehandlet\t1.295\tUdvalget
oktober 2013\tBehandlet\tmange\tUdvalget
november 2013\tBehandlet\tca. 1.500\t
13. måned\tTilgang\t5\tUdvalget
"""


def read(line: str, head: str = "Hvornår;Hvad;Antal;Med kildens ord;Kilde"):
    [row] = read_series(f"{head}\n{line}").rows
    return row


@pytest.mark.pure
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("14.8.2013;Behandlet;1.295;;U", ("done", "14.8.2013", Decimal(1_295), "")),
        ("februar 2012;Nyt antal i alt;ca. 3.700;;U", ("restatement", "februar 2012", Decimal(3_700), "ca.")),
        ("marts 2012;tilgang;-40;;U", ("addition", "marts 2012", Decimal(-40), "")),
        ("marts 2012;I ALT;12,5;;U", ("total", "marts 2012", Decimal("12.5"), "")),
        ("5. november 2018;Mangler;;puklen af sager;U", ("remaining", "5. november 2018", None, "")),
    ],
)
def test_a_row_is_read(line, told):
    row = read(line)
    assert (row.kind, row.when.as_written, row.value, row.qualifier, row.problem) == (*told, "")


@pytest.mark.pure
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("marts 2012;Noget;3;;U", "kind"),
        ("marts 2012;;3;;U", "kind-missing"),
        ("engang;Behandlet;3;;U", "when"),
        (";Behandlet;3;;U", "when-missing"),
        ("marts 2012;Behandlet;tre;;U", "value"),
        ("marts 2012;Behandlet;1,234;;U", "value"),
        ("marts 2012;Behandlet;9999999999999;;U", "value"),
        ("marts 2012;Behandlet;;;U", "value-missing"),
        ("marts 2012;Behandlet;-3;;U", "negative"),
        (f"marts 2012;Behandlet;3;{'x' * 401};U", "too-long"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(line, problem):
    assert read(line).problem == problem


@pytest.mark.pure
def test_columns_are_known_by_their_headings_in_any_order():
    row = read("1.295;U;Behandlet;14.8.2013", head="Tal;Kilde;Art;Dato")
    assert (row.kind, row.value, row.source) == ("done", 1_295, "U")


@pytest.mark.pure
@pytest.mark.parametrize(("text", "problem"), [(" ", "empty"), ("a;b\nc;d", "no-header"), ("Dato;Antal\n", "no-rows")])
def test_what_is_no_table_is_refused(text, problem):
    with pytest.raises(NoSeries) as refused:
        read_series(text)
    assert refused.value.problem == problem


@pytest.mark.pure
def test_a_formula_gets_an_apostrophe_and_a_negative_number_none():
    assert as_csv([["=1+1", "-40"]]).decode("utf-8-sig") == "'=1+1;-40\r\n"


@pytest.mark.pure
def test_a_workbook_is_read_as_a_dane_would_type_it():
    import datetime as dt

    book = openpyxl.Workbook()
    book.active.append(["Hvornår", "Antal", "Kilde"])
    book.active.append([dt.date(2013, 8, 14), 12.5, "Udvalget"])
    book.active["C4"] = "nederst"
    out = io.BytesIO()
    book.save(out)
    assert first_sheet(out.getvalue()) == [
        ["Hvornår", "Antal", "Kilde"],
        ["14.8.2013", "12,5", "Udvalget"],
        [],
        ["", "", "nederst"],
    ]


@pytest.mark.pure
def test_a_zip_that_is_no_workbook_is_unreadable():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(Unreadable):
        first_sheet(out.getvalue())


@pytest.fixture
def owner(cast) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(cast.olga_owner)
    return client


@pytest.fixture
def address(counter) -> str:
    return reverse("handleplan:series-import", args=[counter.pk])


def test_a_table_is_looked_at_before_anything_is_written(owner, address):
    context = owner.post(address, {"text": TABLE, "source": ""}).context
    assert ([(row["state"], row["sentence"]) for row in context["rows"]], Observation.objects.count()) == (
        [
            ("new", ""),
            ("wrong", "”mange” er ikke et tal med højst to decimaler."),
            ("wrong", "Der mangler en kilde. Skriv den i rækken eller i kildefeltet nedenfor."),
            ("wrong", "”13. måned” kan ikke læses som en dag eller en måned med årstal."),
        ],
        0,
    )


def test_the_good_rows_are_written_and_the_others_come_back(owner, address):
    response = owner.post(address, {"text": TABLE, "source": "Fagsystemet", "step": "confirm"})
    written = [(each.value, each.qualifier, each.source) for each in Observation.objects.order_by("pk")]
    assert written == [(1_295, "", "Udvalget"), (1_500, "ca.", "Fagsystemet")]
    assert response.context["form"].initial["text"] == (
        "Hvornår\tHvad\tAntal\tKilde\noktober 2013\tBehandlet\tmange\tUdvalget\n13. måned\tTilgang\t5\tUdvalget\n"
    )


def test_what_is_there_is_left_out(owner, address):
    for _again in range(2):
        owner.post(address, {"text": TABLE, "source": "Fagsystemet", "step": "confirm"})
    assert Observation.objects.count() == 2


def test_a_row_that_stands_twice_is_written_once(owner, address):
    twice = TABLE.splitlines()[:2] + TABLE.splitlines()[1:2]
    owner.post(address, {"text": "\n".join(twice), "source": "", "step": "confirm"})
    assert Observation.objects.count() == 1


def test_a_second_beginning_in_a_table_is_no_crash(owner, address):
    table = "Hvornår;Hvad;Antal;Kilde\nmarts 2013;Antal ved start;5;U\napril 2013;Antal ved start;6;U"
    response = owner.post(address, {"text": table, "source": "", "step": "confirm"})
    assert (Observation.objects.count(), [row["state"] for row in response.context["rows"]]) == (1, ["wrong"])


def test_nothing_to_read_is_said_beside_the_field(owner, address):
    response = owner.post(address, {"text": "", "source": ""})
    assert (response.status_code, response.context["form"].errors["text"]) == (
        422,
        ["Indsæt en tabel, eller vælg en fil."],
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "Excel-filen kan ikke læses. Gem den igen som xlsx uden makroer."),
        (b"a\0b", "Tabellen er for stor eller ikke tekst. Den må have 2.000 rækker."),
        (b"x;y", "Tabellen har ingen kendte overskrifter. Der skal mindst være Hvornår, Hvad og Antal."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(owner, address, content, sentence):
    response = owner.post(address, {"file": SimpleUploadedFile("tal.xlsx", content), "text": "", "source": ""})
    assert (response.status_code, response.context["form"].errors["file"]) == (422, [sentence])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_comes_out_goes_in_again(owner, address, counter, cast, kind):
    counting.record_series(counter, demo.KNOWN, user=cast.olga_owner, reason=BECAUSE)
    content = owner.get(reverse(f"handleplan:series-{kind}", args=[counter.pk])).content
    other = counting.add_counter(
        counter.item, name="Kopi", unit="sager", scope=counter.scope, user=cast.olga_owner, reason=BECAUSE
    )
    sent = {"file": SimpleUploadedFile(f"tal.{kind}", content), "text": "", "source": ""}
    page = owner.post(reverse("handleplan:series-import", args=[other.pk]), sent)
    confirmed = {"text": page.context["typed"], "source": "", "step": "confirm"}
    owner.post(reverse("handleplan:series-import", args=[other.pk]), confirmed)

    def facts(of) -> list[tuple]:
        rows = of.observations.order_by("when_latest", "kind", "value")
        return [(each.kind, each.value, each.when_as_written, each.qualifier, each.scope, each.source) for each in rows]

    assert facts(other) == facts(counter)
