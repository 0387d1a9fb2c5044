"""What browser tests share: Debian's Chromium, the demo plan on a live server, signing in, and axe."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 768, 1440)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for each module: a thread has room for one Playwright, and some modules start their own."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop of its own in this thread
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a new window; the test fails if the page logs an error or breaks its content security policy."""
    contexts, complaints = [], []

    def open_(address: str = "/", *, width: int = 1440, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=live_server.url,
            locale="da-DK",
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    open_.complaints = complaints
    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def signed_in(open_page) -> Callable[..., Page]:
    """Signs a person of the cast in through the form and opens an address."""

    def sign_in(person, address: str = "/plans/", *, width: int = 1440, script: bool = True) -> Page:
        page = open_page("/sign-in/", width=width, script=script)
        page.fill("#id_username", person.username)
        page.fill("#id_password", person.username)
        page.click("form.form button")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto(address)
        return page

    return sign_in


@pytest.fixture
def real_page(signed_in, real_plan, cast) -> Callable[..., Page]:
    """The page of the real plan, as the reader sees it."""

    def open_(query: str = "", **how) -> Page:
        return signed_in(cast.rita_reader, f"/plans/{real_plan.slug}/{query}", **how)

    return open_


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong with a page: each rule with the elements that break it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {json.dumps([node['html'][:150] for node in rule['nodes']])}" for rule in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
