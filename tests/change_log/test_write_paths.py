"""Twenty-seven ways to write, among them the sixteen that history does not see: each is logged, and none by nobody."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from handleplan import acting
from handleplan.change_log.agreeing import Rows
from handleplan.models import ChangeEntry, Unit, User


def rows(model: type[models.Model]) -> models.QuerySet:
    """A QuerySet that refuses nothing, as a careless programmer might make one."""
    return models.QuerySet(model)


def sql(statement: str, *values: object, many: bool = False) -> None:
    with connection.cursor() as cursor:
        (cursor.executemany if many else cursor.execute)(statement, list(values))


def save_with_an_expression(of: SimpleNamespace) -> None:
    """django-simple-history raises only after the row is written."""
    of.unit.short_name = models.functions.Upper(models.F("name"))
    try:
        with transaction.atomic():
            of.unit.save()
    except (TypeError, ValueError):
        of.unit.skip_history_when_saving = True
        of.unit.save()


def skip_history(of: SimpleNamespace) -> None:
    of.unit.name, of.unit.skip_history_when_saving = "Andet", True
    of.unit.save()


def migrate_rows(of: SimpleNamespace) -> None:
    state = MigrationLoader(connection).project_state()

    def rename(apps, schema_editor):
        apps.get_model("handleplan", "Unit").objects.update(name=models.functions.Concat("name", models.Value("!")))

    RunPython(rename).database_forwards("handleplan", SimpleNamespace(connection=connection), state, state)


def load_a_fixture(of: SimpleNamespace) -> None:
    path = of.folder / "unit.json"
    fields = {"name": "Fra en fil", "short_name": ""}
    path.write_text(json.dumps([{"model": "handleplan.unit", "pk": 990, "fields": fields}]))
    call_command("loaddata", str(path), verbosity=0)


def change(of: SimpleNamespace, **how: object) -> None:
    of.unit.name = "Andet"
    of.unit.save(**how)


def bulk_update(of: SimpleNamespace) -> None:
    of.unit.name = "Andet"
    rows(Unit).bulk_update([of.unit], ["name"])


def admin_action(of: SimpleNamespace) -> None:
    """What an action of Django's admin is handed, and does."""
    rows(Unit).filter(pk__in=[of.unit.pk, of.empty.pk]).update(short_name="x")


PATHS = {
    "a new row saved": lambda of: Unit(name="Ny").save(),
    "a row saved": change,
    "a row saved with update_fields": lambda of: change(of, update_fields=["name"]),
    "a row saved with force_update": lambda of: change(of, force_update=True),
    "a row deleted": lambda of: of.empty.delete(),
    "objects.create": lambda of: Unit.objects.create(name="Ny"),
    "update_or_create": lambda of: Unit.objects.update_or_create(name="Andet", defaults={"short_name": "A"}),
    "a related manager's add": lambda of: of.empty.members.add(of.person, bulk=False),
    "QuerySet.update": lambda of: rows(Unit).update(short_name="x"),
    "QuerySet.delete": lambda of: rows(Unit).filter(pk=of.empty.pk).delete(),
    "bulk_create": lambda of: rows(Unit).bulk_create([Unit(name="Ny"), Unit(name="Nyere")]),
    "bulk_create(update_conflicts)": lambda of: rows(Unit).bulk_create(
        [Unit(name=of.unit.name, short_name="x")],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["short_name"],
    ),
    "bulk_update": bulk_update,
    "raw UPDATE": lambda of: sql("UPDATE handleplan_unit SET short_name = 'x'"),
    "raw DELETE": lambda of: sql("DELETE FROM handleplan_unit WHERE id = %s", of.empty.pk),
    "executemany": lambda of: sql(
        "INSERT INTO handleplan_unit (name, short_name) VALUES (%s, '')", ["Ny"], ["Nyere"], many=True
    ),
    "_raw_delete": lambda of: rows(Unit).filter(pk=of.empty.pk)._raw_delete("default"),
    "SET_NULL as a parent is deleted": lambda of: of.unit.delete(),
    "SET_NULL as parents are deleted in bulk": lambda of: rows(Unit).delete(),
    "a related manager's clear": lambda of: of.unit.members.clear(),
    "many-to-many add": lambda of: of.person.groups.add(of.other_tag),
    "a row of the table between": lambda of: User.groups.through.objects.create(user=of.person, group=of.other_tag),
    "the cascade of a deleted tag": lambda of: of.tag.delete(),
    "an admin action": admin_action,
    "models in RunPython": migrate_rows,
    "skip_history_when_saving": skip_history,
    "save() with F()": save_with_an_expression,
    "loaddata": load_a_fixture,
}


@pytest.fixture
def of(db, tmp_path, monkeypatch) -> SimpleNamespace:
    field = User._meta.get_field("unit")
    monkeypatch.setattr(field.remote_field, "on_delete", models.SET_NULL)  # ours are all PROTECT
    unit, empty = Unit.objects.create(name="Økonomi"), Unit.objects.create(name="Tom")
    person = User.objects.create(username="p", unit=unit)
    tag, other_tag = Group.objects.create(name="mærke"), Group.objects.create(name="andet mærke")
    person.groups.add(tag)
    return SimpleNamespace(unit=unit, empty=empty, person=person, tag=tag, other_tag=other_tag, folder=tmp_path)


@pytest.mark.parametrize("path", PATHS)
def test_a_write_is_logged(path, of):
    before = ChangeEntry.objects.count()
    PATHS[path](of)
    escaped = [finding.values for finding in Rows().against_log()]
    assert (escaped, ChangeEntry.objects.count() > before) == ([], True)


@pytest.mark.parametrize("path", PATHS)
def test_a_write_by_nobody_is_refused(path, of, monkeypatch):
    token = acting._author.set(None)
    try:
        with pytest.raises(IntegrityError, match="nobody is named"), transaction.atomic():
            PATHS[path](of)
    finally:
        acting._author.reset(token)


def test_the_author_is_on_the_entry(of):
    with acting.acting(of.person):
        of.unit.save()
    newest = ChangeEntry.objects.filter(table_name="handleplan_unit").last()
    assert (newest.author_id, newest.author_name) == (of.person.pk, "p")


def test_after_a_rollback_the_next_write_names_its_own_author(of):
    with acting.acting(name="first"), transaction.atomic():
        of.unit.save()
        try:
            with acting.acting(name="second"), transaction.atomic():
                of.unit.save()
                raise IndexError
        except IndexError:
            of.unit.save()
    newest = ChangeEntry.objects.filter(table_name="handleplan_unit").last()
    assert newest.author_name == "first"


def test_what_is_rolled_back_is_not_in_the_log(of):
    before = ChangeEntry.objects.count()
    with transaction.atomic():
        of.unit.save()
        transaction.set_rollback(True)
    assert ChangeEntry.objects.count() == before


def test_a_password_does_not_stand_in_the_log(of):
    of.person.set_password("hemmeligt")
    of.person.save()
    newest = ChangeEntry.objects.filter(table_name="handleplan_user").last()
    assert newest.after["password"] == "***"


@pytest.mark.parametrize("write", ["update", "delete"])
@pytest.mark.parametrize("model", [ChangeEntry, Unit.history.model], ids=["the log", "history"])
def test_rows_that_only_grow_refuse_change(model, write, of):
    change_all = {"update": lambda: rows(model).update(id=1), "delete": lambda: rows(model).delete()}
    with pytest.raises(IntegrityError, match=r"append-only|refused"), transaction.atomic():
        change_all[write]()


def test_a_row_that_only_grows_is_not_replaced(of):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows no INSERT OR REPLACE")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql("INSERT OR REPLACE INTO handleplan_changeentry SELECT * FROM handleplan_changeentry")


def test_a_table_cannot_be_emptied(of):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        sql("TRUNCATE handleplan_changeentry CASCADE")
