"""Three months of rounds with five people, from opening to closing, with JavaScript and without."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handleplan import planning, reminding, rounding, updating
from handleplan.dates import parse
from handleplan.models import EndDateRequest, Message, Milestone, Plan, Round, StatusEntry, User
from tests.browser.conftest import axe_violations, overflow
from tests.conftest import BECAUSE

pytestmark = pytest.mark.browser

MONTHS = [
    ("december 2013", dt.date(2013, 12, 2), "6.12.2013"),
    ("januar 2014", dt.date(2014, 1, 2), "8.1.2014"),
    ("februar 2014", dt.date(2014, 2, 3), "7.2.2014"),
]


@pytest.fixture
def plan(small_plan, cast, unit) -> Plan:
    """Olga owns a calm point and a busy one; the manager approves everything; all three have an address."""
    by = {"user": cast.anna_administrator, "reason": BECAUSE}
    for number, title, end in (("1.1", "Roligt", "ultimo 2015"), ("1.2", "Travlt", "medio 2014")):
        item = planning.add_item(small_plan, kind="initiative", number=number, title=title, **by)
        planning.assign_item(item, owner=cast.olga_owner, unit=unit, **by)
        planning.record_first_end(planning.schedule_item(item, start=None, **by), end=parse(end), **by)
        updating.record_status(item, period=dt.date(2013, 11, 1), text=f"{title} i november.", **by)
    planning.edit_plan(small_plan, approval=Plan.Approval.EVERYTHING, **by)
    for name in ("olga_owner", "mads_manager", "sara_secretary"):
        User.objects.filter(username=name).update(email=f"{name}@kommune.example")
    return small_plan


def faults(page: Page, script: bool) -> tuple[list[str], int]:
    """What axe finds (it needs script), and how much wider than its window the page is."""
    return (axe_violations(page), overflow(page)) if script else ([], 0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_three_months_of_rounds(open_page, signed_in, plan, cast, settings, script):
    people = {}

    def at(person: str, address: str) -> Page:
        """A person's own window, which stays open over the months."""
        if person not in people:
            people[person] = signed_in(getattr(cast, person), script=script)
        people[person].goto(address)
        return people[person]

    calm, busy = plan.items.get(number="1.1"), plan.items.get(number="1.2")
    for index, (month, today, due) in enumerate(MONTHS):
        settings.HANDLEPLAN_TODAY = today
        last = index == len(MONTHS) - 1

        sara = at("sara_secretary", reverse("handleplan:round-open", args=[plan.slug]))
        sara.fill("[name=period]", month)
        sara.fill("[name=due_on]", due)
        sara.get_by_role("button", name="Åbn runden").click()
        expect(sara.get_by_role("heading", level=1)).to_have_text(f"Runde for {month}")
        round = rounding.current_round(plan)
        assert faults(sara, script) == ([], 0)

        # The opening mail names both points and no other.
        (mail,) = reminding.write_due(today=today, user=cast.anna_administrator, reason=BECAUSE)
        assert (mail.recipient, mail.body.count("/status/")) == (cast.olga_owner, 2)

        # She presses "Intet nyt" on the calm point; in the third month that needs a sentence.
        olga = at("olga_owner", "/my-points/")
        assert faults(olga, script) == ([], 0)
        quiet = olga.locator(f"#point-{calm.pk}")
        quiet.get_by_role("button", name="Intet nyt").click()
        if last:
            expect(olga.locator(f"#status-{calm.pk} .field-error").first).to_be_visible()
            assert not round.statuses.exists()
            olga.locator(f"#status-{calm.pk}-text").fill("Afventer stadig leverandøren.")
            olga.locator(f"#status-{calm.pk}-form").get_by_role("button", name="Intet nyt").click()
        saved(olga, script)
        assert StatusEntry.objects.get(item=calm, round=round).nothing_new

        # A draft of the busy point waits on the server, and nobody else sees it.
        olga.goto("/my-points/")
        field = olga.locator(f"#status-{busy.pk}-text")
        field.fill(f"Kladde for {month}")
        if script:
            expect(olga.locator(f"#point-{busy.pk} [data-draft-said]")).to_contain_text("Kladde gemt")
        else:
            olga.locator(f"#point-{busy.pk}").get_by_role("button", name="Gem som kladde").click()
        olga.goto("/my-points/")
        expect(field).to_have_value(f"Kladde for {month}")

        # The secretary sees who is missing and reminds her, after reading the mail.
        sara = at("sara_secretary", reverse("handleplan:round-detail", args=[round.pk]))
        expect(sara.locator("tr", has_text="Olga Owner").first).to_contain_text("1 af 2")
        sara.get_by_role("link", name="Ryk 1 person").click()
        expect(sara.locator(".letter")).to_contain_text("Travlt")
        sara.get_by_role("button", name="Send rykkeren").click()
        assert Message.objects.get(round=round, kind=Message.Kind.BY_HAND).recipient == cast.olga_owner

        # She answers; Ctrl+Enter saves.
        olga.goto("/my-points/")
        field.fill(f"Sagerne gennemgås, {month}.")
        if script:
            field.press("Control+Enter")
        else:
            olga.locator(f"#point-{busy.pk} [data-status-save]").click()
        saved(olga, script)

        # The manager sends the busy one back in the first month, and approves the rest at once.
        mads = at("mads_manager", "/approvals/")
        assert faults(mads, script) == ([], 0)
        if index == 0:
            entry = StatusEntry.objects.get(item=busy, round=round)
            panel = mads.locator(f"#status-{entry.pk}")
            panel.locator("summary").click()
            panel.locator("textarea").fill("Hvor mange sager?")
            panel.locator("button.danger").click()
            olga.goto("/my-points/")
            expect(olga.locator(f"#point-{busy.pk}")).to_contain_text("Hvor mange sager?")
            olga.locator(f"#status-{busy.pk}-text").fill("1.295 sager er gennemgået.")
            olga.locator(f"#point-{busy.pk} [data-status-save]").click()
            saved(olga, script)
            mads.goto("/approvals/")
        mads.get_by_role("button", name="Godkend alle 2").click()
        expect(mads.get_by_role("heading", name="Ingen status venter på din godkendelse")).to_be_visible()

        # In the second month she asks for a new deadline, which stands only when it is granted.
        if index == 1:
            own = Milestone.objects.get(item=busy)
            olga.goto(reverse("handleplan:request-add", args=[own.pk]))
            olga.locator("#id_end").fill("ultimo 2014")
            olga.get_by_label("Flere sager").check()
            olga.locator("#id_why").fill("686 yderligere sager")
            olga.click("button[value=preview]")
            olga.click("button[value=confirm]")
            assert own.revisions.count() == 1
            mads.goto("/requests/")
            mads.locator("button[value^=grant-]").click()
            mads.wait_for_load_state()
            own.refresh_from_db()
            assert (own.end.as_written, EndDateRequest.objects.get().state) == ("ultimo 2014", "granted")

        # The month cannot be published before its round is closed.
        assert not rounding.publishable(plan, round.period)
        sara.goto(reverse("handleplan:round-close", args=[round.pk]))
        sara.locator("form.panel button.primary").click()
        expect(sara.get_by_role("heading", level=1)).to_have_text(f"Runde for {month}")
        assert rounding.publishable(plan, round.period)

    assert {said.rpartition("status of ")[2] for said in open_page.complaints} <= {"422 (Unprocessable Entity)"}
    open_page.complaints.clear()  # Chromium itself logs that the sentence was missing
    rita = at("rita_reader", reverse("handleplan:item-detail", args=[calm.pk]))
    expect(rita.locator("main")).to_contain_text("3. måned uden nyt")
    anna = at("anna_administrator", "/")
    assert faults(anna, script) == ([], 0)
    assert (Round.objects.filter(closed_at=None).count(), StatusEntry.objects.counted().count()) == (0, 8)


def saved(page: Page, script: bool) -> None:
    """Waits until what was sent is answered."""
    if script:
        expect(page.locator("[data-status-saved]").first).to_be_visible()
    else:
        page.wait_for_url("**/my-points/*")
