"""Whatever is done to the log, to rows or to history past the program, a verification says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError
from django.db import connection, models, transaction
from django.db.migrations import AddField, Migration

from handleplan import arranging, planning
from handleplan.change_log import installing, sealing
from handleplan.change_log.tables import guarded_tables
from handleplan.change_log.verifying import verify
from handleplan.management.commands.migrate import Command
from handleplan.models import ChangeEntry, ChangeSeal, LogVerification, Plan, PlanItem
from tests.conftest import BECAUSE
from tests.rewriting import rewriting


def rows(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model).order_by("pk")


def codes(heads=()) -> list[str]:
    return sorted({code for code, _values in verify(heads).findings})


def without_triggers(write: Callable[[], object]) -> None:
    """As an owner of the database can who takes the triggers away and puts them back."""
    if connection.vendor == "sqlite":
        installing.make_way(connection)
        write()
        installing.install(connection)
        return
    tables = [table.name for table in guarded_tables(connection)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        write()
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def cut_the_tail() -> None:
    last = rows(ChangeSeal).last()
    rows(ChangeEntry).filter(pk__gte=last.first_entry).delete()
    rows(ChangeSeal).filter(pk=last.pk).delete()


def forge_an_entry() -> None:
    first = rows(ChangeEntry).first()
    second = rows(ChangeEntry).all()[1]
    rows(ChangeEntry).filter(pk=second.pk).delete()
    ChangeEntry(**{**{f.attname: getattr(first, f.attname) for f in ChangeEntry._meta.fields}, "pk": second.pk}).save(
        force_insert=True
    )


def insert_an_entry() -> None:
    """Into a gap of the sealed keys, which a rolled back transaction leaves on PostgreSQL."""
    seal = rows(ChangeSeal).first()
    key = seal.contents[1][0]
    contents = [pair for pair in seal.contents if pair[0] != key]
    rows(ChangeSeal).filter(pk=seal.pk).update(contents=contents, head=sealing.head_over(seal.previous, contents))


TAMPERINGS = {
    "an entry edited": (
        lambda: rows(ChangeEntry).filter(pk=_some_entry()).update(author_name="en anden"),
        "entry_edited",
    ),
    "an entry's content edited": (
        lambda: rows(ChangeEntry).filter(pk=_some_entry()).update(after={"title": "Andet"}),
        "entry_edited",
    ),
    "an entry deleted": (lambda: rows(ChangeEntry).filter(pk=_some_entry()).delete(), "entry_deleted"),
    "an entry replaced": (forge_an_entry, "entry_edited"),
    "an entry inserted among sealed ones": (insert_an_entry, "entry_inserted"),
    "a seal edited": (lambda: rows(ChangeSeal).update(head="f" * 64), "seal_edited"),
    "a row edited": (lambda: rows(PlanItem).update(title="Andet"), "row_differs"),
    "a row deleted": (lambda: rows(PlanItem).filter(number="1.1").delete(), "row_gone"),
    "a row inserted": (
        lambda: rows(Plan).bulk_create([Plan(title="Skjult", slug="skjult")]),
        "row_not_logged",
    ),
    "history edited": (
        lambda: rows(PlanItem.history.model).update(title="Andet"),
        "history_differs",
    ),
    "history deleted": (lambda: rows(PlanItem.history.model).delete(), "history_missing"),
}


def _some_entry() -> int:
    return rows(ChangeEntry)[2].pk


def test_what_nobody_has_touched_has_no_findings(head):
    assert codes([("edition 1", head)]) == []


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(tampering, head):
    tamper, code = TAMPERINGS[tampering]
    without_triggers(tamper)
    assert code in codes()


def test_a_cut_tail_is_found_by_the_head_that_was_printed(head, small_plan, cast):
    planning.edit_plan(small_plan, title="Mere", user=cast.sara_secretary, reason=BECAUSE)
    printed = sealing.seal()
    without_triggers(cut_the_tail)
    found = verify([("udgave 1", printed)]).findings
    assert ["head_unknown", {"head": printed[:16], "where": "udgave 1"}] in found


def test_a_cut_tail_is_found_by_the_head_of_an_earlier_verification(head, small_plan, cast):
    planning.edit_plan(small_plan, title="Mere", user=cast.sara_secretary, reason=BECAUSE)
    sealing.seal()
    verify()
    without_triggers(cut_the_tail)
    assert "head_unknown" in codes()


def test_a_seal_taken_out_is_found(head, small_plan, cast):
    for title in ("Mere", "Mest"):
        planning.edit_plan(small_plan, title=title, user=cast.sara_secretary, reason=BECAUSE)
        sealing.seal()
    without_triggers(lambda: rows(ChangeSeal).filter(pk=rows(ChangeSeal)[1].pk).delete())
    assert {"seal_missing", "entry_inserted"} <= set(codes())


def test_a_dropped_trigger_is_found(head):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER handleplan_log_update_handleplan_plan")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP TRIGGER handleplan_log_row ON handleplan_plan")
    assert codes() == ["trigger_missing"]


def test_a_disabled_trigger_is_found(head):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no way to disable a trigger")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE handleplan_plan DISABLE TRIGGER handleplan_log_row")
    assert codes() == ["trigger_missing"]


def test_a_write_past_history_is_found_though_it_is_logged(head, item):
    rows(PlanItem).filter(pk=item.pk).update(title="Uden historik")
    assert codes() == ["entry_without_history", "history_differs"]


def test_points_that_change_places_stand_aside_unseen_and_that_is_no_finding(head, item, small_plan, cast):
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    other = planning.add_item(small_plan, kind="initiative", number="1.2", title="SOFIA", **by)
    arranging.place_item(other, parent=item.parent, before=item, **by)
    assert codes() == []


def test_a_write_past_history_behind_one_with_it_is_found_in_the_same_transaction(head, item, cast):
    with transaction.atomic():
        planning.edit_item(item, title="Med historik", user=cast.sara_secretary, reason=BECAUSE)
        rows(PlanItem).filter(pk=item.pk).update(title="Uden historik")
    assert codes() == ["entry_without_history", "history_differs"]


def test_an_insert_or_replace_by_a_program_that_took_the_triggers_away_is_found(head, item):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no INSERT OR REPLACE")
    with connection.cursor() as cursor:
        without_triggers(
            lambda: cursor.execute(
                "INSERT OR REPLACE INTO handleplan_unit (id, name, short_name) VALUES (99, 'Smuglet', '')"
            )
        )
    assert codes() == ["history_missing", "row_not_logged"]


def test_a_verification_is_kept(head):
    verify()
    kept = LogVerification.objects.get()
    assert (kept.head, kept.findings, kept.entries) == (head, [], ChangeEntry.objects.count())


def test_the_chain_goes_on_where_it_ended(head, small_plan, cast):
    planning.edit_plan(small_plan, title="Mere", user=cast.sara_secretary, reason=BECAUSE)
    sealing.seal()
    first, second = ChangeSeal.objects.order_by("pk")
    assert (second.previous, second.first_entry > first.last_entry) == (first.head, True)


def test_sealing_twice_adds_nothing(head):
    assert (sealing.seal(), ChangeSeal.objects.count()) == (head, 1)


def test_more_entries_than_a_batch_are_sealed_in_several(item, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 5)
    sealing.seal()
    sealed = sum(len(seal.contents) for seal in ChangeSeal.objects.all())
    assert (sealed, codes()) == (ChangeEntry.objects.count(), [])


def test_an_empty_log_has_no_head(db):
    with rewriting():
        rows(ChangeEntry).delete()
    assert sealing.seal() == ""


def test_a_table_whose_rows_were_changed_past_the_log_is_not_migrated_before_somebody_has_looked(item):
    altering = Migration("altering", "handleplan")
    altering.operations = [AddField("planitem", "more", models.TextField(null=True))]
    command = Command()
    command.connection, command.take_over = connection, False
    without_triggers(lambda: rows(PlanItem).filter(pk=item.pk).update(title="Andet"))
    with pytest.raises(CommandError, match="ændret uden om loggen"):
        command.migration_progress_callback("apply_start", altering)
    assert installing.missing(connection) == []
