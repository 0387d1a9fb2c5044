"""The auditors' page: the chain's state in Danish, the entries in words, filters, paging, and what it must not tell."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from handleplan import arranging, notifying, planning, scheduling, staffing, updating
from handleplan.acting import acting
from handleplan.change_log.findings import UNNAMED, table_words
from handleplan.change_log.sealing import seal
from handleplan.change_log.verifying import verify
from handleplan.change_words import LABELS
from handleplan.dates import parse
from handleplan.log_page import log_page, words
from handleplan.log_page.belonging import entries_of_points, logged_models, places, told_of, ways
from handleplan.models import ChangeEntry, LogVerification, Plan, PlanItem, User, Withdrawal
from handleplan.moments import local_day
from tests.conftest import BECAUSE
from tests.rewriting import rewrite

pytestmark = pytest.mark.django_db
LOG = "/log/"
READING = ("rita_reader", "mads_manager", "sara_secretary", "anna_administrator")
NOW = dt.datetime(2013, 11, 29, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


@pytest.fixture
def item(small_plan, cast) -> PlanItem:
    """A point that Sara added and renamed, with a deadline and a status."""
    by = {"user": cast.sara_secretary, "reason": BECAUSE}
    with acting(cast.sara_secretary):
        made = planning.add_item(small_plan, kind="initiative", number="1.1", title="SOFUS", **by)
        planning.edit_item(made, title="SOFUS og SOFIA", **by)
        scheduling.add_milestone(made, name="Udbud", end=parse("medio 2013"), **by)
    return made


@pytest.fixture
def seen(client, cast):
    """The page's text as somebody reads it."""

    def opened(query: str = "", person: str = "rita_reader") -> str:
        client.force_login(getattr(cast, person))
        return client.get(LOG + query).content.decode()

    return opened


def rows(user, **query: str) -> list[dict]:
    return log_page(user, query)["rows"]


def fields(row: dict) -> dict[str, tuple[str, str]]:
    return {told.label: (told.old, told.new) for told in row["told"]}


def the_row(user, label: str, table: str = "handleplan_planitem") -> dict:
    """The newest entry of a table in which something is told of the column called ``label``."""
    return next(row for row in rows(user, table=table) if label in fields(row))


# -- the chain --------------------------------------------------------------------------------------------------------


def test_a_log_that_was_never_verified_says_so(cast, seen):
    assert "Loggen er aldrig blevet kontrolleret." in seen()


def test_the_head_of_the_chain_and_what_is_not_sealed_are_told(item, cast):
    head = seal()
    sealed = ChangeEntry.objects.count()
    newest = ChangeEntry.objects.order_by("-pk").first().pk
    staffing.add_unit(name="Økonomi", user=cast.sara_secretary, reason=BECAUSE)
    page = log_page(cast.rita_reader, {})
    assert (page["head"], page["sealed_to"], page["unsealed"]) == (head, newest, ChangeEntry.objects.count() - sealed)


def test_a_verification_without_findings_is_told_as_such(item, seen):
    seal()
    verify()
    text = seen()
    assert "Den seneste kontrol fandt ingen fejl" in text
    assert "Loggen er aldrig blevet kontrolleret" not in text


def test_a_verification_that_is_no_longer_made_every_night_is_no_good_news(item, seen):
    seal()
    rewrite(LogVerification, {"pk": verify().pk}, verified_at=timezone.now() - dt.timedelta(hours=37))
    text = seen()
    assert ("banner success" in text, "fandt ingen fejl, men den er gammel" in text) == (False, True)


def test_findings_stand_as_danish_sentences(cast, seen):
    findings = [["entry_deleted", {"entry": 7}], ["row_gone", {"table": "handleplan_statusverdict", "row": "3"}]]
    LogVerification.objects.create(entries=9, rows=4, head="", findings=findings, seconds=0.1)
    text = seen()
    assert "Den seneste kontrol fandt 2 fejl." in text
    assert "<li>Linje 7 i loggen er slettet.</li>" in text
    assert "<li>Lederens svar på en status 3 er fjernet uden om loggen.</li>" in text


def test_the_columns_of_a_finding_are_called_as_on_the_page(seen):
    values = {"table": "handleplan_planitem", "row": "63", "columns": "in_focus, title"}
    LogVerification.objects.create(entries=9, rows=4, findings=[["row_differs", values]], seconds=0.1)
    assert "Punkt 63 er ændret uden om loggen (Øget ledelsesfokus, Titel)." in seen()


# -- the entries ------------------------------------------------------------------------------------------------------


def test_an_entry_tells_who_what_and_which_fields_changed(item, cast):
    row = the_row(cast.rita_reader, "Titel")
    assert (row["by"], row["what"], row["row"]) == ("Sara Secretary", "Punkt", str(item.pk))
    assert fields(row) == {"Titel": ("SOFUS", "SOFUS og SOFIA")}


def test_the_point_of_a_row_is_linked(item, cast):
    found = rows(cast.rita_reader, table="handleplan_milestone")
    point = {"url": reverse("handleplan:item-detail", args=[item.pk]), "name": "1.1 SOFUS og SOFIA"}
    assert [row["point"] for row in found] == [point] * len(found) != []


def test_an_imprecise_date_is_one_field_in_words(item, cast):
    found = fields(the_row(cast.rita_reader, "Slutdato", "handleplan_milestone"))
    assert found["Slutdato"] == ("", "medio 2013 (1. maj 2013 – 31. august 2013)")
    added = fields(the_row(cast.rita_reader, "Punkt", "handleplan_milestone"))
    assert added["Punkt"] == ("", "1.1 SOFUS og SOFIA")


def test_yes_no_and_moments_read_alike_on_both_databases(item, cast):
    unit = staffing.add_unit(name="Økonomi", user=cast.sara_secretary, reason=BECAUSE)
    planning.assign_item(item, owner=cast.olga_owner, unit=unit, user=cast.sara_secretary, reason=BECAUSE)
    updating.record_status(
        item, period=dt.date(2013, 11, 1), text="Udbud", in_focus=True, focus_reason="Dyrt", **_by(cast)
    )
    found = fields(rows(cast.rita_reader, table="handleplan_statusentry")[0])
    assert (found["Måned"][1], found["Øget ledelsesfokus"][1]) == ("november 2013", "ja")
    assert " kl. " in found["Registreret"][1]
    assert fields(the_row(cast.rita_reader, "Øget ledelsesfokus"))["Øget ledelsesfokus"] == ("nej", "ja")


def _by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


def test_a_long_text_is_cut(item, cast):
    planning.edit_item(item, title="x" * 900, **_by(cast))
    assert len(fields(the_row(cast.rita_reader, "Titel"))["Titel"][1]) == words.LONGEST


def test_a_machine_is_called_by_what_it_does(cast):
    with acting(name="worker"):
        staffing.add_unit(name="Økonomi", user=cast.sara_secretary, reason=BECAUSE)
    assert rows(cast.rita_reader)[0]["by"] == "Programmets egne job"


def test_what_was_written_in_a_persons_text_is_shown_as_text(item, cast, seen):
    planning.edit_item(item, title="<script>alert(1)</script>", **_by(cast))
    assert "<script>alert" not in seen()


def test_a_row_of_a_table_that_is_gone_is_still_told(cast):
    entry = ChangeEntry(
        pk=1,
        table_name="handleplan_gone",
        row_key="1",
        operation="I",
        after={"x": 1},
        recorded_at=dt.datetime.now(dt.UTC),
    )
    assert [(said.label, said.new) for said in words.told(entry, cast.rita_reader, None)] == [("x", "1")]


# -- what it does not tell --------------------------------------------------------------------------------------------


def test_a_password_is_never_told(cast, seen):
    cast.olga_owner.set_password("hemmelig-kode-17")
    cast.olga_owner.save(update_fields=["password"])
    text = seen("?table=handleplan_user")
    assert "Kun noget hemmeligt er ændret, for eksempel en adgangskode." in text
    assert [word for word in ("pbkdf2", "argon2", "md5$", "hemmelig-kode") if word in text] == []


def test_mails_are_told_to_who_keeps_plans_and_to_nobody_else(cast, seen):
    QuerySet(User).filter(pk=cast.olga_owner.pk).update(email="olga@kommune.example")
    cast.olga_owner.refresh_from_db()
    notifying.write_message(
        kind="other", recipient=cast.olga_owner, subject="Fortroligt emne", body="Kære", unique_key="a", **_by(cast)
    )
    told = {
        name: "Fortroligt emne" in seen("?history=on", name)
        for name in ("rita_reader", "mads_manager", "sara_secretary")
    }
    assert told == {"rita_reader": False, "mads_manager": False, "sara_secretary": True}
    assert "olga@kommune.example" not in seen("?history=on")


def test_entries_of_a_plan_that_is_not_visible_say_only_that_they_are(item, cast, monkeypatch):
    other = planning.create_plan(title="En anden plan", **_by(cast))
    monkeypatch.setattr(type(Plan.objects.all()), "visible_to", lambda self, user: self.filter(pk=other.pk))
    entries = list(ChangeEntry.objects.order_by("pk"))
    withheld = {entry.pk for entry in entries if places(entries, cast.rita_reader)[entry.pk].withheld}
    told = [row for row in rows(cast.rita_reader, history="on") if row["told"] or row["point"]]
    assert withheld >= {entry.pk for entry in entries if entry.table_name == "handleplan_planitem"}
    assert "SOFUS" not in str(told)
    assert entries_of_points("1.1", cast.rita_reader) is None
    assert "En anden plan" in str(told)


def test_owners_have_no_page_of_the_log(client, cast):
    answers = {}
    for person in ("olga_owner", *READING):
        client.force_login(getattr(cast, person))
        answers[person] = client.get(LOG).status_code
    assert answers == {"olga_owner": 403, **dict.fromkeys(READING, 200)}


def test_the_menu_names_the_log_to_readers_and_administrators(client, cast):
    found = {}
    for person in ("olga_owner", *READING):
        client.force_login(getattr(cast, person))
        found[person] = client.get("/").content.decode().count(f'<a href="{LOG}"')
    assert found == {"olga_owner": 0, "rita_reader": 2, "mads_manager": 1, "sara_secretary": 1, "anna_administrator": 2}


# -- filters ----------------------------------------------------------------------------------------------------------


def test_the_filter_by_person_shows_his_entries_alone(item, cast):
    assert {row["by"] for row in rows(cast.rita_reader, author="sara_secretary")} == {"Sara Secretary"}


def test_history_is_shown_where_it_is_asked_for(item, cast):
    without = {row["what"] for row in rows(cast.rita_reader, table="handleplan_planitem")}
    with_it = {row["what"] for row in rows(cast.rita_reader, table="handleplan_planitem", history="on")}
    assert (without, with_it) == ({"Punkt"}, {"Punkt", "Historik for punkt"})


def test_the_filter_by_day_counts_copenhagens_days(item, cast):
    day = local_day(ChangeEntry.objects.order_by("-pk").first().recorded_at)
    assert len(rows(cast.rita_reader, day=f"{day:%d.%m.%Y}")) > 0
    assert rows(cast.rita_reader, day=f"{day - dt.timedelta(days=9):%d.%m.%Y}") == []


def test_the_filter_by_point_finds_rows_that_hang_on_it_and_its_deleted_ones(item, cast):
    found = {row["what"] for row in rows(cast.rita_reader, number="1.1.")}
    assert found == {"Punkt", "Milepæl", "Slutdato"}
    assert rows(cast.rita_reader, number="9.9") == []


def test_a_former_number_finds_the_point(item, cast):
    arranging.renumber_item(item, number="1.7", **_by(cast))
    assert {row["point"]["name"] for row in rows(cast.rita_reader, number="1.1")} == {"1.7 SOFUS og SOFIA"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("day=i+g%C3%A5r", "er ikke en dato"),
        ("author=ingen", "Det valg findes ikke. Vælg et fra listen."),
        ("table=auth_user", "Det valg findes ikke. Vælg et fra listen."),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_beside_its_field(query, sentence, client, cast):
    client.force_login(cast.rita_reader)
    response = client.get(f"{LOG}?{query}")
    assert (response.status_code, sentence in response.content.decode()) == (422, True)


def test_no_address_breaks_the_page(client, cast):
    client.force_login(cast.rita_reader)
    days, keys = ("day=31.12.9999", "day=1.1.0001"), ("before=abc", f"after={'9' * 18}", "before=0")
    queries = (*days, *keys, "number=%00", "number=...", "history=x")
    assert {client.get(f"{LOG}?{query}").status_code for query in queries} <= {200, 422}


# -- paging -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(cast) -> list[int]:
    """120 entries of units; their keys, the newest first."""
    for number in range(120):
        staffing.add_unit(name=f"Enhed {number}", user=cast.sara_secretary, reason=BECAUSE)
    units = ChangeEntry.objects.filter(table_name="handleplan_unit")
    return list(units.order_by("-pk").values_list("pk", flat=True))


def follow(cast, address: str) -> dict:
    pairs = dict(pair.split("=") for pair in address.lstrip("?").split("&"))
    return log_page(cast.rita_reader, pairs)


def test_pages_meet_without_a_gap_and_lead_back(many, cast):
    first = log_page(cast.rita_reader, {"table": "handleplan_unit"})
    second = follow(cast, first["older"])
    third = follow(cast, second["older"])
    assert [row["pk"] for page in (first, second, third) for row in page["rows"]] == many
    assert (first["newer"], third["older"]) == ("", "")
    assert [row["pk"] for row in follow(cast, third["newer"])["rows"]] == many[50:100]
    assert follow(cast, second["newer"])["rows"] == first["rows"]


def test_no_query_skips_rows(many, cast):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        log_page(cast.rita_reader, {"before": str(many[60])})
    assert [query["sql"] for query in queries if "OFFSET" in query["sql"]] == []


def test_fifty_entries_cost_as_many_queries_as_one(item, cast, client):
    client.force_login(cast.rita_reader)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG + "?table=handleplan_milestone")
        return len(queries)

    few = count()
    for number in range(60):
        scheduling.add_milestone(item, name=f"Milepæl {number}", end=parse("ultimo 2013"), **_by(cast))
    assert (count(), len(rows(cast.rita_reader, table="handleplan_milestone"))) == (few, 50)


# -- words ------------------------------------------------------------------------------------------------------------


def test_every_column_that_is_logged_has_a_word():
    plain = set()
    for model in {told_of(model) for model in logged_models().values()}:
        columns = dict.fromkeys((field.column for field in model._meta.concrete_fields), 1)
        for field in model._meta.concrete_fields:
            name = words._date_prefix(field.column, columns) or field.name
            if not (name in words.COLUMNS or name in LABELS.get(model, {}) or field._verbose_name):
                plain.add((model.__name__, name))
    assert plain == set()


def test_every_table_that_is_logged_has_a_word():
    models = {told_of(model) for model in logged_models().values()}
    named = {model for model in models if "verbose_name" in model._meta.original_attrs}
    assert {model._meta.db_table for model in models - named} - {*UNNAMED} == set()
    assert table_words("handleplan_historicalplanitem") == "Historik for punkt"


def test_a_withdrawal_is_found_by_whatever_it_takes_back():
    assert {chain[0] for chain in ways(Withdrawal, PlanItem)} == {"event", "status", "file", "revision", "observation"}
