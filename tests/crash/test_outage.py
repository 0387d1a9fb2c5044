"""The database goes away or runs full while people write: they are told so, keep their words, and send them again."""

from __future__ import annotations

import resource

import psycopg
import pytest

pytestmark = pytest.mark.xdist_group("outage")

WORDS = "Sagerne gennemgås uge for uge.\n\n12 af 71 er færdige, og resten når vi i december: æøå <b>&amp;</b>"
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON handleplan_statusentry FOR EACH STATEMENT EXECUTE FUNCTION no_room();
"""
FREED = "DROP TRIGGER no_room ON handleplan_statusentry; DROP FUNCTION no_room;"


def status_form(visitor, site) -> tuple[str, dict[str, str]]:
    """Signed in, with the form for a status open and filled in."""
    visitor.sign_in("ejer", "demo-2013")
    ((point,),) = site.query("SELECT id FROM handleplan_planitem WHERE number = '1.1.2.2.A'")
    path = f"/items/{point}/status/"
    return path, visitor.get(path).fields() | {"text": WORDS, "assessment": ""}


def told(site) -> int:
    ((count,),) = site.query("SELECT count(*) FROM handleplan_statusentry WHERE text = ?", [WORDS])
    return count


def test_while_postgresql_is_away_the_words_come_back_and_are_sent_again_when_it_answers(
    durable_server, site_on_postgresql
):
    with site_on_postgresql.served() as visitor:
        workers = visitor.workers()
        path, form = status_form(visitor, site_on_postgresql)
        before = told(site_on_postgresql)
        durable_server.halt()
        refused = visitor.post(path, form)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
        assert "Databasen svarer ikke" in refused.page
        again = refused.fields()
        assert again["text"].replace("\r\n", "\n") == WORDS
        in_place = visitor.post(path, form, **{"HX-Request": "true"})
        assert in_place.status == 503
        assert [visitor.get(page).status for page in ("/plans/", path, "/healthz/ready")] == [503, 503, 503]
        assert visitor.get("/healthz/live").status == 200
        durable_server.launch()
        assert visitor.get("/healthz/ready").status == 200
        assert [visitor.post(path, again).status for _ in range(2)] == [302, 302]
        assert told(site_on_postgresql) == before + 1
        assert visitor.workers() == workers


def test_postgresql_without_room_says_so_and_reading_goes_on(durable_server, site_on_postgresql):
    with site_on_postgresql.served() as visitor, psycopg.connect(durable_server.url, autocommit=True) as owner:
        path, form = status_form(visitor, site_on_postgresql)
        before = told(site_on_postgresql)
        owner.execute(FULL)
        refused = visitor.post(path, form)
        assert (refused.status, "ikke mere plads" in refused.page) == (503, True)
        assert visitor.get("/plans/").status == 200
        owner.execute(FREED)
        assert visitor.post(path, refused.fields()).status == 302
        assert told(site_on_postgresql) == before + 1


def test_sqlite_without_room_says_so_and_reading_goes_on(site_on_sqlite):
    with site_on_sqlite.served() as visitor:
        (worker,) = visitor.workers()
        path, form = status_form(visitor, site_on_sqlite)
        before = told(site_on_sqlite)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        refused = visitor.post(path, form)
        assert (refused.status, "ikke mere plads" in refused.page) == (503, True)
        assert refused.fields()["text"].replace("\r\n", "\n") == WORDS
        assert visitor.get("/plans/").status == 200
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert visitor.post(path, refused.fields()).status == 302
        assert told(site_on_sqlite) == before + 1
        assert visitor.workers() == [worker]
