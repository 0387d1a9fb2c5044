"""The plan page, the list of plans and the sign-in page in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import WIDTHS, axe_violations, overflow

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def numbers(page: Page) -> list[str]:
    return page.locator("th.point-number").all_text_contents()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", ["", "?show=closed", "?show=all&q=1.1.2.1", "?show=soon&q=medicin"])
def test_the_plan_page_passes_axe_and_fits_its_window(real_page, width, query):
    page = real_page(query, width=width)
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_of_plans_passes_axe_and_fits_its_window(signed_in, real_plan, cast, width):
    page = signed_in(cast.sara_secretary, width=width)
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_of_the_demo_passes_axe_and_fits_its_window(open_page, settings, demo_day, db, width):
    settings.HANDLEPLAN_DEMO = True
    page = open_page("/sign-in/", width=width)
    assert page.locator(".person").count() == 5
    assert axe_violations(page) == []
    assert overflow(page) == 0


def test_a_refused_sign_in_puts_the_focus_on_what_went_wrong(open_page, cast):
    page = open_page("/sign-in/")
    page.fill("#id_username", "rita_reader")
    page.fill("#id_password", "wrong")
    page.click("form.form button")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_username")).to_have_value("rita_reader")
    assert axe_violations(page) == []
    assert all("422" in complaint for complaint in open_page.complaints)
    open_page.complaints.clear()


def test_typing_searches_without_losing_the_field(real_page):
    page = real_page()
    page.locator("#q").press_sequentially("medicin")
    expect(page.locator("#result-count")).to_have_text("Viser 1 punkt")
    assert numbers(page) == ["1.2.5.6"]
    assert page.url.endswith("?q=medicin")
    assert focused(page) == "q"


def test_a_choice_of_theme_is_announced(real_page):
    page = real_page()
    page.select_option("#theme", "1.1")
    expect(page.locator("#announcer")).to_have_text("Viser 1 aktivt punkt")
    assert page.url.endswith("?theme=1.1")


def test_a_tile_filters_and_keeps_the_focus(real_page):
    page = real_page()
    page.focus("#tile-overdue")
    page.keyboard.press("Enter")
    expect(page.locator("#tile-overdue")).to_have_attribute("aria-current", "true")
    expect(page.locator("#result-count")).to_have_text("Viser 2 overskredne punkter")
    assert focused(page) == "tile-overdue"


def test_a_tile_and_a_search_combine(real_page):
    page = real_page()
    page.click("#tile-overdue")
    expect(page.locator("#tile-overdue")).to_have_attribute("aria-current", "true")
    page.fill("#q", "medicin")
    expect(page.locator("#result-count")).to_have_text("Viser 1 overskredet punkt")
    assert page.url.endswith("?show=overdue&q=medicin")


def test_the_back_button_undoes_a_filter(real_page):
    page = real_page()
    page.click("#tile-overdue")
    expect(page.locator("#result-count")).to_have_text("Viser 2 overskredne punkter")
    page.go_back()
    expect(page.locator("#result-count")).to_have_text("Viser 3 aktive punkter")


def test_everything_works_without_javascript(real_page):
    page = real_page(script=False)
    page.fill("#q", "sel § 41")
    page.select_option("#theme", "1.1")
    page.get_by_role("button", name="Vis", exact=True).click()
    assert numbers(page)[0] == "1.1.2.2.A"
    page.click("#tile-overdue")
    assert numbers(page) == ["1.1.2.2.A"]


def test_the_slash_goes_to_the_search_field(real_page):
    page = real_page()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")


def test_j_k_and_o_walk_the_points(real_page):
    page = real_page()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Kontrol af medicinafregning"
    page.keyboard.press("k")
    assert focused(page).startswith("Gennemgang af ældre afgørelser")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/items/\d+/"))


def test_the_question_mark_lists_the_shortcuts_and_they_can_be_switched_off(real_page):
    page = real_page()
    page.keyboard.press("?")
    dialog = page.locator("#shortcuts")
    expect(dialog).to_be_visible()
    assert axe_violations(page) == []
    page.uncheck("#shortcuts-on")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    assert focused(page) != "Gennemgang af ældre afgørelser (SEL §§ 41 og 42)"
    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_the_link_of_a_filtered_page_is_copied(real_page):
    page = real_page("?show=overdue")
    page.click("[data-copy-link]")
    expect(page.locator("#announcer")).to_have_text("Linket er kopieret")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_tables_stay_tables_as_cards(real_page):
    page = real_page(width=390)
    assert page.get_by_role("table").count() == 2
    assert page.get_by_role("rowheader").all_text_contents() == ["1.1.2.2.A", "1.2.5.6", "2.1.3.1."]
    tops = [
        page.locator(".point").first.locator(f".{name}").bounding_box()["y"]
        for name in ("point-main", "point-state", "point-schedule", "point-status")
    ]
    assert tops == sorted(tops)


def test_what_can_be_pressed_is_large_enough(real_page):
    page = real_page(width=390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input, main select, header a, header button')]
            .filter((e) => e.offsetParent && !e.closest('p, td, li.inline, .breadcrumbs'))
            .filter((e) => { const b = e.getBoundingClientRect(); return b.width < 24 || b.height < 24; })
            .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_print_leaves_out_what_only_a_screen_can_use(real_page):
    page = real_page()
    page.emulate_media(media="print")
    for selector in (".site-header", ".toolbar", ".page-actions", ".closed-door"):
        expect(page.locator(selector).first).to_be_hidden()
    clamped = page.evaluate("getComputedStyle(document.querySelector('.clamp')).webkitLineClamp")
    assert clamped == "none"


def test_the_skip_link_leads_to_the_content(real_page):
    page = real_page()
    page.keyboard.press("Tab")
    assert focused(page) == "Gå til indholdet"
    page.keyboard.press("Enter")
    assert focused(page) == "main"
