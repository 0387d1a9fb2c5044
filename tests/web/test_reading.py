"""Reading without signing in: through a link or a public page; editions only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handleplan import planning
from reports import opening
from reports.models import Edition, ReadingLink
from tests.conftest import BECAUSE
from tests.reports.editions import MEETING, OCTOBER, printers, publish, published
from tests.reports.flipping import flip

__all__ = ["flip", "printers", "publish"]

LAST_DAY = dt.date(2013, 12, 31)


@pytest.fixture
def edition(real_plan, cast) -> Edition:
    return published(real_plan, cast.sara_secretary, occasion=MEETING)


@pytest.fixture
def link(real_plan, cast, edition) -> ReadingLink:
    return opening.make_link(
        real_plan, reader="Revisionen", expires_on=LAST_DAY, user=cast.sara_secretary, reason=BECAUSE
    )


def through(link: ReadingLink, *where: str, client: Client | None = None):
    name = ("reading", "reading-edition", "reading-file")[len(where)]
    return (client or Client()).get(reverse(f"reports:{name}", args=[opening.token_of(link), *where]))


def text(response) -> str:
    return response.content.decode()


def test_a_link_opens_the_list_of_editions_to_whoever_has_it(link):
    answer = through(link)
    assert (answer.status_code, MEETING in text(answer)) == (200, True)


def test_an_edition_reads_as_a_page_from_its_stored_facts(link, real_plan, cast):
    planning.edit_item(real_plan.items.get(number="1.2.5.6"), title="Andet", user=cast.sara_secretary, reason=BECAUSE)
    page = text(through(link, "1"))
    assert ("Status pr. november 2013" in page, "1.2.5.6" in page, ">Andet<" in page) == (True, True, False)


def test_the_page_tells_what_happened_since_the_edition_before_and_how_the_figures_are_counted(link, publish):
    publish(dt.date(2013, 12, 1))
    page = text(through(link, "2"))
    assert (
        "Siden udgave 1 (november 2013)" in page,
        "Uden ny status" in page,
        "Sådan er tallene gjort op" in page,
    ) == (
        True,
        True,
        True,
    )


def test_all_files_and_a_csv_are_there(link):
    kinds = ("facts", "pdf", "docx", "xlsx", "csv")
    assert [through(link, "1", kind).status_code for kind in kinds] == [200] * 5


def test_the_page_leads_to_each_file(link):
    page = text(through(link, "1"))
    token = opening.token_of(link)
    addresses = [reverse("reports:reading-file", args=[token, "1", kind]) for kind in ("facts", "pdf", "csv")]
    assert [address in page for address in addresses] == [True] * 3


def test_a_forged_link_is_not_found(link):
    forged = opening.token_of(link)[:-1] + "x"
    assert Client().get(reverse("reports:reading", args=[forged])).status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "æøå", "a" * 500, "%00"])
def test_what_is_no_link_is_not_found(db, token):
    assert Client().get(f"/read/{token}/").status_code == 404


def test_a_link_opens_until_the_end_of_its_last_day(link, settings):
    answers = []
    for day in (LAST_DAY, LAST_DAY + dt.timedelta(days=1)):
        settings.HANDLEPLAN_TODAY = day
        answers.append(through(link).status_code)
    assert answers == [200, 410]


def test_a_closed_link_says_so(link, cast):
    opening.revoke_link(link, user=cast.sara_secretary, reason=BECAUSE)
    answer = through(link, "1", "pdf")
    assert (answer.status_code, "Linket virker ikke længere" in text(answer)) == (410, True)


def test_a_link_to_one_edition_opens_no_other(real_plan, cast, edition):
    other = published(real_plan, cast.sara_secretary, OCTOBER)
    link = opening.make_link(
        real_plan, edition=edition, reader="Byrådet", expires_on=LAST_DAY, user=cast.sara_secretary, reason=BECAUSE
    )
    assert [through(link, label).status_code for label in (edition.label, other.label)] == [200, 404]


def test_a_link_of_one_plan_opens_no_other_plans_editions(link, cast):
    other = planning.create_plan(title="En anden plan", user=cast.sara_secretary, reason=BECAUSE)
    published(other, cast.sara_secretary, number=7)
    assert through(link, "7").status_code == 404


@pytest.mark.parametrize("label", ["0", "9", "1b", "a", "99999999999999999999"])
def test_an_edition_that_is_not_there_is_not_found(link, label):
    assert through(link, label).status_code == 404


def test_every_visit_is_kept(link):
    for where in ((), ("1",), ("1", "pdf"), ("1", "csv"), ("9",)):
        through(link, *where)
    assert list(link.visits.order_by("pk").values_list("what", "edition__number")) == [
        ("list", None),
        ("page", 1),
        ("pdf", 1),
        ("csv", 1),
    ]


def test_no_cookie_is_set_and_no_search_engine_comes(link):
    answers = [through(link), through(link, "1"), through(link, "1", "pdf")]
    assert [(dict(answer.cookies), answer["X-Robots-Tag"]) for answer in answers] == [({}, "noindex, nofollow")] * 3


def test_a_plan_has_no_public_page_until_it_is_opened(real_plan, cast, edition):
    answers = []
    for is_open in (False, True, False):
        opening.set_public(real_plan, open=is_open, user=cast.sara_secretary, reason=BECAUSE)
        answers.append(Client().get(reverse("reports:public", args=[real_plan.slug])).status_code)
    assert answers == [404, 200, 404]


def test_a_plan_that_never_opted_in_is_not_found(real_plan, edition):
    assert Client().get(reverse("reports:public-edition", args=[real_plan.slug, "1"])).status_code == 404


def test_nothing_but_editions_is_shown(link, real_plan, cast):
    planning.add_item(
        real_plan, kind="initiative", number="9.9", title="En kladde", user=cast.sara_secretary, reason=BECAUSE
    )
    assert "En kladde" not in text(through(link)) + text(through(link, "1"))


def test_a_flipped_byte_is_not_shown(link, edition, flip):
    flip(edition, "facts")
    answers = [through(link, "1"), through(link, "1", "facts"), through(link, "1", "csv")]
    assert [answer.status_code for answer in answers] == [503] * 3


def test_the_secretary_makes_a_link_and_finds_its_address(real_plan, cast, edition):
    client = Client()
    client.force_login(cast.sara_secretary)
    fields = {"reader": "Revisionen", "days": "14", "edition": "", "once": "k"}
    page = text(client.post(reverse("reports:reading-links", args=[real_plan.slug]), fields, follow=True))
    link = ReadingLink.objects.get()
    assert (link.expires_on, opening.token_of(link) in page) == (dt.date(2013, 12, 13), True)


def test_the_secretary_closes_a_link_and_sees_its_visits(link, cast):
    through(link, "1", "pdf")
    client = Client()
    client.force_login(cast.sara_secretary)
    assert "PDF" in text(client.get(reverse("reports:reading-visits", args=[link.pk])))
    client.post(reverse("reports:reading-link-revoke", args=[link.pk]))
    assert through(link).status_code == 410


def test_the_page_of_links_asks_as_often_for_one_as_for_many(link, real_plan, cast):
    client = Client()
    client.force_login(cast.sara_secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("reports:reading-links", args=[real_plan.slug]))
        return len(asked)

    few = queries()
    for name in ("Byrådet", "Udvalget"):
        opening.make_link(real_plan, reader=name, expires_on=LAST_DAY, user=cast.sara_secretary, reason=BECAUSE)
    assert queries() == few
