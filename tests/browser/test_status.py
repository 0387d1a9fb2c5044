"""Writing a status in a real browser: by hand and by key, together with others, and when something goes wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from handleplan import planning, updating
from handleplan.models import PlanItem
from tests.attention.points import STATUS_MONTH, add_point
from tests.conftest import BECAUSE

from .conftest import WIDTHS, axe_violations, overflow

pytestmark = pytest.mark.browser
LAST = "Første sætning. Anden sætning.\n\nTredje sætning."
NEW = "Alt er gået godt."
BACK = re.compile(r"^http://[^/]+/plans/$")


@pytest.fixture
def item(small_plan, cast, demo_day) -> PlanItem:
    item = add_point(small_plan, "1.1", "1. jan. 2014", text=LAST, title="Kontrol af afregning")
    planning.assign_item(item, owner=cast.olga_owner, unit=None, user=cast.anna_administrator, reason=BECAUSE)
    item.refresh_from_db()
    return item


@pytest.fixture
def form(signed_in, item, cast):
    """The form on its own page, as Olga sees it."""

    def open_(**how) -> Page:
        return signed_in(cast.olga_owner, f"/items/{item.pk}/status/?next=/plans/", **how)

    return open_


@pytest.fixture
def in_place(signed_in, item, cast):
    """The page of the point with the link that opens the form in it."""

    def open_(**how) -> Page:
        page = signed_in(cast.olga_owner, "/plans/", **how)
        assets = "".join(f'<script src="/static/js/{name}.js" defer></script>' for name in ("toolbar", "status"))
        address = f"/items/{item.pk}/status/?next=/items/{item.pk}/"
        link = (
            f'<div class="status-place" id="status-{item.pk}"><a href="{address}" hx-get="{address}" '
            f'hx-target="#status-{item.pk}" data-status-link>Skriv status</a></div>'
        )

        def with_link(route) -> None:
            body = route.fetch().text()
            if "data-status-link" not in body:
                body = body.replace("</main>", f"{link}</main>").replace("</head>", f"{assets}</head>")
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

        page.route(re.compile(r"/items/\d+/$"), with_link)
        page.goto(f"/items/{item.pk}/")
        return page

    return open_


@pytest.fixture
def forgiven(open_page):
    """Chromium calls every 4xx and 5xx an error; these were asked for."""
    yield
    wanted = ("401", "409", "422", "503", "ERR_INTERNET_DISCONNECTED", "htmx:")
    open_page.complaints[:] = [said for said in open_page.complaints if not any(code in said for code in wanted)]


def texts(item: PlanItem) -> list[str]:
    return list(item.statuses.order_by("pk").values_list("text", flat=True))


def field(page: Page):
    return page.locator("textarea[name=text]")


def colleague(item: PlanItem, user, text: str) -> None:
    row = PlanItem.objects.get(pk=item.pk)
    updating.record_status(
        row, period=STATUS_MONTH, text=text, text_kind="markdown", user=user, reason=BECAUSE, source="typed"
    )


def conflicting(form, item, cast, **how) -> Page:
    page = form(**how)
    field(page).fill(LAST.replace("Tredje", "Min tredje"))
    colleague(item, cast.sara_secretary, LAST.replace("Første", "Saras første"))
    page.click("[data-status-save]")
    expect(page.locator(".status-diff")).to_be_visible()
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_form_passes_axe_and_fits_its_window(form, width):
    page = form(width=width)
    page.locator(".status-more summary").click()
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refused_form_passes_axe_and_has_the_focus_on_what_went_wrong(form, forgiven, width):
    page = form(width=width)
    page.click("[data-status-save]")
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_a_conflict_passes_axe_and_fits_its_window(form, item, cast, forgiven, width):
    page = conflicting(form, item, cast, width=width)
    expect(page.locator(".status-title")).to_be_focused()
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_status_is_written_and_one_is_back_where_one_came_from(form, item, script):
    page = form(script=script)
    field(page).fill(NEW)
    page.check("input[name=assessment][value=delayed]")
    page.click("[data-status-save]")
    page.wait_for_url(BACK)
    expect(page.locator(".messages")).to_be_visible()
    assert texts(item) == [LAST, NEW]


@pytest.mark.parametrize("script", [True, False])
def test_the_last_text_is_copied_into_the_field(form, script):
    page = form(script=script)
    page.click("button[value=copy]")
    expect(field(page)).to_have_value(LAST)


@pytest.mark.parametrize("script", [True, False])
def test_the_enter_key_in_a_line_saves_and_does_not_copy(form, item, script):
    page = form(script=script)
    field(page).fill(NEW)
    page.locator(".status-more summary").click()
    page.fill("input[name=forecast]", "ultimo 2014")
    page.press("input[name=forecast]", "Enter")
    page.wait_for_url(BACK)
    assert texts(item) == [LAST, NEW]


def test_ctrl_and_enter_save(form, item):
    page = form()
    field(page).fill(NEW)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(BACK)
    assert texts(item) == [LAST, NEW]


def test_a_double_click_makes_one_entry(form, item):
    page = form()
    field(page).fill(NEW)
    page.dblclick("[data-status-save]")
    page.wait_for_url(BACK)
    assert texts(item) == [LAST, NEW]


def test_the_key_s_opens_the_form_in_the_page_and_the_answer_has_the_focus(in_place, item):
    page = in_place()
    page.keyboard.press("s")
    expect(field(page)).to_be_focused()
    assert axe_violations(page) == []
    field(page).fill(NEW)
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#status-{item.pk}-title")).to_be_focused()
    expect(page.locator("#announcer")).not_to_be_empty()
    assert axe_violations(page) == []
    assert texts(item) == [LAST, NEW]


def test_the_key_s_is_off_where_shortcuts_are(in_place):
    page = in_place()
    page.evaluate("localStorage.setItem('shortcuts', 'off')")
    page.reload()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    expect(field(page)).to_have_count(0)


def test_cancelling_in_the_page_gives_the_link_back_with_the_focus(in_place):
    page = in_place()
    page.click("[data-status-link]")
    page.click("[data-status-leave]")
    expect(page.locator("[data-status-link]")).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_keeping_mine_leaves_theirs_in_the_record(form, item, cast, forgiven, script):
    page = conflicting(form, item, cast, script=script)
    page.click("button[value=mine]")
    page.wait_for_url(BACK)
    assert texts(item)[1:] == [LAST.replace("Første", "Saras første"), LAST.replace("Tredje", "Min tredje")]


@pytest.mark.parametrize("script", [True, False])
def test_keeping_theirs_asks_nothing_more_and_forgets_mine(form, item, cast, forgiven, script):
    page = conflicting(form, item, cast, script=script)
    page.click("[data-status-discard]")
    page.wait_for_url(BACK)
    assert texts(item)[1:] == [LAST.replace("Første", "Saras første")]
    page.goto(f"/items/{item.pk}/status/")
    expect(page.locator("[data-status-offer]")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_the_merged_text_holds_both_changes(form, item, cast, forgiven, script):
    page = conflicting(form, item, cast, script=script)
    page.click("button[value=merge]")
    page.wait_for_url(BACK)
    assert texts(item)[2:] == ["Saras første sætning. Anden sætning.\n\nMin tredje sætning."]


def test_a_lost_connection_leaves_the_text_and_offers_to_try_again(form, item, forgiven):
    page = form()
    field(page).fill(NEW)
    page.context.set_offline(True)
    page.click("[data-status-save]")
    expect(page.locator("[data-status-failed]")).to_be_visible()
    expect(field(page)).to_have_value(NEW)
    page.context.set_offline(False)
    page.click("[data-status-again]")
    page.wait_for_url(BACK)
    assert texts(item) == [LAST, NEW]


def test_a_server_that_cannot_save_leaves_the_text(form, forgiven):
    page = form()
    field(page).fill(NEW)
    page.route("**/status/*", lambda route: route.fulfill(status=503) if route.request.method == "POST" else None)
    page.click("[data-status-save]")
    expect(page.locator("[data-status-failed]")).to_be_visible()
    expect(field(page)).to_have_value(NEW)


def test_a_text_that_was_never_saved_is_offered_on_the_next_visit(form, item, forgiven):
    page = form()
    field(page).fill(NEW)
    page.context.set_offline(True)
    page.click("[data-status-save]")
    expect(page.locator("[data-status-failed]")).to_be_visible()
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/items/{item.pk}/status/")
    expect(field(page)).to_have_value("")
    expect(page.locator("[data-status-offer-text]")).to_have_text(NEW)
    assert axe_violations(page) == []
    page.click("[data-status-offer-take]")
    expect(field(page)).to_have_value(NEW)
    page.click("[data-status-save]")
    page.wait_for_url(f"**/items/{item.pk}/")
    page.goto(f"/items/{item.pk}/status/")
    expect(page.locator("[data-status-offer]")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_an_expired_session_signs_in_and_comes_back_with_the_text(form, item, cast, forgiven, script):
    page = form(script=script)
    field(page).fill(NEW)
    page.context.clear_cookies(name="sessionid")
    page.click("[data-status-save]")
    page.wait_for_url("**/sign-in/**")
    page.fill("#id_username", "olga_owner")
    page.fill("#id_password", "olga_owner")
    page.click("form.form button")
    page.wait_for_url(f"**/items/{item.pk}/status/**")
    expect(field(page)).to_have_value(NEW)
    expect(page.locator(".banner.success")).to_be_visible()
    page.click("[data-status-save]")
    page.wait_for_url(BACK)
    assert texts(item) == [LAST, NEW]


def test_an_expired_session_in_place_comes_back_to_the_form(in_place, item, forgiven):
    page = in_place()
    page.click("[data-status-link]")
    field(page).fill(NEW)
    page.context.clear_cookies(name="sessionid")
    page.click("[data-status-save]")
    page.wait_for_url("**/sign-in/**")
    page.fill("#id_username", "olga_owner")
    page.fill("#id_password", "olga_owner")
    page.click("form.form button")
    page.wait_for_url(f"**/items/{item.pk}/status/**")
    expect(field(page)).to_have_value(NEW)


def test_leaving_is_questioned_only_when_something_was_typed(form):
    page = form()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("[data-status-leave]")
    page.wait_for_url(BACK)
    assert asked == []
    page.go_back()
    field(page).press_sequentially("Noget")
    page.click("[data-status-leave]")
    page.wait_for_url(BACK)
    assert asked == ["beforeunload"]
