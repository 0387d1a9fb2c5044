"""A closed item: no word of it but its public title and its public decision goes through any door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import URLPattern, get_resolver, reverse

from handleplan import contributions, feeding, history, planning, requesting
from handleplan.consistency import findings
from handleplan.dates import parse
from meetings import deciding, openness, promising, relating_items
from meetings.deciding import Effect, Person, Said
from meetings.models import Appendix, FocusPoint, Proposal, SectionPoint

from .february import saved

pytestmark = pytest.mark.django_db

SECRETS = (
    "Hemtitel", "Hemafsnit", "Hembrødtekst", "Hemindstilling", "Hemgrund", "Hembeslutning", "Hemdeltager",
    "Hemdissens", "Hemfokus", "Hembilag", "Hemløfte", "Hemkæde", "Hemsag-17", "Hemsvar", "Hemunderskriver",
)  # fmt: skip
PUBLIC = "Offentlig titel"
PRINTED = ("-pdf", "-docx")  # of the same document as its text; tests/meetings/test_paper.py holds them


@pytest.fixture
def closed(of, cast):
    """A closed item of the plan with a secret in every place that holds words, decided, with all its effects."""
    by, plan = of.by, of.item.plan
    point = planning.add_item(plan, kind="initiative", number="2.1.3.1", title="SOFUS", **by)
    own = planning.schedule_item(point, start=parse("2011"), **by)
    planning.record_first_end(own, end=parse("medio 2012"), **by)
    facts = {"closed_reason": "Hemgrund", "public_title": PUBLIC, "is_closed": True, "case_number": "Hemsag-17"}
    item = of.add_item(of.february, plan=plan, title="Hemtitel", signers="Hemunderskriver", **facts)
    body = "Hembrødtekst. Hemløfte forelægges i marts 2012."
    section = of.add_section(item, heading="Hemafsnit", body=body)
    saved(SectionPoint(section=section, point=point), by)
    saved(Proposal(item=item, text="At Hemindstilling"), by)
    saved(FocusPoint(item=item, title="Hemfokus"), by)
    saved(Appendix(item=item, title="Hembilag"), by)
    words = {"kind": "promise", "when": parse("marts 2012"), "committees": [of.social]}
    promising.make_commitment(text="Hemløfte forelægges i marts 2012.", section=section, points=[point], **words, **by)
    told = promising.make_commitment(text="Åbent løfte", item=of.item, points=[point], **words, **by)
    promising.answer(told, section=section, **by)
    linked = {"kind": "informed", "date": dt.date(2011, 9, 21), "text": "Hemkæde"}
    relating_items.link_items(item, **linked, **by)
    relating_items.link_items(of.item, kind="follows", other=item, **by)
    why = {"reason_text": "Udbud", "category": "other", "user": cast.olga_owner, "reason": "x"}
    asked = requesting.request_end(own, end=parse("ultimo 2012"), **why)
    deciding.record_decision(
        item,
        decisions=[Said("approved", "Hembeslutning godkendt")],
        attendance="Kontorchef Hemdeltager Hansen overværede punktets behandling",
        people=[Person("Hemdeltager Hansen", "Kontorchef")],
        dissent="Hemdissens",
        public_text="Godkendt i lukket møde.",
        effects=[Effect("granted", request=asked), Effect("closed", point=point)],
        **by,
    )
    item.refresh_from_db()
    item.point = point
    return item


def doors(item, told_in) -> list[str]:
    """Every page of ours and of the core that could tell of the item."""
    keys = {"pk": item.pk, "slug": item.plan.slug, "kind": "minutes"}
    found = []
    for pattern in get_resolver().url_patterns:
        for each in getattr(pattern, "url_patterns", ()):
            if isinstance(each, URLPattern) and each.pattern.converters.keys() <= keys.keys():
                of_meeting = "meeting" in (each.name or "")
                pk = {"pk": item.meeting_id} if of_meeting else {"pk": item.pk}
                chosen = {name: (keys | pk)[name] for name in each.pattern.converters}
                if pattern.namespace == "meetings" and not (each.name or "").endswith(PRINTED):
                    found.append(reverse(f"meetings:{each.name}", kwargs=chosen))
    core = [reverse(f"handleplan:{name}") for name in ("home", "log", "plan-list", "late")]
    core += [f"{reverse('handleplan:log')}?history=on"]
    core += [reverse(f"handleplan:{name}", args=[item.plan.slug]) for name in ("plan-detail", "plan-consistency")]
    core += [reverse(f"handleplan:{name}", args=[item.point.pk]) for name in ("item-detail", "item-history")]
    core += [reverse("meetings:commitment-list") + "?state=all", reverse("meetings:plan-course", args=[item.plan.slug])]
    core += [reverse("meetings:commitment-detail", args=[each]) for each in told_in]
    return [*found, *core]


def read(client, address: str) -> str:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "ignore")


@pytest.mark.parametrize("name", ["rita_reader", "mads_manager", "ove_owner_of_nothing"])
def test_no_word_of_a_closed_item_goes_through_any_door(client, cast, closed, name):
    client.force_login(getattr(cast, name))
    promises = closed.commitments_made.model.objects.values_list("pk", flat=True)
    leaks = {}
    for address in doors(closed, promises):
        text = read(client, address)
        if leaked := [secret for secret in SECRETS if secret in text]:
            leaks[address] = leaked
    assert leaks == {}


def test_the_test_looks_where_the_words_are(client, cast, closed):
    """The secretary's pages hold every secret, so that the doors above are the right ones."""
    client.force_login(cast.sara_secretary)
    promises = closed.commitments_made.model.objects.values_list("pk", flat=True)
    texts = "".join(read(client, address) for address in doors(closed, promises))
    assert [secret for secret in SECRETS if secret not in texts and secret != "Hemsvar"] == []


def test_the_public_title_and_the_public_words_are_told(reader, closed):
    page = read(reader, reverse("meetings:decision-detail", args=[closed.pk]))
    assert (PUBLIC in page, "Godkendt i lukket møde." in page) == (True, True)


def test_the_meetings_page_leads_to_what_may_be_told_of_it(client, cast, closed):
    client.force_login(cast.rita_reader)
    page = client.get(reverse("meetings:meeting-detail", args=[closed.meeting_id]))
    told = {row["title"]: row["url"] for row in page.context["items"]}
    assert told[PUBLIC] == reverse("meetings:item-document", args=[closed.pk])


def test_the_contributions_tell_no_word_of_it(cast, closed):
    reader = cast.rita_reader
    day = dt.date(2012, 5, 1)
    told = [
        *contributions.timeline_entries(closed.point, reader),
        *contributions.point_panels(closed.point, reader, day),
        *contributions.tasks(reader, day),
        *findings(closed.plan, reader, day),
    ]
    text = " ".join(map(str, told))
    assert ([secret for secret in SECRETS if secret in text], PUBLIC in text) == ([], True)


def test_the_calendar_tells_no_word_of_it(client, cast, closed):
    token = feeding.make_feed(user=cast.rita_reader, reason="x")
    text = read(client, reverse("handleplan:calendar-feed", args=[token]))
    assert [secret for secret in SECRETS if secret in text] == []


def test_whoever_may_not_read_it_gets_the_public_title(closed, cast):
    people = (None, cast.rita_reader, cast.mads_manager, cast.sara_secretary)
    assert [openness.title_of(closed, person) for person in people] == [PUBLIC, PUBLIC, PUBLIC, "Hemtitel"]


def test_an_item_that_is_closed_later_is_closed_everywhere(reader, of, make):
    made = make("Planen forelægges i marts.", when=parse("marts 2012"))
    address = reverse("meetings:commitment-detail", args=[made.pk])
    before = reader.get(address).status_code
    of.item.is_closed, of.item.closed_reason, of.item.public_title = True, "Grund", PUBLIC
    history.save(of.item, **of.by)
    assert (before, reader.get(address).status_code) == (200, 404)
