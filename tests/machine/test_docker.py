"""No engine runs where this is tested, so the files are read: they do what the Makefile does, from the same lists."""

import re
import shlex

import pytest
import yaml

from tests.machine.files import ROOT, packages, script, text

COMPOSE = yaml.safe_load(text("docker-compose.yml"))
SERVICES = COMPOSE["services"]


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order: (name, rest), continuation lines joined."""
    lines = [line for line in text("Dockerfile").splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(" ", 1)) for line in joined.splitlines()]


def run_steps() -> list[str]:
    return [rest for name, rest in instructions() if name == "RUN"]


def manage_commands(step: str) -> list[list[str]]:
    """The manage.py commands of a shell line."""
    return [shlex.split(part) for part in re.findall(r"manage\.py ([^&|;]+)", step)]


def index_of(name: str, part: str) -> int:
    return next(i for i, (instruction, rest) in enumerate(instructions()) if instruction == name and part in rest)


def test_debian_packages_come_from_the_list_of_make_demo():
    assert "$(cat .ci/packages-runtime.txt .ci/packages-postgresql.txt)" in run_steps()[0]
    assert "--no-install-recommends" in run_steps()[0]
    assert ".ci/packages-runtime.txt" in text(".ci/bootstrap")


def test_a_backup_finds_the_programs_of_the_servers_version():
    assert packages("postgresql") == ["postgresql-client"]
    assert "bookworm" in text("Dockerfile").splitlines()[0]  # whose postgresql-client is of version 15
    assert SERVICES["db"]["image"] == "postgres:15"


def test_python_packages_come_from_the_same_lock_with_the_same_options():
    command = r"-m pip install(.*?)--requirement (\S+)"
    (image,) = re.findall(command, " ".join(run_steps()))
    (make,) = re.findall(command, text(".ci/bootstrap").replace("\\\n", ""))
    assert image[1] == "requirements/base.lock"
    assert make[1] == '"requirements/$what.lock"'
    for option in ("--require-hashes", "--no-deps"):
        assert option in image[0].split()
        assert option in make[0].split()


def test_the_manage_commands_are_those_of_make_run():
    built = manage_commands("; ".join(run_steps()))
    migrated = manage_commands(SERVICES["migrate"]["command"][2])
    serve = script("serve")
    assert built == [serve.COLLECT_STATIC]
    assert migrated == serve.MIGRATE


def test_gunicorn_is_started_as_make_run_starts_it():
    command = yaml.safe_load(next(rest for name, rest in instructions() if name == "CMD"))
    assert command == ["python", "-m", "gunicorn", "handleplan.wsgi"]
    assert '"-m", "gunicorn", "handleplan.wsgi"' in text(".ci/serve")
    assert "command" not in SERVICES["web"]


def test_the_program_does_not_run_as_root():
    users = [rest for name, rest in instructions() if name == "USER"]
    assert users == ["handleplan"]
    assert index_of("USER", "handleplan") < index_of("CMD", "gunicorn")


def test_what_the_image_copies_is_let_in():
    let_in = [line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")]
    assert [name for name in let_in if not (ROOT / name).exists()] == []
    for name, rest in instructions():
        if name == "COPY" and rest != ". .":
            assert set(rest.split()[:-1]) <= set(let_in)


@pytest.mark.parametrize("name", [".env", "var", ".git", ".venv", "tests"])
def test_secrets_and_data_stay_out_of_the_image(name):
    lines = text(".dockerignore").splitlines()
    assert "*" in lines
    assert not any(line.lstrip("!").split("/")[0] == name for line in lines if line.startswith("!"))


def test_postgresql_is_ready_before_migrating_and_migrated_before_serving():
    assert SERVICES["db"]["image"] == "postgres:15"
    assert SERVICES["db"]["healthcheck"]["test"][1] == "pg_isready"
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["web"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_all_that_runs_is_one_image_with_one_environment(name):
    assert SERVICES[name]["image"] == SERVICES["migrate"]["image"]
    assert SERVICES[name]["environment"] == COMPOSE["x-site"]


@pytest.mark.parametrize("name", ["migrate", "owner"])
def test_what_needs_the_owner_alone_knows_it(name):
    more = {key: value for key, value in SERVICES[name]["environment"].items() if key not in COMPOSE["x-site"]}
    assert more == {"DATABASE_OWNER_URL": "postgres://handleplan:${OWNER_PASSWORD:?set it in .env}@db:5432/handleplan"}
    assert COMPOSE["x-site"].items() <= SERVICES[name]["environment"].items()
    assert "handleplan_app" in COMPOSE["x-site"]["DATABASE_URL"]


def test_the_databases_roles_are_made_by_the_script_that_the_suite_uses():
    assert "./.ci/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro" in SERVICES["db"]["volumes"]
    assert script("postgres").ROLES == ROOT / ".ci/roles.sql"
    variables = set(re.findall(r"\\getenv \w+ (\w+)", text(".ci/roles.sql")))
    assert variables < SERVICES["db"]["environment"].keys()


def test_the_worker_is_the_one_of_make_run_and_works_beside_the_site():
    assert SERVICES["worker"]["command"] == ["python", *script("serve").WORKER[:2]]
    assert SERVICES["worker"]["depends_on"] == SERVICES["web"]["depends_on"]
    assert SERVICES["worker"]["volumes"] == SERVICES["web"]["volumes"]
    assert SERVICES["worker"]["restart"] == "unless-stopped"


def test_no_secret_has_a_default():
    for name in ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS"):
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", text("docker-compose.yml"))
        assert uses
        assert [use for use in uses if not use.startswith(":?")] == []


def test_the_data_outlive_the_container():
    assert "database:/var/lib/postgresql/data" in SERVICES["db"]["volumes"]
    assert SERVICES["web"]["volumes"] == ["files:/app/var/files"]
    assert list(COMPOSE["volumes"]) == ["database", "files"]


def test_the_site_is_reached_through_a_proxy_only():
    assert SERVICES["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert "ports" not in SERVICES["db"]
