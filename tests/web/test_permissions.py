"""The written matrix of docs/permissions.md, walked: every address, person and method, with and without htmx."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from handleplan import (
    answering,
    auditing,
    counting,
    explaining,
    feeding,
    filing,
    notifying,
    recounting,
    requesting,
    rounding,
)
from handleplan.dates import parse
from handleplan.evidence import Evidence
from handleplan.models import Plan, PlanItem
from meetings import templating
from meetings.shipped import KK_2012
from reports import designing, opening
from reports.designs import STANDARD
from reports.models import PublishJob
from tests.budgets.example import granted, small_note
from tests.conftest import BECAUSE, DEMO_DAY, Cast, the_cast
from tests.meetings.assembling import assembled, february
from tests.meetings.promises.february import promised
from tests.meetings.three_items import real_item
from tests.reports.editions import published
from tests.standing import standing

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")
PEOPLE = {
    "nobody": None,
    "owner": "olga_owner",
    "stranger": "ove_owner_of_nothing",
    "secretary": "sara_secretary",
    "manager": "mads_manager",
    "reader": "rita_reader",
    "administrator": "anna_administrator",
}
# Who may do what is decided in Python. The secretary and an owner between them ask every query of every page.
ON_BOTH = ("secretary", "owner")
ON_ONE = [person for person in PEOPLE if person not in ON_BOTH]


def read_matrix() -> dict[tuple[str, str], dict[str, str]]:
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in DOCUMENT.read_text().splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    head, *body = rows
    return {(row[0], row[1]): dict(zip(head[2:], row[2:], strict=True)) for row in body}


def address_names() -> set[str]:
    names = set()

    def walk(patterns, namespace: str) -> None:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, pattern.namespace or namespace)
            else:
                names.add(f"{namespace}:{pattern.name}" if namespace else str(pattern.name))

    walk(get_resolver().url_patterns, "")
    return names


MATRIX = read_matrix()
ADDRESSES = sorted({name for name, _method in MATRIX})


@pytest.fixture
def addresses(real_plan, here, settings) -> dict[str, str]:
    """Every address, with a row of the real plan, or beside it, for each argument."""
    settings.MEDIA_ROOT = here.folder
    return here.value


@standing("addresses", on="real_plan")
def make_addresses(folder: Path) -> dict[str, str]:
    with override_settings(MEDIA_ROOT=folder, HANDLEPLAN_TODAY=DEMO_DAY):
        return _addresses(Plan.objects.get(), the_cast())


def _addresses(real_plan: Plan, cast: Cast) -> dict[str, str]:
    item = PlanItem.objects.get(plan=real_plan, number="1.1.2.2.A")
    event = recounting.record_event(real_plan, item=item, when=parse("2012"), text="…", user=cast.sara_secretary)
    evidence = Evidence("a.pdf", "application/pdf", b"%PDF-")
    mail = notifying.write_message(
        kind="other",
        recipient=cast.olga_owner,
        subject="Emne",
        body="Tekst",
        unique_key="matrix",
        user=cast.sara_secretary,
        reason="x",
    )
    token = feeding.make_feed(user=cast.olga_owner, reason="x")
    file = filing.store_file(item, evidence, user=cast.sara_secretary)
    design = designing.add_design(design=STANDARD, user=cast.sara_secretary, reason=BECAUSE)
    elsewhere = PlanItem.objects.get(plan=real_plan, number="1.2.5.6").milestones.get()
    conditional = requesting.add_conditional_end(
        elsewhere,
        awaits="Budgettet",
        when=None,
        alternatives=[("", parse("2014")), ("", parse("2015"))],
        user=cast.mads_manager,
        reason="…",
    )
    by = {"user": cast.sara_secretary, "reason": "…"}
    counter = counting.add_counter(item, name="Sager", unit="sager", **by)
    told = counting.Told("done", parse("oktober 2013"), Decimal(11), source="Udvalget")
    observation = counting.record_observation(counter, told, **by)
    day = dt.date(2013, 11, 29)
    by = {"user": cast.sara_secretary, "reason": "…"}
    closed = rounding.open_round(real_plan, period=dt.date(2013, 11, 1), due_on=day, today=day, **by)
    rounding.close_round(closed, note="", seen=None, **by)
    round = rounding.open_round(real_plan, period=dt.date(2013, 12, 1), due_on=day, today=day, **by)
    arguments = {
        **audit_arguments(real_plan, item, cast),
        "handleplan:mail-detail": [mail.pk],
        "handleplan:plan-texts": [real_plan.slug],
        "handleplan:calendar-feed": [token],
        "handleplan:round-open": [real_plan.slug],
        "handleplan:round-detail": [round.pk],
        "handleplan:round-close": [round.pk],
        "handleplan:round-correct": [closed.pk, item.pk],
        "handleplan:round-remind": [round.pk],
        "handleplan:plan-detail": [real_plan.slug],
        "handleplan:item-detail": [item.pk],
        "handleplan:item-draft": [item.pk],
        "handleplan:item-history": [item.pk],
        "handleplan:event-add": [item.pk],
        "handleplan:plan-event-add": [real_plan.slug],
        "handleplan:event-withdraw": [event.pk],
        "handleplan:counter-add": [item.pk],
        "handleplan:counter-detail": [counter.pk],
        "handleplan:counter-edit": [counter.pk],
        "handleplan:counter-withdraw": [counter.pk],
        "handleplan:observation-add": [counter.pk],
        "handleplan:series-import": [counter.pk],
        "handleplan:series-xlsx": [counter.pk],
        "handleplan:series-csv": [counter.pk],
        "handleplan:observation-withdraw": [observation.pk],
        "handleplan:observation-links": [observation.pk],
        "handleplan:file-add": [item.pk],
        "handleplan:file-detail": [file.pk],
        "handleplan:file-withdraw": [file.pk],
        "handleplan:item-status": [item.pk],
        "handleplan:milestone-add": [item.pk],
        "handleplan:milestone-detail": [item.milestones.get().pk],
        "handleplan:milestone-move": [item.milestones.get().pk],
        "handleplan:revision-correct": [item.milestones.get().revisions.first().pk],
        "handleplan:request-add": [item.milestones.get().pk],
        "handleplan:conditional-add": [item.milestones.get().pk],
        "handleplan:conditional-pick": [conditional.pk],
        "handleplan:plan-settings": [real_plan.slug],
        "handleplan:person-detail": [cast.olga_owner.pk],
        "handleplan:hand-over": [cast.olga_owner.pk],
        "handleplan:plan-edit": [real_plan.slug],
        "handleplan:plan-continue": [real_plan.slug],
        "handleplan:plan-consistency": [real_plan.slug],
        "handleplan:plan-references": [real_plan.slug],
        "handleplan:item-add": [real_plan.slug],
        "handleplan:item-edit": [item.pk],
        "handleplan:item-place": [item.pk],
        "handleplan:item-close": [item.pk],
        "handleplan:item-reopen": [item.pk],
        **edition_arguments(real_plan, cast),
        **budget_arguments(real_plan, item, cast),
        **meeting_arguments(real_plan, cast),
        "reports:edition-compare": [real_plan.slug],
        "reports:status-report": [real_plan.slug],
        "reports:status-report-pdf": [real_plan.slug],
        "reports:status-report-docx": [real_plan.slug],
        "reports:status-report-xlsx": [real_plan.slug],
        "reports:design-edit": [design.name],
    }
    return {name: reverse(name, args=arguments.get(name)) for name in ADDRESSES}


def audit_arguments(plan, item, cast) -> dict[str, list]:
    """A report that the plan answers, with a remark, a planned control, and the report itself as a file."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    report = auditing.add_report(
        plan=plan, source="auditor", source_name="Revisionen", title="Beretning nr. 2", year=2012, **by
    )
    area = auditing.add_area(report, name="Sygedagpenge", **by)
    remark = auditing.add_remark(report, area=area, kind="remark", text="Manglende opfølgning", **by)
    auditing.link_items(remark, items=[item], **by)
    answer = answering.add_answer(
        report, remarks=[remark], kind="control", when=parse("januar 2013"), text="Ledelsestilsyn", **by
    )
    file = filing.store_audit_file(report, Evidence("b.pdf", "application/pdf", b"%PDF-"), **by)
    word = explaining.explain(kind="party", short="Deloitte", words="Revisorer", **by)
    of_report = ("audit-report-detail", "audit-report-edit", "audit-file-add", "remark-add", "answer-add")
    of_remark = ("detail", "edit", "points", "claim", "verdict", "remove")
    return {
        **{f"handleplan:{name}": [report.pk] for name in of_report},
        **{f"handleplan:remark-{name}": [remark.pk] for name in of_remark},
        **{f"handleplan:answer-{name}": [answer.pk] for name in ("edit", "result", "remove")},
        "handleplan:audit-area-edit": [area.pk],
        "handleplan:audit-file-detail": [file.pk],
        "handleplan:plan-remarks": [plan.slug],
        "handleplan:glossary-edit": [word.pk],
        **{f"reports:audit-account{kind}": [report.pk] for kind in ("", "-pdf", "-docx")},
    }


def edition_arguments(plan, cast) -> dict[str, list]:
    """An edition of the plan, a wish that came to it, a link to it, and the plan's public page."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    edition = published(plan, cast.sara_secretary)
    job = PublishJob.objects.create(
        plan=plan, period=edition.period, asked_by=cast.sara_secretary, state="done", edition=edition
    )
    link = opening.make_link(plan, reader="Revisionen", expires_on=dt.date(2099, 1, 1), **by)
    closed = opening.make_link(plan, reader="Byrådet", expires_on=dt.date(2099, 1, 1), **by)
    opening.set_public(plan, open=True, **by)
    token = opening.token_of(link)
    return {
        "reports:edition-list": [plan.slug],
        "reports:edition-add": [plan.slug],
        "reports:edition-detail": [edition.pk],
        "reports:edition-correct": [edition.pk],
        "reports:edition-journalise": [edition.pk],
        "reports:edition-file": [edition.pk, "pdf"],
        "reports:edition-zip": [edition.pk],
        "reports:publish-job": [job.pk],
        "reports:publish-job-cancel": [job.pk],
        "reports:reading-links": [plan.slug],
        "reports:public-page": [plan.slug],
        "reports:reading-link-revoke": [closed.pk],
        "reports:reading-visits": [link.pk],
        "reports:reading": [token],
        "reports:reading-edition": [token, edition.label],
        "reports:reading-file": [token, edition.label, "pdf"],
        "reports:public": [plan.slug],
        "reports:public-edition": [plan.slug, edition.label],
        "reports:public-file": [plan.slug, edition.label, "csv"],
    }


def budget_arguments(plan, item, cast) -> dict[str, list]:
    """A budget note with one of everything, and an amount of a point."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    note = small_note(plan, item, **by)
    adding = ("budget-section-add", "budget-proposal-add", "appropriation-add", "budget-table-add")
    return {
        **{f"handleplan:{name}": [plan.slug] for name in ("plan-economy", "amount-add")},
        **{f"handleplan:budget-note-{name}": [plan.slug] for name in ("add", "read")},
        "handleplan:amount-correct": [granted(plan, item, **by).pk],
        "handleplan:budget-note": [note.pk],
        "reports:budget-note-pdf": [note.pk],
        "handleplan:budget-note-edit": [note.pk],
        **{f"handleplan:{name}": [note.pk] for name in adding},
        "handleplan:budget-section-edit": [note.sections.get().pk],
        "handleplan:budget-proposal-edit": [note.proposals.get().pk],
        "handleplan:appropriation-edit": [note.appropriations.get().pk],
        "handleplan:budget-table-edit": [note.tables.get().pk],
    }


def meeting_arguments(plan, cast) -> dict[str, list]:
    """A committee that is owed the plan, with a member and a meeting."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    held = assembled(plan, **by)
    item = real_item("2012-02-29", cast.sara_secretary, plan)
    _item, commitment = promised(held, plan, **by)
    papers = {f"meetings:item-{name}": [item.pk] for name in ("document", "text", "pdf", "docx", "zip")}
    return {
        **papers,
        "meetings:meeting-pdf": [held.meeting.pk, "agenda"],
        "meetings:meeting-docx": [held.meeting.pk, "agenda"],
        "meetings:item-read": [held.meeting.pk],
        "meetings:candidate-list": [item.pk],
        "meetings:decision-detail": [item.pk],
        "meetings:item-links": [item.pk],
        "meetings:plan-course": [plan.slug],
        "meetings:decision-add": [commitment.source_item.pk],
        "meetings:decision-correct": [item.pk],
        "meetings:commitment-detail": [commitment.pk],
        "meetings:committee-detail": [held.committee.pk],
        "meetings:committee-edit": [held.committee.pk],
        "meetings:member-add": [held.committee.pk],
        "meetings:member-edit": [held.member.pk],
        "meetings:meeting-add": [held.committee.pk],
        "meetings:obligation-add": [held.committee.pk],
        "meetings:obligation-detail": [held.obligation.pk],
        "meetings:obligation-edit": [held.obligation.pk],
        "meetings:delivery-add": [held.obligation.pk, "2012-02"],
        "meetings:meeting-detail": [held.meeting.pk],
        "meetings:meeting-edit": [held.meeting.pk],
        **item_arguments(plan, held, by),
    }


def item_arguments(plan, held, by) -> dict[str, list]:
    """An item about the plan with one of everything that belongs to it, and a template of our own."""
    drafted = february(plan, held, **by)
    item, section = [drafted.item.pk], [drafted.section.pk]
    of_item = ("", "-edit", "-move", "-ready", "-take-back", "-drop")
    of_section = ("edit", "refill", "move", "drop", "restore")
    template = templating.add_template(label="Vores", habits=KK_2012.habits, **by)
    return {
        "meetings:agenda-item-add": [held.meeting.pk],
        **{f"meetings:agenda-item{name}": item for name in of_item},
        **{f"meetings:{name}-add": item for name in ("section", "proposal", "focus", "annex")},
        **{f"meetings:section-{name}": section for name in of_section},
        **{f"meetings:proposal-{name}": [drafted.proposal.pk] for name in ("edit", "press")},
        **{f"meetings:focus-{name}": [drafted.line.pk] for name in ("edit", "off", "back")},
        "meetings:annex-withdraw": [drafted.annex.pk],
        "meetings:reference-edit": [drafted.reference.pk],
        "meetings:template-edit": [template.name],
    }


def test_every_address_has_a_row_in_the_matrix():
    assert set(ADDRESSES) == address_names()


def test_the_matrix_names_the_people_of_the_test():
    assert list(next(iter(MATRIX.values()))) == list(PEOPLE)


def client_of(person: str, cast) -> Client:
    """A browser in which the person is signed in, if he can be."""
    client = Client(raise_request_exception=False)
    if PEOPLE[person]:
        client.force_login(getattr(cast, PEOPLE[person]))
    return client


@pytest.mark.parametrize("person", [*ON_BOTH, *(pytest.param(name, marks=pytest.mark.once) for name in ON_ONE)])
def test_every_address_answers_as_the_matrix_says(person, addresses, cast, monkeypatch):
    monkeypatch.setattr("reports.pdf.render", lambda snapshot: b"%PDF-1.7 not rendered here")
    monkeypatch.setattr("reports.pdf.render_letter", lambda letter: b"%PDF-1.7 not rendered here")
    answers, expected = {}, {}
    client = client_of(person, cast)
    for name, address in addresses.items():
        closed = MATRIX[name, next(m for n, m in MATRIX if n == name)]["nobody"] == "sign-in"
        for method in METHODS:
            for htmx in (False, True):
                if name == "handleplan:sign-out":
                    client = client_of(person, cast)
                row = MATRIX.get((name, method))
                said = row[person] if row else "sign-in" if closed and person == "nobody" else "405"
                if said == "sign-in":
                    said = "401" if htmx else "302 sign-in"
                headers = {"HX-Request": "true"} if htmx else {}
                response = client.generic(method, address, headers=headers)
                got = str(response.status_code)
                if got == "302" and response["Location"].startswith(reverse("handleplan:sign-in") + "?"):
                    got = "302 sign-in"
                answers[name, method, htmx] = got
                expected[name, method, htmx] = said
    assert answers == expected


def test_a_post_without_its_token_is_refused(addresses, cast):
    posts = [name for name, method in MATRIX if method == "POST"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sara_secretary)
    assert {client.post(addresses[name]).status_code for name in posts} == {403}
