"""What the verbs of remarks and answers write, and what they refuse."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from handleplan import answering, auditing, explaining, history, planning
from handleplan.dates import parse
from handleplan.models import AuditRemark, AuditReport, GlossaryEntry, RemarkAnswer, RemarkType

DAY = dt.date(2018, 11, 5)


def test_a_remark_made_in_two_areas_is_of_one_type_s003_9(audit):
    assert (audit.first.type, audit.first.area != audit.third.area) == (audit.third.type, True)
    assert RemarkType.objects.count() == 1


def test_one_answer_covers_the_remarks_of_an_area_s003_10(audit, by):
    answer = answering.add_answer(audit.report, remarks=[audit.first, audit.second], kind="done", text="Gjort", **by)
    assert list(answer.remarks.all()) == [audit.first, audit.second]


def test_an_answer_that_covers_nothing_is_refused(audit, by):
    with pytest.raises(ValueError):
        answering.add_answer(audit.report, remarks=[], kind="done", text="Gjort", **by)
    assert RemarkAnswer.objects.count() == 0


def test_an_answer_to_another_reports_remark_is_refused(audit, by):
    other = auditing.add_report(source="oversight", source_name="Ankestyrelsen", title="Brev", year=2018, **by)
    with pytest.raises(ValueError):
        answering.add_answer(other, remarks=[audit.first], kind="done", text="Gjort", **by)


def test_a_planned_control_without_a_date_is_refused_by_verb_and_database(audit, by):
    with pytest.raises(ValueError):
        answering.add_answer(audit.report, remarks=[audit.first], kind="control", text="Tilsyn", **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        history.save(RemarkAnswer(report=audit.report, position=1, kind="control", text="Tilsyn"), **by)


def test_finding_nothing_is_a_result_of_a_control_s000_24(audit, by):
    answer = answering.add_answer(
        audit.report, remarks=[audit.first], kind="control", when=parse("januar 2019"), text="Tilsyn", **by
    )
    result = answering.record_result(answer, outcome="nothing", text="Ingen anmærkninger", dated_on=DAY, **by)
    assert (list(answer.results.all()), result.get_outcome_display()) == ([result], "intet at bemærke")


def test_an_answer_that_somebody_took_away_is_neither_changed_nor_told_a_result(audit, by):
    answer = answering.add_answer(
        audit.report, remarks=[audit.first], kind="control", when=parse("januar 2019"), text="Tilsyn", **by
    )
    answering.remove_answer(RemarkAnswer.objects.get(pk=answer.pk), **by)
    with pytest.raises(history.Outdated):
        answering.record_result(answer, outcome="nothing", text="…", dated_on=DAY, **by)
    answer.text = "Et andet tilsyn"
    with pytest.raises(history.Outdated):
        history.save(answer, fields=["text"], **by)
    assert RemarkAnswer.objects.count() == 0


def test_what_is_done_has_no_result(audit, by):
    answer = answering.add_answer(audit.report, remarks=[audit.first], kind="done", text="Gjort", **by)
    with pytest.raises(ValueError):
        answering.record_result(answer, outcome="nothing", text="…", dated_on=DAY, **by)


def test_the_managements_claim_and_the_auditors_verdict_stand_apart(audit, by):
    claim = auditing.claim(audit.first, standing="closed", text="Fulgt op", dated_on=DAY, **by)
    verdict = auditing.record_verdict(audit.first, standing="open", said_in="Beretning nr. 3", dated_on=DAY, **by)
    assert (list(audit.first.claims.all()), list(audit.first.verdicts.all())) == ([claim], [verdict])


def test_a_claim_is_never_changed_or_deleted(audit, by):
    claim = auditing.claim(audit.first, standing="closed", text="Fulgt op", dated_on=DAY, **by)
    claim.text = "Andet"
    with pytest.raises(history.WrittenPastHistory):
        claim.save()
    with pytest.raises(history.WrittenPastHistory):
        claim.delete()


@pytest.mark.parametrize(
    "say",
    [
        lambda remark, by: auditing.claim(remark, standing="closed", text=" ", dated_on=DAY, **by),
        lambda remark, by: auditing.record_verdict(remark, standing="closed", said_in=" ", dated_on=DAY, **by),
    ],
    ids=["claim", "verdict"],
)
def test_who_says_that_it_is_closed_says_on_what_grounds(audit, by, say):
    with pytest.raises(ValueError):
        say(audit.first, by)


def test_a_critical_remark_has_a_day_for_the_committee(audit, by):
    with pytest.raises(IntegrityError), transaction.atomic():
        auditing.edit_remark(audit.first, severity="critical", **by)
    auditing.edit_remark(
        AuditRemark.objects.get(pk=audit.first.pk), severity="critical", committee_due=dt.date(2018, 11, 26), **by
    )
    assert AuditRemark.objects.get(pk=audit.first.pk).get_severity_display() == "kritisk"


def test_links_to_points_are_set_anew_and_their_history_stays(audit, by):
    one = planning.add_item(audit.plan, kind="initiative", title="Ledelsestilsyn", **by)
    two = planning.add_item(audit.plan, kind="initiative", title="Kurser", **by)
    auditing.link_items(audit.first, items=[one], **by)
    auditing.link_items(audit.first, items=[two], **by)
    assert list(audit.first.items.all()) == [two]
    kinds = audit.first.links.model.history.order_by("history_id").values_list("item__title", "history_type")
    assert list(kinds) == [("Ledelsestilsyn", "+"), ("Ledelsestilsyn", "-"), ("Kurser", "+")]


def test_a_remark_that_is_answered_is_not_removed(audit, by):
    answering.add_answer(audit.report, remarks=[audit.first], kind="done", text="Gjort", **by)
    with pytest.raises(auditing.StillUsed):
        auditing.remove_remark(audit.first, **by)
    auditing.remove_remark(audit.second, **by)
    assert list(audit.report.remarks.all()) == [audit.first, audit.third, audit.advice]


def test_who_writes_second_is_told(audit, by):
    seen = audit.report.version
    auditing.edit_report(AuditReport.objects.get(pk=audit.report.pk), title="Beretning 2", seen=seen, **by)
    with pytest.raises(history.Outdated):
        auditing.edit_report(audit.report, title="Andet", seen=seen, **by)


def test_an_owner_sees_the_reports_that_his_plans_answer(audit, by, cast):
    item = planning.add_item(audit.plan, kind="initiative", title="Ledelsestilsyn", owner=cast.olga_owner, **by)
    other = auditing.add_report(source="oversight", source_name="Ankestyrelsen", title="Brev", year=2018, **by)
    people = (cast.olga_owner, cast.ove_owner_of_nothing, cast.rita_reader)
    seen = [list(AuditReport.objects.visible_to(person).order_by("pk")) for person in people]
    assert seen == [[audit.report], [], [audit.report, other]]
    lone = auditing.add_remark(other, kind="remark", text="Sagsbehandlingstid", **by)
    auditing.link_items(lone, items=[item], **by)
    assert list(AuditReport.objects.visible_to(cast.olga_owner).order_by("pk")) == [audit.report, other]


def test_a_word_that_is_explained_anew_stays_one_word(by):
    explaining.explain(kind="abbreviation", short="HKY", words="Handicap", **by)
    explaining.explain(kind="abbreviation", short="HKY", words="Handicapkompenserende ydelser", **by)
    words = list(GlossaryEntry.objects.values_list("short", "words"))
    assert words == [("HKY", "Handicapkompenserende ydelser")]
