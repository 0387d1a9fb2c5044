"""LibreOffice opens the Word and the Excel file of the real month and prints every word of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from reports import docx, xlsx
from tests.reports.published import edition_11

pytestmark = [
    pytest.mark.full,
    pytest.mark.pdf,
    pytest.mark.skipif(not os.environ.get("FULL"), reason="LibreOffice opens our files in make test-full alone"),
]
PATIENCE = 180  # seconds, for a program that makes its own profile first
RENDERERS = {"docx": docx.render, "xlsx": xlsx.render}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The text of each page that LibreOffice prints, by format."""
    folder = tmp_path_factory.mktemp("libreoffice")
    return {kind: _printed(folder, kind, render(edition_11())) for kind, render in RENDERERS.items()}


def _printed(folder, kind: str, content: bytes) -> list[str]:
    (folder / f"{kind}.{kind}").write_bytes(content)
    office = [shutil.which("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    convert = [*office, "--convert-to", "pdf", "--outdir", str(folder), f"{folder}/{kind}.{kind}"]
    subprocess.run(convert, check=True, capture_output=True, timeout=PATIENCE)
    text = ["pdftotext", "-layout", str(folder / f"{kind}.pdf"), "-"]
    return subprocess.run(text, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_word_of_the_table_is_printed(pages, kind):
    said = set(re.findall(r"\w+", " ".join(pages[kind])))
    snapshot = edition_11()
    wanted = {word for part in snapshot.parts for row in part.rows for cell in row.cells for word in cell.split()}
    whole = {word for word in wanted if word.isalpha()}
    assert {word for word in whole if word not in said} == set()


def test_word_repeats_its_header_on_every_page_of_the_table(pages):
    tables = [page for page in pages["docx"] if re.search(r"^ *\d\.\d", page, re.MULTILINE)]
    assert {"Mål nr." in page for page in tables} == {True}


def test_word_counts_its_pages(pages):
    count = len(pages["docx"])
    told = [re.search(r"Side (\d+) af (\d+)", page).groups() for page in pages["docx"]]
    assert told == [(str(number), str(count)) for number in range(1, count + 1)]


def test_excel_prints_each_sheet_in_the_width_of_a_page(pages):
    assert len(pages["xlsx"]) < 12
