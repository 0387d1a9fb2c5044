"""PostgreSQL with two roles: what the site's own is refused, and that the program works as it."""

from __future__ import annotations

import copy
import io
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from handleplan.change_log import owning, sealing
from handleplan.change_log.installing import install_after_migrate
from handleplan.change_log.verifying import verify
from handleplan.models import PlanItem
from tests.conftest import BECAUSE, STATUS_TABLE
from tests.house.test_agenda_verbs import VERBS as OF_AGENDAS
from tests.house.test_agenda_verbs import of as agenda  # noqa: F401
from tests.house.test_promise_verbs import VERBS as OF_PROMISES
from tests.house.test_verbs import VERBS, of  # noqa: F401
from tests.meetings.promises.february import build

if connection.vendor != "postgresql":
    pytest.skip("SQLite knows no roles", allow_module_level=True)

SITE = "handleplan_app"  # made by .ci/roles.sql
FORGED = (
    "INSERT INTO handleplan_changeentry (table_name, row_key, operation, author_name, recorded_at, transaction) "
    "VALUES ('handleplan_plan', '1', 'I', 'en anden', now(), '1')"
)
# What somebody who got hold of the site might try: name -> statements, the last of which must be refused.
ATTEMPTS = {
    "forge an entry": [FORGED],
    "edit an entry": ["UPDATE handleplan_changeentry SET author_name = 'en anden'"],
    "delete entries": ["DELETE FROM handleplan_changeentry"],
    "empty the log": ["TRUNCATE handleplan_changeentry CASCADE"],
    "edit a seal": ["UPDATE handleplan_changeseal SET head = 'f'"],
    "delete seals": ["DELETE FROM handleplan_changeseal"],
    "forge a redaction": ["INSERT INTO handleplan_redaction (reason) VALUES ('derfor')"],
    "edit history": ["UPDATE handleplan_historicalplanitem SET title = 'x'"],
    "delete history": ["DELETE FROM handleplan_historicalplanitem"],
    "edit a submitted status": ["UPDATE handleplan_statusentry SET text = 'x'"],
    "delete an original deadline": ["DELETE FROM handleplan_enddaterevision"],
    "edit an edition": ["UPDATE reports_edition SET number = 1"],
    "switch a trigger off": ["ALTER TABLE handleplan_plan DISABLE TRIGGER handleplan_log_row"],
    "drop a trigger": ["DROP TRIGGER handleplan_log_row ON handleplan_plan"],
    "add a trigger": [
        "CREATE TRIGGER mine BEFORE UPDATE ON handleplan_plan EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ],
    "replicate past the triggers": ["SET session_replication_role = replica"],
    "drop the log": ["DROP TABLE handleplan_changeentry CASCADE"],
    "alter the log": ["ALTER TABLE handleplan_changeentry DROP COLUMN author_name"],
    "own the log": [f"ALTER TABLE handleplan_changeentry OWNER TO {SITE}"],
    "replace the function": [
        "CREATE OR REPLACE FUNCTION handleplan_log_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ],
    "make a function": ["CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    "hang the log's function on a table of one's own": [
        "CREATE TEMP TABLE handleplan_plan (id int)",
        "CREATE TRIGGER mine AFTER INSERT ON pg_temp.handleplan_plan FOR EACH ROW "
        "EXECUTE FUNCTION public.handleplan_log_row('id', '', '')",
    ],
    "become the owner": ["SET ROLE handleplan"],
    "say that a migration has run": ["INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())"],
}


@pytest.fixture
def granted(django_db_setup, django_db_blocker) -> None:
    """For whoever connects; a test's own transaction begins behind it. Once granted, it costs a look."""
    with django_db_blocker.unblock():
        owning.grant(connection, SITE)


@pytest.fixture
def as_the_site(granted, db) -> Iterator[None]:
    """The rest of the test's transaction is the site's role's."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {SITE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def intruder(granted, db) -> Iterator[psycopg.Connection]:
    """Somebody with the site's name and password, and a name for the log."""
    with psycopg.connect(
        os.environ["DATABASE_APP_URL"], dbname=connection.settings_dict["NAME"], autocommit=True
    ) as opened:
        opened.execute("SET handleplan.author_name = 'en anden'")
        yield opened


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_sites_role_is_refused(attempt, intruder):
    *before, last = ATTEMPTS[attempt]
    for statement in before:
        intruder.execute(statement)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        intruder.execute(last)


def refused(verbs, of, cast) -> dict[str, DatabaseError]:  # noqa: F811
    """Which of the verbs the database refuses; each of them finds everything as it was."""
    found = {}
    for verb, call in verbs.items():
        try:
            with transaction.atomic():
                call(copy.deepcopy(of), {"user": cast.mads_manager, "reason": BECAUSE})
                transaction.set_rollback(True)
        except DatabaseError as error:
            found[verb] = error
    return found


def test_every_verb_of_plans_and_editions_works_as_the_sites_role(as_the_site, of, cast):  # noqa: F811
    assert (refused(VERBS, of, cast), _role(connection)) == ({}, SITE)


def test_every_verb_of_agendas_works_as_the_sites_role(as_the_site, agenda, cast):  # noqa: F811
    assert (refused(OF_AGENDAS, agenda, cast), _role(connection)) == ({}, SITE)


def test_every_verb_of_promises_and_decisions_works_as_the_sites_role(as_the_site, small_plan, cast):
    february = build(cast.sara_secretary, small_plan)
    assert (refused(OF_PROMISES, february, cast), _role(connection)) == ({}, SITE)


def test_a_plan_is_imported_as_the_sites_role(as_the_site, cast):
    call_command("import_plan", str(STATUS_TABLE), stdout=io.StringIO())
    assert (PlanItem.objects.count() > 70, _role(connection)) == (True, SITE)


def test_the_log_is_sealed_and_verified_as_the_sites_role(as_the_site, of):  # noqa: F811
    assert (len(sealing.seal()), verify().findings) == (64, [])


def test_a_write_by_nobody_is_refused_to_the_sites_role_too(granted, intruder):
    intruder.execute("RESET handleplan.author_name")
    with pytest.raises(psycopg.IntegrityError, match="nobody is named"):
        intruder.execute("INSERT INTO handleplan_unit (name, short_name) VALUES ('Smuglet', '')")


def test_rights_once_granted_are_right(granted, db):
    assert owning.wrong(connection, SITE) == []


def test_rights_are_granted_behind_a_migration(db, settings, of):  # noqa: F811
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE SELECT ON handleplan_plan FROM {SITE}")
    settings.DATABASE_OWNER = {"USER": "handleplan"}
    settings.DATABASES["default"] |= {"USER": SITE}
    try:
        install_after_migrate("default")
    finally:
        settings.DATABASES["default"] |= {"USER": "handleplan"}
    assert owning.wrong(connection, SITE) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("GRANT DELETE ON handleplan_changeentry TO {}", "handleplan_changeentry allows DELETE"),
        ("GRANT UPDATE (text) ON handleplan_statusentry TO {}", "handleplan_statusentry allows UPDATE"),
        ("REVOKE INSERT ON handleplan_plan FROM {}", "handleplan_plan lacks INSERT"),
        ("GRANT CREATE ON SCHEMA public TO {}", "schema allows CREATE"),
        ("GRANT EXECUTE ON FUNCTION handleplan_log_row() TO {}", "handleplan_log_row allows EXECUTE"),
    ],
    ids=["too much", "on a column", "too little", "the schema", "a function"],
)
def test_a_check_finds_rights_that_are_not_as_they_ought_to_be(change, fault, as_the_site):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(change.format(SITE))
        cursor.execute(f"SET LOCAL ROLE {SITE}")
    (error,) = owning.check_roles(["default"])
    assert (error.id, error.msg.partition(": ")[2]) == ("handleplan.E002", fault)


def test_a_role_that_owns_everything_is_warned_of_at_deployment(db):
    warned = run_checks(databases=["default"], include_deployment_checks=True)
    assert [warning.id for warning in warned if warning.id.startswith("handleplan.")] == ["handleplan.W001"]


def test_a_role_that_owns_nothing_is_fine_at_deployment(as_the_site):
    warned = run_checks(databases=["default"], include_deployment_checks=True)
    assert [warning.id for warning in warned if warning.id.startswith("handleplan.")] == []


@pytest.mark.parametrize("command", [["migrate"], ["restore", "backup.zip"]], ids=lambda command: command[0])
def test_an_owners_command_says_that_the_sites_role_is_not_the_owner(command, as_the_site):
    with pytest.raises(CommandError, match=f"Rollen {SITE} ejer ikke tabellerne"):
        call_command(*command)


def test_as_the_owner_another_role_writes_and_then_the_first_again(granted, db, settings):
    url = dict(connection.settings_dict)
    settings.DATABASE_OWNER = {part: url[part] for part in ("USER", "PASSWORD", "HOST", "PORT")}
    other = connection.copy()
    other.settings_dict = url | {"USER": SITE}
    roles = []
    with owning.as_owner(other):
        roles.append(_role(other))
    roles.append(_role(other))
    other.close()
    assert roles == ["handleplan", SITE]


def _role(opened: object) -> str:
    with opened.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]
