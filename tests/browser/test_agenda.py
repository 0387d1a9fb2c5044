"""From the agenda to the decision in a real browser, with the demo's words: what February 2012 promised."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handleplan import requesting
from handleplan.dates import parse
from handleplan.models import EndDateRequest, Milestone
from meetings.demo import committees, items, promises
from meetings.models import AgendaItem, Commitment, Meeting

pytestmark = pytest.mark.browser

BECAUSE = "Fjerde release mangler."


@pytest.fixture
def march(real_plan, cast, demo_day) -> Meeting:
    """The meeting of 28 March 2012, five promises due there and nothing on its agenda."""
    for tell in (committees.convene, items.put_on_agenda, promises.promise):
        list(tell(real_plan, cast.sara_secretary))
    return Meeting.objects.get(date=dt.date(2012, 3, 28))


@pytest.fixture
def asked(real_plan, cast) -> EndDateRequest:
    """Somebody asks for a new deadline of SOFUS fase 1."""
    sofus = Milestone.objects.get(item__plan=real_plan, item__number="2.1.3.1.", is_own=True)
    why = {"reason_text": BECAUSE, "category": "it_system", "user": cast.sara_secretary, "reason": BECAUSE}
    return requesting.request_end(sofus, end=parse("medio 2014"), **why)


def draft(page: Page) -> None:
    page.locator(".banner a[href*='obligation=']").first.click()
    page.click("form.form button.primary")


def answer_what_is_promised(page: Page) -> None:
    """One is moved, one is withdrawn, the others are answered in the item."""
    promised = page.locator("#missing a[href*='/commitments/']")
    expect(promised).to_have_count(5)
    promised.first.click()
    page.click("summary:has-text('Det udskydes')")
    page.fill("#id_move-when", "april 2012")
    page.fill("#id_move-why", BECAUSE)
    page.click("button[value=move]")
    expect(promised).to_have_count(4)
    promised.first.click()
    page.click("summary:has-text('Det bliver ikke indfriet')")
    page.fill("#id_withdraw-why", BECAUSE)
    page.click("button[value=withdraw]")
    for left in (3, 2, 1):
        expect(promised).to_have_count(left)
        promised.first.click()
        page.click("button[value=answer]")
    expect(promised).to_have_count(0)


def answer_the_points_in_focus(page: Page) -> None:
    """One is taken off the list with a reason, for the others a section is written."""
    lacking = page.locator("#missing a:has-text('listen over fokuspunkter')")
    expect(lacking).to_have_count(4)
    page.locator("[id^=focus-] a:has-text('Tag af listen')").last.click()
    page.fill("#id_why", BECAUSE)
    page.click("form.form button.primary")
    for left in (3, 2, 1):
        expect(lacking).to_have_count(left)
        section = lacking.first.get_attribute("href")
        page.locator(f"{section} a:has-text('Skriv')").first.click()
        page.fill("#id_body", "Arbejdet følger planen.")
        page.click("form.form button.primary")
    expect(lacking).to_have_count(0)


def test_S000_21_an_item_is_drafted_held_back_made_ready_and_decided(signed_in, march, asked, cast):
    page = signed_in(cast.sara_secretary, reverse("meetings:meeting-detail", args=[march.pk]))
    draft(page)
    page.click("#missing button:has-text('Markér som klar')")
    expect(page.locator(".messages")).to_contain_text("Punktet er ikke klar: der mangler 9 ting.")
    answer_what_is_promised(page)
    answer_the_points_in_focus(page)
    page.click("#missing button:has-text('Markér som klar')")
    expect(page.locator(".messages")).to_contain_text("Punktet er klar")

    item = AgendaItem.objects.get(meeting=march)
    page.goto(reverse("meetings:decision-add", args=[item.pk]))
    page.fill("#id_text", "Indstillingen blev godkendt")
    page.check(f"input[name=request_{asked.pk}][value=granted]")
    page.click("button[value=look]")
    expect(page.locator(".decision-effects li")).to_contain_text("ultimo 2013 bliver til medio 2014")
    page.click("button[value=record]")
    page.click(".decision-effects a")
    expect(page.locator(".entry", has_text="Besluttet i Socialudvalget 28.03.2012")).to_contain_text(
        "Indstillingen blev godkendt"
    )
    states = Commitment.objects.filter(source_item__meeting__date=dt.date(2012, 2, 29), kind="promise")
    assert sorted(states.values_list("state", flat=True)) == ["answered", "answered", "open", "open", "withdrawn"]
