"""The pages of counters: what they say of the real figures, what they refuse, and what is taken back."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import counting, recounting
from handleplan.demo import counters as demo
from handleplan.models import Counter, Observation
from tests.conftest import BECAUSE

OBSERVED = {
    "kind": "done",
    "when": "august 2013",
    "value": "1.295",
    "qualifier": "",
    "as_written": "",
    "scope": "",
    "source": "Socialudvalget 14.08.2013",
}


def signed_in(person) -> Client:
    client = Client(headers={"accept-language": "da"})
    client.force_login(person)
    return client


@pytest.fixture
def owner(cast) -> Client:
    return signed_in(cast.olga_owner)


@pytest.fixture
def known(real_counter) -> Counter:
    return real_counter


def page(client: Client, counter: Counter):
    return client.get(reverse("handleplan:counter-detail", args=[counter.pk]))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_S001_25_the_four_known_figures_stand_in_two_accounts(owner, known):
    figures = [
        [(figure.label, figure.value, figure.note) for figure in account["figures"]]
        for account in page(owner, known).context["accounts"]
    ]
    assert figures == [
        [
            ("I alt", "ca. 4.386 sager", "ca. 3.200 ved start, +500, +686"),
            ("Behandlet", "ukendt", ""),
            ("Mangler", "ukendt", ""),
        ],
        [
            ("I alt", "ukendt", ""),
            ("Behandlet", "1.295 sager", "pr. 14. august 2013"),
            ("Mangler", "260 sager", "oplyst pr. 14. august 2013"),
        ],
    ]


def test_the_page_says_why_numbers_of_another_scope_stand_apart(owner, known):
    assert [account["apart"] for account in page(owner, known).context["accounts"]] == [
        "",
        "Tallene gælder et andet omfang (som oplyst Socialudvalget den 14.08.2013; omfanget er ikke angivet) end "
        "optællingens eget. De lægges ikke sammen med de andre tal og forbindes ikke med dem.",
    ]


def test_without_a_pace_the_page_says_that_there_is_no_forecast(owner, known):
    assert [account["sentence"] for account in page(owner, known).context["accounts"]] == [
        "Det er ikke oplyst, hvor mange sager der mangler. Derfor gives der intet skøn.",
        "Ingen tal viser fremdriften måned for måned. Der skal tal til for mindst 6 måneders fremdrift, før der kan "
        "gives et skøn over, hvornår der er færdigt.",
    ]


def test_S004_28_the_addition_names_its_status_and_its_move(owner, known):
    newest = page(owner, known).context["rows"][0]
    assert (newest["number"], [link["words"] for link in newest["links"]]) == (
        "+686 sager",
        ["Fortalt i status for november 2013", "Grund til, at fristen blev ”medio 2013”"],
    )


def test_the_picture_has_every_number_in_the_table_beside_it(owner, known):
    html = page(owner, known).content.decode()
    numbers = [number for number in ("3.200", "3.700", "+686", "1.295", "260") if number in words(html)]
    assert ("<svg xmlns" in html, len(numbers)) == (True, 5)


def test_S003_13_an_unknown_number_stands_in_the_sources_words(owner, counter):
    told = OBSERVED | {"kind": "remaining", "value": "", "as_written": "puklen af sager"}
    owner.post(reverse("handleplan:observation-add", args=[counter.pk]), told)
    figures = page(owner, counter).context["accounts"][0]["figures"]
    assert [figure.value for figure in figures] == ["ukendt", "ukendt", "”puklen af sager”"]


def test_the_points_page_shows_its_counters(owner, known):
    section = owner.get(reverse("handleplan:item-detail", args=[known.item_id])).context["counters"]
    assert [(row["name"], row["others"], row["late"]) for row in section["rows"]] == [(demo.NAME, 1, False)]


def test_a_counter_is_added_once(owner, point):
    form = {"name": "Sager", "unit": "sager", "limit": "fire uger", "once": "a" * 32}
    address = reverse("handleplan:counter-add", args=[point.pk])
    for _again in range(2):
        owner.post(address, form)
    assert [(each.name, each.limit_value) for each in Counter.objects.all()] == [("Sager", 4)]


def test_a_number_is_told(owner, counter):
    owner.post(reverse("handleplan:observation-add", args=[counter.pk]), OBSERVED)
    told = Observation.objects.get()
    assert (told.value, told.when_as_written, told.source) == (1_295, "august 2013", "Socialudvalget 14.08.2013")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"kind": ""}, "kind", "Vælg, hvad tallet er."),
        ({"value": "mange"}, "value", "“mange” er ikke et tal. Skriv det med cifre, for eksempel 1.234,50."),
        ({"value": ""}, "value", "Skriv tallet, eller kildens ord, hvis den ikke angiver noget tal."),
        ({"value": "-3"}, "value", "Kun en tilgang kan være under nul."),
        ({"when": "løbende"}, "when", "Skriv en dag eller en måned."),
        ({"source": ""}, "source", "Skriv, hvor tallet kommer fra."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(owner, counter, wrong, field, sentence):
    response = owner.post(reverse("handleplan:observation-add", args=[counter.pk]), OBSERVED | wrong)
    assert (response.status_code, response.context["form"].errors[field]) == (422, [sentence])


def test_a_number_that_is_there_is_not_told_twice(owner, counter):
    address = reverse("handleplan:observation-add", args=[counter.pk])
    owner.post(address, OBSERVED | {"once": "a" * 32})
    response = owner.post(address, OBSERVED | {"once": "b" * 32})
    assert (response.status_code, response.context["form"].errors["value"]) == (
        422,
        ["Optællingen har allerede dette tal for de samme dage."],
    )


def test_a_second_beginning_is_told_to_be_a_restatement(owner, counter):
    address = reverse("handleplan:observation-add", args=[counter.pk])
    owner.post(address, OBSERVED | {"kind": "baseline", "once": "a" * 32})
    response = owner.post(address, OBSERVED | {"kind": "baseline", "value": "7", "once": "b" * 32})
    assert response.context["form"].errors["kind"] == [
        "Optællingen har allerede et antal ved start. Vælg nyt antal i alt i stedet."
    ]


def test_a_number_taken_back_stays_on_the_page_and_counts_no_more(owner, counter):
    owner.post(reverse("handleplan:observation-add", args=[counter.pk]), OBSERVED)
    observation = Observation.objects.get()
    owner.post(reverse("handleplan:observation-withdraw", args=[observation.pk]), {"reason": "Tastefejl"})
    context = page(owner, counter).context
    assert (context["accounts"], context["rows"][0]["taken_back"].endswith(": Tastefejl")) == ([], True)


def test_links_are_set_and_taken_back(owner, known):
    addition = known.observations.get(kind="addition")
    status = known.item.statuses.get()
    owner.post(reverse("handleplan:observation-links", args=[addition.pk]), {"facts": [f"status-{status.pk}"]})
    assert [link.status for link in addition.links.filter(withdrawn=False)] == [status]


def test_a_link_to_what_was_not_offered_is_refused(owner, known):
    addition = known.observations.get(kind="addition")
    response = owner.post(reverse("handleplan:observation-links", args=[addition.pk]), {"facts": ["status-1000000"]})
    assert (response.status_code, addition.links.filter(withdrawn=False).count()) == (422, 2)


def test_a_counter_changed_by_somebody_else_is_shown_beside_what_was_typed(owner, counter, cast):
    theirs = {"name": "Deres", "unit": "sager", "target": "6 uger"}
    counting.edit_counter(counter, **theirs, user=cast.sara_secretary, reason=BECAUSE)
    form = {"name": "Mit", "unit": "sager", "seen": "1"}
    response = owner.post(reverse("handleplan:counter-edit", args=[counter.pk]), form)
    said = "Nu står der: Deres; enhed sager; omfang –; eget mål 6 uger; lovens frist –."
    assert (response.status_code, said in words(response.content.decode())) == (409, True)
    assert response.context["form"]["name"].value() == "Mit"


def test_a_counter_taken_back_comes_back(owner, counter):
    address = reverse("handleplan:counter-withdraw", args=[counter.pk])
    standing = []
    for reason in ("Forkert punkt", "Rigtigt alligevel"):
        owner.post(address, {"reason": reason})
        standing.append(Counter.objects.standing().count())
    assert standing == [0, 1]


def test_who_may_not_write_is_offered_nothing(known, cast):
    context = page(signed_in(cast.rita_reader), known).context
    assert (context["may"], {row["withdraw_url"] for row in context["rows"]}) == (False, {""})


def test_the_page_asks_as_often_for_many_numbers_as_for_one(owner, counter, cast, django_assert_num_queries):
    told = demo.KNOWN[0]
    counting.record_observation(counter, told, user=cast.olga_owner, reason=BECAUSE)
    page(owner, counter)
    with CaptureQueriesContext(connection) as few:
        page(owner, counter)
    counting.record_series(counter, demo.INVENTED.series[1:], user=cast.olga_owner, reason=BECAUSE)
    with django_assert_num_queries(len(few)):
        page(owner, counter)


def test_a_forecast_that_passes_the_deadline_says_so(owner, counter, cast):
    counting.record_series(counter, demo.INVENTED.series, user=cast.olga_owner, reason=BECAUSE)
    account = page(owner, counter).context["accounts"][0]
    assert (account["late"], account["sentence"]) == (
        True,
        "Med tempoet i de seneste 8 måneder er der færdigt mellem juni 2014 og august 2014. Det er efter fristen "
        "(medio 2013).",
    )


def test_every_number_stands_in_the_points_history(owner, known, cast):
    recounting.withdraw(known.observations.get(kind="addition"), user=cast.olga_owner, reason="Talt to gange")
    html = words(owner.get(reverse("handleplan:item-history", args=[known.item_id])).content.decode())
    assert [told in html for told in ("686 yderligere sager", "Talt to gange", demo.NAME)] == [True, True, True]


def test_a_number_keeps_its_two_decimals_in_the_database(counter, cast):
    told = counting.Told("done", demo.KNOWN[0].when, Decimal("12.50"), source="Udvalget")
    counting.record_observation(counter, told, user=cast.olga_owner, reason=BECAUSE)
    assert Observation.objects.get().value == Decimal("12.5")
