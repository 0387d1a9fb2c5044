"""Audit reports in the browser: written, answered, linked, and who says that a remark is closed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import answering, auditing, planning
from handleplan.dates import parse
from handleplan.models import AuditArea, AuditRemark, AuditReport, RemarkAnswer
from tests.audits.conftest import audit, by  # noqa: F401
from tests.conftest import BECAUSE


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def secretary(cast, demo_day) -> Client:
    return signed_in(cast.sara_secretary)


def address(name: str, *arguments) -> str:
    return reverse(f"handleplan:{name}", args=arguments)


def marks(client: Client, url: str) -> dict:
    sheet = client.get(url).context["sheet"]
    return {"seen": sheet.seen, "known": sheet.known, "once": sheet.once}


REPORT = {"source": "auditor", "source_name": "Revisionen", "title": "Beretning nr. 3", "year": "2012"}
REMARK = {"kind": "remark", "area": "Jobafklaring", "code": "A", "text": "Manglende behandling"}


def test_a_report_and_its_remarks_are_written_in_the_browser(secretary):
    secretary.post(address("audit-report-add"), REPORT)
    report = AuditReport.objects.get()
    for code, text in (("A", "Manglende behandling"), ("B", "Lange tidsintervaller")):
        secretary.post(address("remark-add", report.pk), REMARK | {"code": code, "text": text})
    told = [(remark.area.name, remark.code, remark.text) for remark in report.remarks.all()]
    assert told == [("Jobafklaring", "A", "Manglende behandling"), ("Jobafklaring", "B", "Lange tidsintervaller")]
    assert report.areas.count() == 1


def test_the_next_remark_is_offered_the_area_of_the_last(secretary, audit):  # noqa: F811
    auditing.remove_remark(audit.advice, user=None, reason=BECAUSE)
    form = secretary.get(address("remark-add", audit.report.pk)).context["form"]
    assert (form["area"].value(), form["kind"].value()) == ("Kontanthjælp", "remark")


WITHOUT_TEXT = "Skriv bemærkningen, som den står i rapporten."
WITHOUT_DAY = "Skriv, hvornår udvalget senest skal have den kritiske bemærkning."
UNREAD = "“snart” kan ikke læses som en dato. Skriv for eksempel 1. maj 2013, medio 2013 eller 2. kvartal 2013."


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"text": ""}, "text", WITHOUT_TEXT),
        ({"severity": "critical"}, "committee_due", WITHOUT_DAY),
        ({"expected": "snart"}, "expected", UNREAD),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(secretary, audit, changed, field, sentence):  # noqa: F811
    answer = secretary.post(address("remark-add", audit.report.pk), REMARK | changed)
    form = answer.context["form"]
    assert (answer.status_code, form.errors, form["code"].value()) == (422, {field: [sentence]}, "A")


def test_an_answer_covers_what_is_ticked(secretary, audit):  # noqa: F811
    fields = {"remarks": [audit.first.pk, audit.second.pk], "kind": "control", "text": "Tilsyn", "when": "januar 2019"}
    secretary.post(address("answer-add", audit.report.pk), fields)
    answer = RemarkAnswer.objects.get()
    assert (list(answer.remarks.all()), answer.when.as_written) == ([audit.first, audit.second], "januar 2019")


def test_a_planned_control_without_a_date_says_so(secretary, audit):  # noqa: F811
    fields = {"remarks": [audit.first.pk], "kind": "control", "text": "Tilsyn"}
    answer = secretary.post(address("answer-add", audit.report.pk), fields)
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"when": ["Skriv, hvornår kontrollen finder sted."]},
    )


def test_a_control_gets_its_result(secretary, audit, by):  # noqa: F811
    answer = answering.add_answer(
        audit.report, remarks=[audit.first], kind="control", text="Tilsyn", when=parse("januar 2019"), **by
    )
    secretary.post(
        address("answer-result", answer.pk), {"outcome": "nothing", "text": "Ingen fejl", "dated_on": "31.01.2019"}
    )
    assert "Intet at bemærke." in secretary.get(address("audit-report-detail", audit.report.pk)).content.decode()


def test_points_are_chosen_and_stand_on_both_pages(secretary, audit, by):  # noqa: F811
    item = planning.add_item(audit.plan, kind="initiative", number="1.1", title="Ledelsestilsyn", **by)
    url = address("remark-points", audit.first.pk)
    secretary.post(url, marks(secretary, url) | {"points": [item.pk]})
    assert secretary.get(address("item-detail", item.pk)).context["remarks"][0]["name"] == "Sygedagpenge A"
    page = secretary.get(address("remark-detail", audit.first.pk)).context["row"]
    assert [point["number"] for point in page["points"]] == ["1.1"]


def test_the_plan_page_says_how_many_initiatives_answer_remarks(secretary, audit, by):  # noqa: F811
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(3)]
    auditing.link_items(audit.first, items=items[:2], **by)
    page = secretary.get(address("plan-detail", audit.plan.slug)).content.decode()
    assert "3 initiativer, heraf 2 på revisionsbemærkninger" in page


def test_a_plan_without_reports_says_nothing_of_them(secretary, small_plan):
    page = secretary.get(address("plan-detail", small_plan.slug)).content.decode()
    assert "på revisionsbemærkninger" not in page


def test_coverage_is_told_both_ways(secretary, audit, by):  # noqa: F811
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(2)]
    auditing.link_items(audit.first, items=items[:1], **by)
    page = secretary.get(address("plan-remarks", audit.plan.slug)).context
    missing = [row["name"] for row in page["missing"]]
    assert missing == ["Sygedagpenge B", "Kontanthjælp A", "At kontrollerne foretages"]
    assert [point["title"] for point in page["without"]] == ["Indsats 1"]


def test_a_manager_says_closed_and_the_remark_stays_open(cast, demo_day, audit):  # noqa: F811
    client = signed_in(cast.mads_manager)
    client.post(
        address("remark-claim", audit.first.pk), {"standing": "closed", "text": "Fulgt op", "dated_on": "1.11.2018"}
    )
    row = client.get(address("remark-detail", audit.first.pk)).context["row"]
    assert row["state"]["word"] == "lukket efter ledelsens opfattelse, ikke af revisionen"


def test_the_auditors_verdict_says_where_they_said_it(secretary, audit):  # noqa: F811
    url = address("remark-verdict", audit.first.pk)
    refused = secretary.post(url, {"standing": "closed", "dated_on": "1.11.2018"})
    assert refused.context["form"].errors == {"said_in": ["Skriv, hvor revisionen har udtalt det."]}
    secretary.post(url, {"standing": "closed", "said_in": "Beretning nr. 3", "dated_on": "1.11.2018"})
    row = secretary.get(address("remark-detail", audit.first.pk)).context["row"]
    assert row["state"]["word"] == "lukket af revisionen"


def test_who_saves_second_is_told_what_the_first_one_wrote(secretary, audit, by):  # noqa: F811
    url = address("remark-edit", audit.first.pk)
    seen = marks(secretary, url)
    auditing.edit_remark(AuditRemark.objects.get(pk=audit.first.pk), code="Z", **by)
    answer = secretary.post(url, seen | REMARK | {"area": "Sygedagpenge", "text": "Andet"})
    assert (answer.status_code, answer.context["form"]["code"].value()) == (409, "Z")
    assert AuditRemark.objects.get(pk=audit.first.pk).text == "Manglende rettidig opfølgning"


def test_who_edits_an_area_second_is_told_what_the_first_one_wrote(secretary, audit, by):  # noqa: F811
    url = address("audit-area-edit", audit.area.pk)
    seen = marks(secretary, url)
    auditing.edit_area(audit.area, heading="Sygedagpenge)", **by)
    answer = secretary.post(url, seen | {"name": "Sygedagpenge m.v.", "heading": "(Sygedagpenge)"})
    form = answer.context["form"]
    assert (answer.status_code, form["name"].value(), form["heading"].value()) == (
        409,
        "Sygedagpenge m.v.",
        "Sygedagpenge)",
    )
    assert AuditArea.objects.get(pk=audit.area.pk).name == "Sygedagpenge"


def test_a_promised_action_is_planned_until_somebody_says_that_it_is_done(secretary, audit):  # noqa: F811
    url = address("answer-add", audit.report.pk)
    sent = {"remarks": [audit.first.pk], "kind": "planned", "text": "Der laves en plan", "when": "oktober 2013"}
    secretary.post(url, marks(secretary, url) | sent)
    answer = RemarkAnswer.objects.get()
    page = secretary.get(address("audit-report-detail", audit.report.pk)).content.decode()
    assert ("<b>Planlagt handling</b>: oktober 2013" in page, "Ikke meldt gennemført" in page) == (True, True)
    url = address("answer-edit", answer.pk)
    secretary.post(url, marks(secretary, url) | sent | {"kind": "done"})
    page = secretary.get(address("audit-report-detail", audit.report.pk)).content.decode()
    assert ("<b>Gennemført</b>: oktober 2013" in page, "Ikke meldt gennemført" in page) == (True, False)


def test_the_plan_page_says_beside_a_point_which_remarks_it_answers(secretary, audit, by):  # noqa: F811
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(2)]
    for remark in (audit.first, audit.second, audit.third, audit.advice):
        auditing.link_items(remark, items=items[:1], **by)
    page = secretary.get(address("plan-detail", audit.plan.slug)).content.decode()
    assert page.count("Besvarer: ") == 1
    assert '<p class="owner">Besvarer: Sygedagpenge A, Sygedagpenge B, Kontanthjælp A og 1 mere</p>' in page


def test_the_plan_page_asks_as_often_for_many_answering_points_as_for_one(secretary, audit, by):  # noqa: F811
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(4)]
    url = address("plan-detail", audit.plan.slug)

    def queries() -> int:
        secretary.get(url)  # the figure of the checks is counted anew once
        with CaptureQueriesContext(connection) as caught:
            secretary.get(url)
        return len(caught)

    auditing.link_items(audit.first, items=items[:1], **by)
    few = queries()
    auditing.link_items(audit.first, items=items, **by)
    auditing.link_items(audit.third, items=items, **by)
    assert queries() == few


def test_a_remark_that_is_answered_is_not_taken_away(secretary, audit, by):  # noqa: F811
    answering.add_answer(audit.report, remarks=[audit.first], kind="done", text="Gjort", **by)
    url = address("remark-remove", audit.first.pk)
    answer = secretary.post(url, marks(secretary, url) | {"reason": "Fejl"})
    assert (answer.status_code, AuditRemark.objects.filter(pk=audit.first.pk).exists()) == (422, True)


def test_sent_twice_is_written_once(secretary):
    url = address("audit-report-add")
    sent = REPORT | marks(secretary, url)
    secretary.post(url, sent)
    secretary.post(url, sent)
    assert AuditReport.objects.count() == 1


def test_an_owner_is_not_told_the_points_of_plans_he_has_no_part_in(cast, demo_day, audit, by):  # noqa: F811
    mine = planning.add_item(audit.plan, kind="initiative", title="Mit punkt", owner=cast.olga_owner, **by)
    other = planning.create_plan(title="Hemmelig plan", **by)
    theirs = planning.add_item(other, kind="initiative", title="Deres punkt", **by)
    auditing.link_items(audit.first, items=[mine, theirs], **by)
    page = signed_in(cast.olga_owner).get(address("remark-detail", audit.first.pk)).content.decode()
    assert ("Mit punkt" in page, "Deres punkt" in page, "Hemmelig plan" in page) == (True, False, False)


@pytest.mark.parametrize("name", ["audit-report-list", "audit-report-detail", "plan-remarks", "remark-detail"])
def test_many_remarks_take_as_many_queries_as_few(secretary, audit, by, name):  # noqa: F811
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(9)]
    arguments = {
        "audit-report-list": [],
        "audit-report-detail": [audit.report.pk],
        "plan-remarks": [audit.plan.slug],
        "remark-detail": [audit.first.pk],
    }[name]

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            secretary.get(address(name, *arguments))
        return len(caught)

    _write_more(audit, items[:1], by)
    queries()
    few = queries()
    _write_more(audit, items, by)
    assert queries() == few


def _write_more(audit, items, by) -> None:  # noqa: F811
    for item in items:
        remark = auditing.add_remark(audit.report, kind="remark", text=f"Om {item}", type_text="Om noget", **by)
        auditing.link_items(remark, items=[item], **by)
        auditing.claim(audit.first, standing="closed", text="…", dated_on=parse("1.1.2018").earliest, **by)
        answering.add_answer(audit.report, remarks=[remark, audit.first], kind="done", text="Gjort", **by)
