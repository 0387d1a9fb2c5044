"""A month in the life of a plan: the owner writes, the manager moves a deadline, the secretary prints."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from handleplan.models import Milestone, PlanItem, StatusEntry
from tests.browser.conftest import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

TEXT = "Forvaltningen har gennemgået **1.295** sager.\n\n- 260 sager mangler"


@pytest.fixture
def point(real_plan) -> PlanItem:
    return PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_month_from_status_to_print(signed_in, real_plan, point, cast, script, tmp_path):
    plan = reverse("handleplan:plan-detail", args=[real_plan.slug])

    owner = signed_in(cast.olga_owner, f"{plan}?q=SEL+§+41", script=script)
    row = owner.locator(f"#point-{point.pk}")
    row.get_by_role("link", name="Skriv status").click()
    owner.locator("textarea[name=text]").fill(TEXT)
    owner.get_by_label("Kritisk").check()
    owner.locator("[data-status-save]").click()
    if script:
        expect(row.locator("strong")).to_have_text("1.295")
    else:
        owner.wait_for_url(f"**{plan}?q=*")
    assert StatusEntry.objects.get(item=point, source="typed").recorded_by == cast.olga_owner

    manager = signed_in(cast.mads_manager, "/late/", script=script)
    manager.get_by_role("link", name="Gennemgang af ældre afgørelser").first.click()
    manager.get_by_role("link", name="Flyt fristen").first.click()
    manager.locator("#id_end").fill("maj 2014")
    manager.get_by_label("Flere sager").check()
    manager.locator("#id_why").fill("686 yderligere sager skal gennemgås.")
    manager.click("button[value=preview]")
    expect(manager.locator("#preview")).to_contain_text("Flytning nr. 2")
    manager.click("button[value=confirm]")
    assert list(Milestone.objects.get(item=point).revisions.values_list("end_as_written", flat=True)) == [
        "31. dec 2012",
        "medio 2013",
        "maj 2014",
    ]

    secretary = signed_in(cast.sara_secretary, plan, script=script)
    secretary.get_by_role("link", name="Statusrapport").click()
    expect(secretary.locator("tr", has_text="1.1.2.2.A").get_by_role("listitem")).to_have_text("260 sager mangler")
    assert not script or axe_violations(secretary) == []
    address = secretary.get_by_role("link", name="Hent som PDF").get_attribute("href")
    report = tmp_path / "report.pdf"
    report.write_bytes(secretary.request.get(address).body())
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(report).pages).split())
    assert "(medio 2013) maj 2014" in printed
    assert "1.295 sager" in printed
