"""A wish to publish: one at a time, its steps, stopping it in time, and a worker that dies over it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from handleplan import rounding, working
from handleplan.acting import acting
from reports import publishing, queueing
from reports.models import Edition, PublishJob
from reports.paper.errors import PaperError
from tests.conftest import BECAUSE
from tests.reports.editions import MEETING, NOVEMBER, published


@pytest.fixture
def ask(real_plan, cast, printers):
    def ask_(**how) -> PublishJob:
        return queueing.ask(real_plan, NOVEMBER, **{"user": cast.sara_secretary, "reason": BECAUSE, **how})

    return ask_


def outcome(job: PublishJob) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.error


def test_a_wish_becomes_an_edition_when_the_worker_comes(ask):
    job = ask(occasion=MEETING)
    working.run_ready()
    assert (outcome(job), job.percent, job.edition) == (("done", ""), 100, Edition.objects.get())


def test_the_edition_is_the_persons_who_asked_not_the_workers(ask, cast):
    ask()
    working.run_ready()
    assert Edition.objects.get().recorded_by == cast.sara_secretary


def test_each_step_can_be_read_while_it_is_at_work(ask, printers, monkeypatch):
    job = ask()
    seen = []

    def look(snapshot):
        job.refresh_from_db()
        seen.append((job.state, job.step, job.percent))
        return b"docx"

    monkeypatch.setattr("reports.docx.render", look)
    working.run_ready()
    assert seen == [("running", "docx", 65)]


def test_a_plan_is_published_by_one_at_a_time(ask):
    job = ask()
    with pytest.raises(queueing.Busy) as told:
        ask(occasion="Byrådet")
    assert told.value.job == job


def test_who_has_not_seen_the_newest_edition_is_told_of_it(ask, real_plan, cast):
    edition = published(real_plan, cast.anna_administrator, occasion="Byrådet")
    with pytest.raises(publishing.AlreadyPublished) as told:
        ask(seen=0)
    assert told.value.edition == edition


def test_a_wish_that_waits_is_stopped_at_once(ask, cast):
    job = ask()
    assert queueing.cancel(job, user=cast.sara_secretary) is True
    working.run_ready()
    assert (outcome(job), Edition.objects.count()) == (("cancelled", ""), 0)


def test_a_wish_at_work_is_stopped_before_its_next_step(ask, cast, monkeypatch):
    job = ask()

    def stop_while_printing(snapshot):
        assert queueing.cancel(PublishJob.objects.get(), user=cast.sara_secretary)
        return b"%PDF"

    monkeypatch.setattr("reports.pdf.render", stop_while_printing)
    working.run_ready()
    assert (outcome(job), job.step, Edition.objects.count()) == (("cancelled", ""), "pdf", 0)


def test_once_the_edition_is_being_kept_it_is_too_late_to_stop(ask, cast, monkeypatch):
    job, answers = ask(), []
    keep = publishing._keep

    def stop_while_keeping(*args):
        answers.append(queueing.cancel(PublishJob.objects.get(), user=cast.sara_secretary))
        return keep(*args)

    monkeypatch.setattr("reports.publishing._keep", stop_while_keeping)
    working.run_ready()
    assert (answers, outcome(job)) == ([False], ("done", ""))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PaperError("crashed"), "PDF-filen kunne ikke dannes. Intet er udgivet, og intet er gået tabt. Prøv igen."),
        (MemoryError(), "PDF-filen kunne ikke dannes. Intet er udgivet, og intet er gået tabt. Prøv igen."),
    ],
)
def test_a_printer_that_dies_ends_the_wish_with_a_sentence(ask, printers, error, sentence):
    printers["pdf"] = error
    job = ask()
    working.run_ready()
    assert outcome(job) == ("failed", sentence)


def test_after_a_failure_one_can_ask_again(ask, printers):
    working_pdf, printers["pdf"] = printers["pdf"], PaperError("timeout")
    ask()
    working.run_ready()
    printers["pdf"] = working_pdf
    again = ask()
    working.run_ready()
    assert outcome(again) == ("done", "")


def test_what_nobody_foresaw_ends_the_wish_with_a_sentence(ask, monkeypatch):
    def burst(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("reports.publishing.build_snapshot", burst)
    job = ask()
    working.run_ready()
    assert outcome(job)[0] == "failed"


def test_a_second_worker_finishes_what_the_first_one_died_over(ask):
    job = ask()
    PublishJob.objects.filter(pk=job.pk).update(state="running", step="pdf", percent=15, started_at=timezone.now())
    working.run_ready()
    assert (outcome(job), Edition.objects.count()) == (("done", ""), 1)


def test_a_worker_that_died_after_keeping_the_edition_does_not_make_a_second(ask, real_plan, cast):
    first = published(real_plan, cast.sara_secretary)
    job = ask(corrects=first, corrections="Fristen")
    made = published(
        real_plan, cast.sara_secretary, number=1, letter="a", corrects=first, corrections="Fristen"
    )  # what the dead worker kept
    working.run_ready()
    assert (outcome(job), job.edition, Edition.objects.count()) == (("done", ""), made, 2)


def test_a_wish_that_every_worker_died_over_has_failed_and_frees_the_plan(ask, monkeypatch):
    job = ask()
    monkeypatch.setattr("handleplan.working.failure_of", lambda task: "Arbejdet blev opgivet.")
    with acting(name="test"):
        assert outcome(queueing.settled(job)) == ("failed", "Arbejdet blev opgivet.")


def test_an_open_round_keeps_its_month_from_being_published(real_plan, cast, printers):
    rounding.open_round(
        real_plan,
        period=NOVEMBER.replace(month=12),
        due_on=NOVEMBER.replace(month=12, day=6),
        today=NOVEMBER.replace(day=29),
        user=cast.sara_secretary,
        reason=BECAUSE,
    )
    with pytest.raises(publishing.Refused, match="Runden for december 2013 er stadig åben"):
        queueing.ask(real_plan, NOVEMBER.replace(month=12), user=cast.sara_secretary, reason=BECAUSE)
