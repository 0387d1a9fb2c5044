"""Even raw HTML, which never reaches the printer, could not make it open anything but our own files."""

from __future__ import annotations

import pytest

from reports.paper.fetching import ASSETS, deny_all_fetcher

pytestmark = pytest.mark.pdf

PAYLOADS = [
    "<link rel=attachment href=file:///etc/passwd>",
    "<img src=file:///etc/passwd>",
    "<img src=http://127.0.0.1:9/x>",
    "<img src=data:image/png;base64,AAAA>",
    "<style>@import 'file:///etc/passwd';</style>",
    "<style>body { background: url(file:///etc/passwd) }</style>",
    "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } body { font-family: x }</style>",
    "<link rel=stylesheet href=file:///etc/passwd>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=file:///etc/passwd>",
    "<style>@import 'paper:../../manage.py';</style>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_foreign_address_stops_the_rendering(payload):
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<p>{payload}", url_fetcher=deny_all_fetcher()).write_pdf()


def test_picture_inside_a_picture_opens_no_file():
    from weasyprint import HTML

    payload = "<svg width=9 height=9><image width=9 height=9 href='file:///etc/passwd'/></svg>"
    pdf = HTML(string=payload, url_fetcher=deny_all_fetcher()).write_pdf(uncompressed_pdf=True)
    assert b"root:" not in pdf


@pytest.mark.parametrize("url", sorted(ASSETS))
def test_our_own_files_are_there(url):
    assert len(deny_all_fetcher().fetch(url).read()) > 10_000
