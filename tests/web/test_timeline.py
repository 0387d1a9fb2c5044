"""What happened to a point, in one order (issue 3, point 6; UX.md 28)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from handleplan import closing, filing, planning, recounting, scheduling, timeline, updating
from handleplan.dates import parse
from handleplan.evidence import judge
from handleplan.models import EndDateRevision, PlanItem
from handleplan.timeline import Entry
from tests.attention.points import add_point
from tests.conftest import BECAUSE
from tests.filing.making import PDF


@pytest.fixture(autouse=True)
def danish(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("da"):
        yield


@pytest.fixture
def sara(cast):
    return cast.sara_secretary


@pytest.fixture
def item(small_plan) -> PlanItem:
    return add_point(small_plan, "1.1", text="")


@pytest.fixture
def moved(small_plan) -> PlanItem:
    """Imported with a move of which nothing is told; then one that a person made."""
    return add_point(small_plan, "1.1", "31. dec 2012", "medio 2013", text="")


def move(item: PlanItem, end: str, user, **told) -> EndDateRevision:
    return planning.move_end(item.milestones.get(is_own=True), end=parse(end), user=user, reason=BECAUSE, **told)


def tell(item: PlanItem, when: str, user, text: str = "Noget skete", **facts):
    return recounting.record_event(item.plan, item=item, when=parse(when), text=text, user=user, **facts)


def say(item: PlanItem, month: dt.date, user, text: str = "Status", **facts):
    return updating.record_status(item, period=month, text=text, user=user, reason=BECAUSE, **facts)


def facts(entry: Entry) -> dict[str, str]:
    return {fact.label: fact.value for fact in entry.facts}


def whens(item, user) -> list[tuple[str, str]]:
    return [(entry.kind, entry.when) for entry in timeline.timeline(item, user)]


def test_events_are_ordered_by_the_last_day_they_can_mean(item, sara):
    for when in ("2012", "1. marts 2012", "januar 2012", "senest 1. juni 2012"):
        tell(item, when, sara)
    assert [when for _kind, when in whens(item, sara)] == [
        "2012",
        "senest 1. juni 2012",
        "1. marts 2012",
        "januar 2012",
    ]


def test_an_event_without_a_last_day_stands_at_its_first_S000_17(item, sara):
    tell(item, "siden oktober 2011", sara)
    assert timeline.timeline(item, sara)[0].day == dt.date(2011, 10, 1)


def test_an_event_keeps_its_number_with_unit_and_its_source(item, sara):
    tell(item, "siden oktober 2011", sara, amount=Decimal(12), amount_unit="medarbejdere", source="Socialudvalget")
    assert list(facts(timeline.timeline(item, sara)[0]).values()) == ["12 medarbejdere", "Socialudvalget"]


def test_a_status_belongs_to_the_end_of_its_month(item, sara):
    say(item, dt.date(2013, 11, 1), sara)
    tell(item, "29. november 2013", sara)
    tell(item, "1. december 2013", sara)
    assert [kind for kind, _when in whens(item, sara)] == ["event", "status", "event"]


def test_an_imported_move_stands_in_no_month_but_apart_and_last(moved, sara):
    tell(moved, "2009", sara)
    section = timeline.section(moved, sara, {}, "/")
    assert ([e.kind for e in section.dated], [e.lead for e in section.undated]) == (
        ["event"],
        ["medio 2013", "31. dec 2012"],
    )


def test_a_move_says_from_where_how_far_and_that_nobody_told_why_S004_25(moved, sara):
    entry = timeline.section(moved, sara, {}, "/").undated[0]
    told = list(facts(entry).values())
    assert (told[0], told[1], told[-1], entry.lead_reading) == (
        "31. dec 2012",
        "+121 til +243 dage",
        "",
        "læses som 1.5.–31.8.2013",
    )


def test_a_move_that_a_person_made_stands_at_its_decision(moved, sara):
    move(moved, "medio 2014", sara, why="686 sager", decided_by="Socialudvalget", decided_on=dt.date(2013, 6, 12))
    (entry,) = timeline.section(moved, sara, {}, "/").dated
    assert (entry.when, entry.lead, list(facts(entry).values())[-2:]) == (
        "12. juni 2013",
        "medio 2014",
        ["Socialudvalget", "686 sager"],
    )


def test_a_correction_points_at_its_mistake_and_is_no_move(moved, sara):
    faulty = move(moved, "1. marts 2041", sara, why="Sen leverance")
    scheduling.correct_end(faulty, end=parse("1. marts 2014"), why="Tastefejl", user=sara, reason=BECAUSE)
    correction, mended, *_older = timeline.timeline(moved, sara)
    assert (mended.lead, mended.superseded, correction.lead, correction.facts[0].url) == (
        "1. marts 2014",
        "1. marts 2041",
        "1. marts 2014",
        f"#{mended.anchor}",
    )


def test_a_mended_move_counts_its_days_to_the_right_date(moved, sara):
    faulty = move(moved, "1. marts 2041", sara, why="Sen leverance")
    scheduling.correct_end(faulty, end=parse("1. marts 2014"), why="Tastefejl", user=sara, reason=BECAUSE)
    mended = timeline.timeline(moved, sara)[1]
    assert "+425 dage" in facts(mended).values()


def test_closings_and_reopenings_say_why(item, sara):
    closing.close_item(item, reported_in=dt.date(2013, 11, 1), why="Indfriet", user=sara, reason=BECAUSE)
    item.refresh_from_db()
    closing.reopen_item(item, why="Lukket ved en fejl", user=sara, reason=BECAUSE)
    entries = timeline.timeline(item, sara)
    assert [(entry.kind, "".join(facts(entry).values())) for entry in entries] == [
        ("closing", "Lukket ved en fejl"),
        ("closing", "Indfriet"),
    ]


def test_a_point_that_came_closed_says_the_month_it_was_reported_in(real_plan, cast):
    closed = real_plan.items.closed().filter(kind="initiative").first()
    entry = next(e for e in timeline.timeline(closed, cast.sara_secretary) if e.kind == "closing")
    assert (entry.day, entry.recorded_at) == (dt.date(2013, 10, 31), None)


def test_what_was_taken_back_stays_with_who_and_why(item, sara):
    recounting.withdraw(tell(item, "2012", sara), user=sara, reason="Forkert punkt")
    (entry,) = timeline.timeline(item, sara)
    assert ([f.value for f in entry.taken_back][::2], entry.withdraw_url) == ([str(sara), "Forkert punkt"], "")


def test_a_file_is_named_with_a_link_to_its_bytes(item, sara):
    file = filing.store_file(item, judge("Tilsyn.pdf", PDF), user=sara)
    (entry,) = timeline.timeline(item, sara)
    assert (entry.lead, entry.lead_url) == ("Tilsyn.pdf", reverse("handleplan:file-detail", args=[file.pk]))


def test_imported_text_prints_as_it_is_and_typed_text_as_markdown(item, sara):
    say(item, dt.date(2013, 10, 1), sara, text="1) **ikke** fed")
    say(item, dt.date(2013, 11, 1), sara, text="**fed**", text_kind="markdown")
    assert [entry.html for entry in timeline.timeline(item, sara)] == [
        "<p><strong>fed</strong></p>",
        "<p>1) **ikke** fed</p>",
    ]


def test_an_assessment_is_a_word_and_a_symbol_of_the_scale_it_was_written_in(item, sara):
    say(item, dt.date(2013, 11, 1), sara, assessment="delayed", in_focus=True)
    badges = timeline.timeline(item, sara)[0].badges
    assert [(badge.symbol, badge.tone) for badge in badges] == [("▲", "soon"), ("", "focus")]


def test_a_reference_to_a_point_of_the_plan_is_a_link_S004_15(item, sara):
    other = add_point(item.plan, "2.4.6", text="", title="<b>Forretningsgange</b>")
    tell(item, "2012", sara, text="Se punkt 2.4.6 & <i>punkt 9.9.9</i>")
    address = reverse("handleplan:item-detail", args=[other.pk])
    assert timeline.timeline(item, sara)[0].html == (
        f'<p>Se punkt <a href="{address}" title="&lt;b&gt;Forretningsgange&lt;/b&gt;">2.4.6</a> &amp; '
        "&lt;i&gt;punkt 9.9.9&lt;/i&gt;</p>"
    )


def test_a_milestone_that_serves_a_further_point_stands_in_its_timeline_too_S003_11(moved, sara):
    served = add_point(moved.plan, "1.2", text="")
    scheduling.share_milestone(moved.milestones.get(), served, user=sara, reason=BECAUSE)
    assert [entry.lead for entry in timeline.timeline(served, sara)] == ["medio 2013", "31. dec 2012"]


def test_only_those_who_may_write_the_status_are_offered_to_add_and_take_back(item, cast):
    tell(item, "2012", cast.sara_secretary)
    offered = {}
    for name in ("sara_secretary", "anna_administrator", "mads_manager", "rita_reader"):
        section = timeline.section(item, getattr(cast, name), {}, "/")
        offered[name] = (section.may_add, bool(section.dated[0].withdraw_url))
    assert offered == {
        "sara_secretary": (True, True),
        "anna_administrator": (True, True),
        "mads_manager": (False, False),
        "rita_reader": (False, False),
    }


def test_other_packages_add_their_own_kinds(item, sara, settings):
    settings.HANDLEPLAN_CONTRIBUTIONS = {"TIMELINE": ["tests.web.test_timeline.decisions"]}
    section = timeline.section(item, sara, {"show": "decision"}, "/")
    assert ([e.title for e in section.dated], [choice.words for choice in section.choices][1:]) == (
        ["Godkendt"],
        ["Beslutninger"],
    )


def decisions(item, user):
    yield Entry(kind="decision", kind_words="Beslutninger", title="Godkendt", day=dt.date(2013, 12, 4))


@pytest.mark.parametrize(
    ("show", "kinds"),
    [
        ("", {"event", "deadline"}),
        ("event", {"event"}),
        ("event,deadline", {"event", "deadline"}),
        ("file", set()),
        ("nonsense", {"event", "deadline"}),
        ("event,<script>", {"event"}),
        ("x" * 100_000, {"event", "deadline"}),
    ],
)
def test_the_address_filters_by_kind_and_never_fails(moved, sara, show, kinds):
    tell(moved, "2012", sara)
    section = timeline.section(moved, sara, {"show": show}, "/items/1/")
    assert {entry.kind for entry in (*section.dated, *section.undated)} == kinds


def test_choosing_a_kind_adds_it_to_the_address_and_choosing_it_again_drops_it(moved, sara):
    tell(moved, "2012", sara)
    section = timeline.section(moved, sara, {"show": "event"}, "/items/1/")
    assert [(choice.url, choice.chosen) for choice in section.choices] == [
        ("/items/1/#timeline", False),
        ("/items/1/?show=deadline,event#timeline", False),
        ("/items/1/#timeline", True),
    ]


def test_the_page_of_a_point_shows_its_timeline(item, sara):
    tell(item, "2012", sara, text="12 nye medarbejdere")
    client = Client()
    client.force_login(sara)
    page = client.get(reverse("handleplan:item-detail", args=[item.pk]), {"show": "event"})
    assert page.content.count(b"12 nye medarbejdere") == 1


def test_the_number_of_queries_is_the_same_for_one_and_for_three_of_each(small_plan, sara):
    def fill(item, count):
        for n in range(count):
            month = dt.date(2013, n + 1, 1)
            say(item, month, sara, text="Se 1.2")
            recounting.withdraw(tell(item, "2012", sara), user=sara, reason="x")
            filing.store_file(item, judge("a.pdf", PDF), user=sara)
            move(item, f"{2015 + n}", sara, why="Sent")
            milestone = scheduling.add_milestone(item, name=f"M{n}", user=sara, reason=BECAUSE)
            planning.record_first_end(milestone, end=parse("2014"), user=sara, reason=BECAUSE)
            closing.close_item(item, reported_in=month, user=sara, reason=BECAUSE)
            item.refresh_from_db()
            closing.reopen_item(item, user=sara, reason=BECAUSE)

    counts = []
    add_point(small_plan, "1.2", text="")
    for number, count in (("1.3", 1), ("1.4", 3)):
        item = add_point(small_plan, number, "1. jan. 2012", text="")
        fill(item, count)
        with CaptureQueriesContext(connection) as queries:
            timeline.timeline(item, sara)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15  # of which counters and meetings ask four
