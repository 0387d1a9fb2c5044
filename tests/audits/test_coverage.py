"""How a remark stands, what is answered, and when the same date is told in two ways."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handleplan import answering, auditing, consistency, coverage, planning
from handleplan.coverage import State
from handleplan.dates import parse
from handleplan.models import AuditRemark, RemarkAnswer
from reports import publishing

NOVEMBER, DECEMBER = dt.date(2018, 11, 5), dt.date(2018, 12, 5)


def state(remark: AuditRemark) -> State:
    return coverage.state_of(coverage.complete(AuditRemark.objects.all()).get(pk=remark.pk))


def say(audit, by, *, closed: bool, on: dt.date, by_auditors: bool) -> None:
    standing = "closed" if closed else "open"
    if by_auditors:
        auditing.record_verdict(audit.first, standing=standing, said_in="Beretning nr. 3", dated_on=on, **by)
    else:
        auditing.claim(audit.first, standing=standing, text="Fulgt op", dated_on=on, **by)


def test_the_management_closes_nothing(audit, by):
    say(audit, by, closed=True, on=NOVEMBER, by_auditors=False)
    assert state(audit.first) == State.CLAIMED


def test_the_auditors_close_a_remark(audit, by):
    say(audit, by, closed=True, on=NOVEMBER, by_auditors=False)
    say(audit, by, closed=True, on=DECEMBER, by_auditors=True)
    assert state(audit.first) == State.CLOSED


def test_a_verdict_after_the_claim_outweighs_it(audit, by):
    say(audit, by, closed=True, on=NOVEMBER, by_auditors=False)
    say(audit, by, closed=False, on=DECEMBER, by_auditors=True)
    assert state(audit.first) == State.OPEN


def test_a_claim_after_the_verdict_is_told_as_a_claim(audit, by):
    say(audit, by, closed=False, on=NOVEMBER, by_auditors=True)
    say(audit, by, closed=True, on=DECEMBER, by_auditors=False)
    assert state(audit.first) == State.CLAIMED


def test_the_newest_verdict_counts_by_its_day_not_by_when_it_was_entered(audit, by):
    say(audit, by, closed=True, on=DECEMBER, by_auditors=True)
    say(audit, by, closed=False, on=NOVEMBER, by_auditors=True)
    assert state(audit.first) == State.CLOSED


def test_a_remark_that_is_expected_closed_says_so(audit, by):
    auditing.edit_remark(audit.first, expected=parse("januar 2019"), **by)
    assert state(audit.first) == State.EXPECTED


def test_words_or_points_answer_and_nothing_else_does(audit, by):
    item = planning.add_item(audit.plan, kind="initiative", title="Ledelsestilsyn", **by)
    answering.add_answer(audit.report, remarks=[audit.first], kind="done", text="Gjort", **by)
    auditing.link_items(audit.second, items=[item], **by)
    assert list(coverage.unanswered(audit.report.remarks.all())) == [audit.third, audit.advice]


def test_what_the_auditors_have_closed_needs_no_answer(audit, by):
    say(audit, by, closed=True, on=NOVEMBER, by_auditors=True)
    assert audit.first not in coverage.unanswered(audit.report.remarks.all())


def test_what_only_the_management_holds_to_be_closed_still_needs_one(audit, by):
    say(audit, by, closed=True, on=NOVEMBER, by_auditors=False)
    assert audit.first in coverage.unanswered(audit.report.remarks.all())


def test_a_plan_says_how_many_of_its_initiatives_answer_remarks(audit, by):
    items = [planning.add_item(audit.plan, kind="initiative", title=f"Indsats {n}", **by) for n in range(3)]
    auditing.link_items(audit.first, items=items[:2], **by)
    auditing.link_items(audit.second, items=items[:1], **by)
    assert coverage.covered(audit.plan) == coverage.Covered(3, 2)


@pytest.fixture
def told(audit, by):
    item = planning.add_item(audit.plan, kind="initiative", title="Nyt ledelsestilsyn", **by)
    milestone = planning.schedule_item(item, start=None, **by)
    planning.record_first_end(milestone, end=parse("1. januar 2019"), **by)

    def answer(*spellings: str) -> list[coverage.ToldDates]:
        for when in spellings:
            answering.add_answer(
                audit.report,
                remarks=[audit.first],
                kind="control",
                text="Tilsyn",
                when=parse(when),
                milestone=milestone,
                **by,
            )
        answers = RemarkAnswer.objects.filter(report=audit.report).select_related("milestone")
        return coverage.told_dates(answers)

    return answer


def test_three_spellings_of_one_date_agree_s003_11(told):
    (found,) = told("januar 2019", "1 januar 2019", "1. januar 2019")
    assert (found.spellings, found.differ) == (("januar 2019", "1 januar 2019", "1. januar 2019"), ())


def test_a_date_that_cannot_be_the_milestones_is_told_s003_11(told):
    (found,) = told("januar 2019", "marts 2019")
    assert found.differ == ("1. januar 2019", "januar 2019", "marts 2019")


def test_one_spelling_of_the_right_date_is_nothing_to_tell(told):
    assert told("januar 2019") == []


# -- where it warns ---------------------------------------------------------------------------------------------------


def codes(audit, cast, on: dt.date = DECEMBER) -> list[str]:
    found = consistency.findings(audit.plan, cast.sara_secretary, on)
    return [finding.code for finding in found if finding.code.startswith("remark")]


def test_the_consistency_page_tells_each_unanswered_remark_with_a_link_to_answer_it(audit, by, cast):
    answering.add_answer(audit.report, remarks=[audit.first, audit.second], kind="done", text="Gjort", **by)
    found = [one for one in consistency.findings(audit.plan, cast.sara_secretary, DECEMBER) if "remark" in one.code]
    assert [(one.code, one.sentence) for one in found] == [
        (
            "remark_unanswered",
            "Kontanthjælp A (Beretning nr. 2) er hverken besvaret med ord eller af et punkt.",
        ),
        (
            "remark_unanswered",
            "At kontrollerne foretages (Beretning nr. 2) er hverken besvaret med ord eller af et punkt.",
        ),
    ]
    assert found[0].url == f"/audit-reports/{audit.report.pk}/answers/new/?remark={audit.third.pk}"


def test_a_critical_remark_that_did_not_reach_the_committee_in_time_is_told(audit, by, cast):
    everything = [audit.first, audit.second, audit.third, audit.advice]
    answering.add_answer(audit.report, remarks=everything, kind="done", text="Gjort", **by)
    auditing.edit_remark(audit.first, severity="critical", committee_due=dt.date(2018, 11, 26), **by)
    assert (codes(audit, cast, NOVEMBER), codes(audit, cast)) == ([], ["remark_late"])
    auditing.edit_report(audit.report, presented_on=dt.date(2018, 11, 20), **by)
    assert codes(audit, cast) == []


def test_dates_that_differ_stand_on_the_consistency_page(audit, told, cast):
    told("januar 2019", "marts 2019")
    assert "remark_dates" in codes(audit, cast)


def awaited(audit, cast, on: dt.date = DECEMBER) -> list[tuple[str, str]]:
    found = consistency.findings(audit.plan, cast.sara_secretary, on)
    return [(one.sentence, one.act) for one in found if one.code == "answer_awaited"]


def test_an_action_whose_day_is_past_is_awaited_until_it_is_done(audit, by, cast):
    promise = {"kind": "planned", "text": "Der laves en plan.", "when": parse("oktober 2018")}
    answer = answering.add_answer(audit.report, remarks=[audit.first], **promise, **by)
    sentence = (
        "Planlagt handling, oktober 2018, lovet i et svar på Beretning nr. 2: ”Der laves en plan.” "
        "Det fremgår ikke, hvad der kom ud af det."
    )
    assert awaited(audit, cast) == [(sentence, "Skriv, at det er gennemført")]
    assert awaited(audit, cast, dt.date(2018, 10, 31)) == []
    answering.edit_answer(answer, remarks=[audit.first], kind="done", when=promise["when"], **by)
    assert awaited(audit, cast) == []


def test_a_control_whose_day_is_past_is_awaited_until_its_result_is_told(audit, by, cast):
    control = {"kind": "control", "text": "Tilsyn.", "when": parse("oktober 2018")}
    answer = answering.add_answer(audit.report, remarks=[audit.first], **control, **by)
    assert [act for _sentence, act in awaited(audit, cast)] == ["Registrér resultatet"]
    before = consistency.count(audit.plan, cast.sara_secretary, DECEMBER)
    answering.record_result(answer, outcome="nothing", text="Intet fundet", dated_on=NOVEMBER, **by)
    assert (awaited(audit, cast), consistency.count(audit.plan, cast.sara_secretary, DECEMBER)) == ([], before - 1)


def test_the_count_on_the_plan_page_follows_when_a_report_was_presented(audit, by, cast):
    planning.add_item(audit.plan, kind="initiative", title="Indsats", **by)
    auditing.edit_remark(audit.first, severity="critical", committee_due=NOVEMBER, **by)
    before = consistency.count(audit.plan, cast.sara_secretary, DECEMBER)
    auditing.edit_report(audit.report, presented_on=NOVEMBER, **by)
    assert consistency.count(audit.plan, cast.sara_secretary, DECEMBER) == before - 1


def test_the_count_on_the_plan_page_follows_what_the_auditors_say(audit, by, cast):
    planning.add_item(audit.plan, kind="initiative", title="Indsats", **by)
    before = consistency.count(audit.plan, cast.sara_secretary, DECEMBER)
    auditing.record_verdict(audit.first, standing="closed", said_in="Beretning nr. 3", dated_on=NOVEMBER, **by)
    assert consistency.count(audit.plan, cast.sara_secretary, DECEMBER) == before - 1


def test_the_count_on_the_plan_page_follows_a_new_answer(audit, by, cast):
    planning.add_item(audit.plan, kind="initiative", title="Indsats", **by)
    before = consistency.count(audit.plan, cast.sara_secretary, DECEMBER)
    answering.add_answer(audit.report, remarks=[audit.first], kind="done", text="Gjort", **by)
    assert consistency.count(audit.plan, cast.sara_secretary, DECEMBER) == before - 1


def test_unanswered_remarks_warn_before_the_report_is_printed_s002_8(audit, by, cast, client):
    planning.add_usual_parts(audit.plan, **by)
    address = reverse("reports:status-report", args=[audit.plan.slug])
    told = "4 bemærkninger, som planen skal besvare, er ubesvarede."
    client.force_login(cast.sara_secretary)
    assert client.get(address).context["warnings"] == [told]
    client.force_login(cast.rita_reader)
    assert told not in client.get(address).content.decode()


def test_unanswered_remarks_warn_before_publishing_s002_8(audit, by):
    assert publishing.warnings(audit.plan) == ["4 bemærkninger, som planen skal besvare, er ubesvarede."]
    everything = [audit.first, audit.second, audit.third, audit.advice]
    answering.add_answer(audit.report, remarks=everything, kind="done", text="Gjort", **by)
    assert publishing.warnings(audit.plan) == []
