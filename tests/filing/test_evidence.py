"""A file is judged by its extension and its content; what is hostile is refused, never opened (issue 3, point 9)."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from handleplan.evidence import LARGEST, Refused, clean_name, judge

from .making import PDF, archive, huge_png, package, picture

pytestmark = pytest.mark.pure

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def problem(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        judge(name, content)
    return refusal.value.problem


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.docx", package("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", package("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.jpg", picture("JPEG", mode="CMYK"), "image/jpeg"),
        ("a.png", picture("PNG", mode="P"), "image/png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_kinds_that_are_taken(name, content, content_type):
    assert judge(name, content).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.svg", SVG, "extension"),
        ("a.html", HTML, "extension"),
        ("a.exe", PDF, "extension"),
        ("pdf", PDF, "extension"),
        (".pdf", PDF, "extension"),
        ("a.docm", package("docx"), "extension"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", PDF + b" " * LARGEST, "too-large"),
        ("a.png", HTML, "content"),
        ("a.png", SVG, "content"),
        ("a.pdf", HTML + PDF, "content"),
        ("a.pdf", b"%PDF-1.7 cut off", "content"),
        ("a.png", picture("JPEG"), "content"),
        ("a.jpg", picture("PNG"), "content"),
        ("a.png", picture("PNG")[:40], "damaged"),
        ("a.jpg", b"\xff\xd8\xff" + HTML, "damaged"),
        ("a.png", huge_png(20_000, 20_000), "pixels"),
        ("a.png", huge_png(2**31 - 1, 2**31 - 1), "pixels"),
        ("a.docx", package("xlsx"), "content"),
        ("a.xlsx", package("docx"), "content"),
        ("a.docx", archive({"a.txt": b"a"}), "content"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 50, "damaged"),
        ("a.docx", HTML + package("docx"), "content"),
        ("a.docx", package("docx", extra={"../evil.xml": b"<a/>"}), "archive"),
        ("a.docx", package("docx", extra={"word\\..\\..\\evil.xml": b"<a/>"}), "archive"),
        ("a.docx", package("docx", extra={"/etc/passwd": b"x"}), "archive"),
        ("a.docx", package("docx", main=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "archive"),
        ("a.docx", package("docx", main='<!doctype a SYSTEM "x"><a/>'.encode("utf-16")), "archive"),
        ("a.docx", package("docx", extra={f"word/{n}.bin": b"" for n in range(2_000)}), "archive"),
        ("a.docx", package("docx", extra={"word/a.bin": b"\0" * 5_000_000}), "archive"),
        ("a.docx", package("docx", extra={"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", package("docx", type_="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_and_why(name, content, why):
    assert problem(name, content) == why


def test_inflating_stops_at_twenty_megabytes_whatever_the_archive_says():
    noise = bytes(range(256)) * 40_000  # 10 MB, about 150 to 1; the sizes in the directory are not believed
    content = package("docx", extra={f"word/{n}.bin": noise + bytes([n]) for n in range(3)})
    assert problem("a.docx", content) == "archive"


def test_an_encrypted_archive_is_refused():
    content = bytearray(package("docx"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + offset] |= 1
    assert problem("a.docx", bytes(content)) == "archive"


def test_a_picture_is_drawn_anew_so_that_a_polyglot_is_only_a_picture():
    polyglot = picture("PNG") + archive({"evil.html": HTML}) + HTML
    kept = judge("a.png", polyglot).content
    assert (HTML in kept, b"PK" in kept, Image.open(io.BytesIO(kept)).size) == (False, False, (4, 3))


def test_a_photograph_stands_upright_and_tells_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Made by a camera"
    kept = judge("a.jpg", picture("JPEG", (40, 30), exif=exif, comment=b"at home")).content
    image = Image.open(io.BytesIO(kept))
    assert (image.size, dict(image.getexif()), b"camera" in kept, b"at home" in kept) == ((30, 40), {}, False, False)


def test_a_transparent_picture_stays_transparent():
    kept = judge("a.png", picture("PNG", mode="RGBA")).content
    assert Image.open(io.BytesIO(kept)).mode == "RGBA"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("C:\\fakepath\\Tilsyn på §§ 41.pdf", "Tilsyn på §§ 41.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("a\u0308rlig.pdf", "ärlig.pdf"),
        ("  a  b .pdf ", "a b .pdf"),
        ("a.pdf\0.html", "a.pdf.html"),
        ("...", ""),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_a_name_is_the_last_part_of_its_path_without_anything_invisible(name, cleaned):
    assert clean_name(name) == cleaned
