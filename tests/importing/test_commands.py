"""manage.py import_plan and export_plan."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext as _
from hypothesis import HealthCheck, given, settings

from handleplan import planning, staffing, tsv, updating
from handleplan.dates import days_overdue, due_state, parse, slippage, split_cell
from handleplan.importing.adding import PointAdder
from handleplan.importing.applying import apply_table
from handleplan.importing.existing import table_of
from handleplan.importing.reading import read_table
from handleplan.models import EndDateRevision, FormerNumber, ItemRelation, Milestone, Plan, PlanItem, StatusEntry
from handleplan.periods import Period, last_day
from tests.conftest import STATUS_TABLE

from .making import Made, made_tables

pytestmark = pytest.mark.django_db

NOVEMBER = Period(2013, 11)
HEADER = "Nr.\tInitiativ\tBeskrivelse\tStart\tOprindelig slutdato\tAjourført slutdato\tStatus pr. november 2013\n"


def run(file, **options) -> dict:
    out = io.StringIO()
    call_command("import_plan", str(file), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def export(slug: str) -> str:
    out = io.StringIO()
    call_command("export_plan", slug, format="tsv", stdout=out)
    return out.getvalue()


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def item(number: str) -> PlanItem:
    return PlanItem.objects.get(number=number)


def schedule(number: str) -> Milestone:
    return Milestone.objects.get(item__number=number, is_own=True)


@pytest.fixture
def write(tmp_path):
    def write_file(text: str, name: str = "tabel.tsv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_import_prints_the_figures_of_the_document(db):
    report = run(STATUS_TABLE)
    figures = {name: report[name] for name in FIGURES}
    assert figures == FIGURES


FIGURES = {
    "rows": 71, "active": 10, "closed": 61, "headings": 23, "initiatives": 48, "initiatives_active": 3,
    "initiatives_closed": 45, "date_cells": 89, "dates": 92, "dates_unread": 0, "revisions": 6, "former_numbers": 1,
    "missing_parents": 19, "added": 71,
}  # fmt: skip


def test_import_makes_a_plan_with_the_printed_slug():
    assert run(STATUS_TABLE)["plan"] == Plan.objects.get().slug


def test_warnings_have_line_code_and_message():
    warnings = run(STATUS_TABLE)["warnings"]
    assert {tuple(warning) for warning in warnings} == {("line", "code", "message")}


def test_missing_parents_are_never_points_S004_8(real_plan):
    assert (real_plan.items.count(), real_plan.items.filter(title="").count()) == (71, 0)


def test_a_point_stands_under_the_nearest_row_above_it_S004_8(real_plan):
    above = [item(number).parent.number for number in ("1.1.2.2.A", "1.2.5.6", "2.1.3.1.", "2.4.6.1.a", "1.2.5.1.A")]
    assert above == ["1.1.2", "1.2.5", "2.1.3", "2.4.6", "1.2.5"]


def test_the_written_order_is_kept_S004_7(real_plan, real_table):
    written = [row.number for row in real_table.rows]
    assert list(real_plan.items.order_by("position").values_list("number", flat=True)) == written


def test_importing_twice_changes_nothing(real_plan):
    before = {model: list(model.objects.values()) for model in KEPT}
    histories = [model.history.count() for model in (Plan, PlanItem, Milestone)]
    report = run(STATUS_TABLE)
    after = {model: list(model.objects.values()) for model in KEPT}
    assert (report["added"], report["changed"], after == before) == (0, 0, True)
    assert [model.history.count() for model in (Plan, PlanItem, Milestone)] == histories


KEPT = (Plan, PlanItem, Milestone, EndDateRevision, StatusEntry, FormerNumber, ItemRelation)


def test_a_dry_run_prints_the_same_and_saves_nothing():
    dry = run(STATUS_TABLE, dry_run=True)
    saved = [model.objects.count() for model in KEPT]
    wet = run(STATUS_TABLE)
    assert (saved, dry | {"dry_run": False}) == ([0] * len(KEPT), wet)


def test_the_plan_comes_back_cell_for_cell_S004_38(real_plan, real_text):
    assert lines(export(real_plan.slug)) == lines(real_text)


def test_export_writes_a_file(real_plan, tmp_path, real_text):
    call_command("export_plan", real_plan.slug, out=str(tmp_path / "ud.tsv"))
    assert lines((tmp_path / "ud.tsv").read_text(encoding="utf-8")) == lines(real_text)


def test_exporting_no_such_plan_names_those_there_are(real_plan):
    with pytest.raises(CommandError, match=real_plan.slug):
        export("findes-ikke")


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(made_tables())
def test_any_table_comes_back_cell_for_cell_and_twice_is_once(db, made: Made):
    table = read_table(made.text)
    by = {"user": staffing.system_user(), "reason": "Made for a test"}
    plan = apply_table(table, plan=None, period=NOVEMBER, **by).plan
    assert tsv.write_table(table_of(plan)).split("\n")[1:] == tsv.write_table(table).split("\n")[1:]
    assert apply_table(table, plan=plan, period=NOVEMBER, **by).proposal.is_empty


def test_the_closed_tables_end_is_a_planned_end_and_no_completion(real_plan):
    own = schedule("2.4.6")
    kinds = list(own.revisions.values_list("sequence", "kind", "end_as_written"))
    assert (kinds, own.completed_on) == ([(0, "planned", "1. nov. 2011")], None)


def test_closed_points_are_reported_closed_in_the_month_of_their_part_S004_3(real_plan):
    months = set(real_plan.items.closed().values_list("reported_closed_in", flat=True))
    assert [str(month) for month in months] == ["2013-10-01"]


def test_superseded_ends_become_a_chain_S004_23(real_plan):
    chain = schedule("2.1.3.1.").revisions.values_list("sequence", "kind", "end_as_written")
    assert list(chain) == [
        (0, "original", "1. nov. 2011"),
        (1, "move", "1. feb. 2012"),
        (2, "move", "1. juli 2012"),
        (3, "move", "ultimo 2013"),
    ]


def test_six_moves_are_recorded():
    run(STATUS_TABLE)
    assert EndDateRevision.objects.filter(kind="move").count() == 6


@pytest.mark.parametrize(
    ("number", "low", "high", "moves"),
    [("1.1.2.2.A", 121, 243, 1), ("1.2.5.6", 365, 365, 2), ("2.1.3.1.", 670, 791, 3)],
)
def test_slippage_is_a_range_of_days_S004_25(real_plan, number, low, high, moves):
    own = schedule(number)
    slipped = slippage(own.end, own.original)
    assert (slipped.low, slipped.high, own.moves) == (low, high, moves)


@pytest.mark.parametrize(
    ("number", "state", "days"),
    [("1.1.2.2.A", "overdue", 91), ("1.2.5.6", "overdue", 334), ("2.1.3.1.", "in_window", 0)],
)
def test_what_is_overdue_at_the_end_of_november_S004_26(real_plan, number, state, days):
    end, as_of = schedule(number).end, last_day(NOVEMBER)
    assert (due_state(end, as_of), days_overdue(end, as_of)) == (state, days)


def test_a_later_date_in_the_text_is_a_forecast_S004_27(real_plan):
    assert [schedule(number).forecast_as_written for number in ("1.1.2.2.A", "1.2.5.6")] == [
        "ultimo januar 2014 eller maj 2014",
        "ultimo 2013 primo 2014",
    ]


def test_a_former_number_is_kept_S004_13(real_plan):
    assert [(former.item.number, former.number) for former in FormerNumber.objects.all()] == [("2.4.1.1", "2.5.3.3")]


def test_texts_relate_points_as_proposals_S004_14_15(real_plan):
    relations = ItemRelation.objects.values_list("item__number", "kind", "other__number", "confirmed")
    assert set(relations) == {
        ("2.5.3.2", "refers_to", "2.1.3.1.", False),
        ("2.1.3.1.", "contains", "2.4.1.1", False),
    }


def test_everything_has_an_author_and_says_where_it_came_from(real_plan):
    because = _("Imported from %(file)s") % {"file": STATUS_TABLE.name}
    of_facts = set(StatusEntry.objects.values_list("recorded_by__username", "recorded_because"))
    of_points = {
        (row.history_user.username, row.history_change_reason) for row in PlanItem.history.filter(number="1.1.2")
    }
    assert of_facts == of_points == {("system", because)}


def test_the_bulk_door_writes_what_the_verbs_write(cast, real_table):
    """One point through the verbs, the same point through the import."""
    by = {"user": cast.sara_secretary, "reason": "Made for a test"}
    row = next(row for row in real_table.rows if row.number == "2.1.3.1.")
    text = HEADER + "\t".join(row.cells) + "\n"
    bulk = apply_table(read_table(text), plan=None, title="Bulk", period=NOVEMBER, **by).plan.items.get()
    plan = planning.create_plan(title="Verbs", **by)
    one = planning.add_item(
        plan, kind="initiative", number=row.number, title=row.title, description=row.description, **by
    )
    through_verbs(one, row, by)
    assert facts(one.pk) == facts(bulk.pk)


def through_verbs(one: PlanItem, row, by) -> None:
    own = planning.schedule_item(one, start=parse(row.start), **by)
    planning.record_first_end(own, end=parse(row.original_end), **by)
    cell = split_cell(row.end)
    for end in (*cell.superseded, cell.current):
        planning.move_end(own, end=end, revised_as_written=row.end, **by)
    updating.record_status(one, period=dt.date(2013, 11, 1), text=row.status, **by)


LEFT_OUT = {"id", "plan_id", "item_id", "milestone_id", "latest_status_id", "recorded_at", "version", "status_version"}


def facts(pk: int) -> list[dict]:
    point = PlanItem.objects.get(pk=pk)
    rows = [
        *PlanItem.objects.filter(pk=pk).values(),
        *point.milestones.values(),
        *EndDateRevision.objects.filter(milestone__item=point).values(),
        *point.statuses.values(),
    ]
    return [{name: value for name, value in row.items() if name not in LEFT_OUT} for row in rows] + [
        {"latest": point.latest_status.text}
    ]


def test_600_points_take_few_queries(db, django_assert_max_num_queries, real_table):
    text = HEADER + "".join(f"{i // 30 + 1}.{i % 30}\tPunkt {i}\tTekst\t2011\t2012\t2013\tI gang\n" for i in range(600))
    user = staffing.system_user()
    with django_assert_max_num_queries(150):
        apply_table(read_table(text), plan=None, title="Stor", period=NOVEMBER, user=user, reason="x")


def test_a_title_may_be_given(write):
    assert run(write(HEADER + "1\tEt\ta\t2011\t2012\n"), title="En titel")["title"] == "En titel"


def test_without_any_title_the_file_names_the_plan(write):
    assert run(write(HEADER + "1\tEt\ta\t2011\t2012\n", "genopretning.tsv"))["title"] == "genopretning"


def test_a_refusal_names_line_and_reason_and_saves_nothing(write):
    with pytest.raises(CommandError, match=r"3"):
        run(write(HEADER + "1\tEt\n2\tTo\t\t\t\t\t\tfor meget\n"))
    assert Plan.objects.count() == 0


def test_a_file_that_is_not_there_is_an_error_of_one_line():
    with pytest.raises(CommandError, match="findes-ikke"):
        run("findes-ikke.tsv")


def test_an_unknown_user_is_refused(cast):
    with pytest.raises(CommandError, match="nobody"):
        run(STATUS_TABLE, user="nobody")


def test_a_user_may_be_named(cast):
    run(STATUS_TABLE, user="sara_secretary")
    assert set(StatusEntry.objects.values_list("recorded_by__username", flat=True)) == {"sara_secretary"}


def test_a_duplicate_number_is_imported_with_a_warning(write):
    report = run(write(HEADER + "1\tEt\ta\t2011\t2012\n1\tTo\tb\t2011\t2012\n"))
    assert (report["added"], [w["code"] for w in report["warnings"]]) == (2, ["duplicate_number"])


def test_points_without_numbers_stand_under_the_heading_before_them(write):
    run(write("Initiativ\tBeskrivelse\tFrist\nOmråde\t\t\nEt\ta\t2014\nTo\tb\t2015\n"))
    assert list(PlanItem.objects.values_list("title", "parent__title", "level")) == [
        ("Område", None, 1),
        ("Et", "Område", 2),
        ("To", "Område", 2),
    ]


def test_a_moved_deadline_is_a_new_link_and_the_rest_stays(write):
    row = "1\tEt\ta\t2011\t1. nov. 2011\t{}\tI gang\n"
    run(write(HEADER + row.format("1. maj 2012")))
    run(write(HEADER + row.format("(1. maj 2012) medio 2014")))
    own = schedule("1")
    assert ([link.end.as_written for link in own.links()], own.moves, own.revised_as_written) == (
        ["1. nov. 2011", "1. maj 2012", "medio 2014"],
        2,
        "(1. maj 2012) medio 2014",
    )


def test_a_new_heading_takes_its_place_above_its_points(write):
    run(write(HEADER + "1.1\tEt\ta\t2011\t2012\n2\tTo\tb\t2011\t2012\n"))
    run(write(HEADER + "1\tOmråde\n1.1\tEt\ta\t2011\t2012\n2\tTo\tb\t2011\t2012\n"))
    assert list(PlanItem.objects.values_list("position", "number", "parent__number")) == [
        (1, "1", None),
        (2, "1.1", "1"),
        (3, "2", None),
    ]


def test_a_point_that_is_reported_closed_is_closed_that_month(write):
    run(write(HEADER + "1\tEt\ta\t2011\t2012\t\tI gang\n"))
    run(
        write(
            "Afsluttede punkter\nNr.\tInitiativ\tBeskrivelse\tStart\tSlut\tStatus dec. 2013\n"
            "1\tEt\ta\t2011\t2012\tPunktet er afsluttet\n"
        )
    )
    one = item("1")
    assert (one.is_closed, str(one.reported_closed_in), one.latest_status.text) == (
        True,
        "2013-12-01",
        "Punktet er afsluttet",
    )


def test_an_import_that_fails_half_way_saves_nothing(db, real_table, monkeypatch):
    monkeypatch.setattr(PointAdder, "_schedule", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_table(real_table, plan=None, period=NOVEMBER, user=staffing.system_user(), reason="x")
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "' OR 1=1 --", "🙂 \u202e ﷽"])
def test_hostile_text_comes_back_as_it_was(write, text):
    source = HEADER + f"1\t{text}\t{text}\t2011\t2012\t\t{text}\n"
    assert lines(export(run(write(source), title="Plan")["plan"]))[1:] == lines(source.rstrip("\n"))


def test_a_database_that_is_not_there_yet_is_told_in_a_sentence(tmp_path):
    command = [sys.executable, "manage.py", "import_plan", str(STATUS_TABLE)]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.machine.settings",
    }
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Er “manage.py migrate” kørt på den?" in done.stderr
    assert "Traceback" not in done.stderr
