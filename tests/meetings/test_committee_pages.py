"""The pages of committees, members, meetings and obligations."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings import convening, drafting, obliging
from meetings.models import Committee, Meeting, ReportingObligation
from tests.meetings.promises.february import promised
from tests.web.keeping import send


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


FACTS = {"name": "Børneudvalget", "kind": "standing", "agenda_days": "4", "active": "on"}


def test_the_menu_leads_to_the_committees(secretary):
    page = secretary.get("/")
    assert f'href="{at("committee-list")}"' in page.content.decode()


def test_a_committee_is_added(secretary, cast):
    answer = send(secretary, at("committee-add"), **FACTS)
    assert (answer.status_code, Committee.objects.get().name) == (302, "Børneudvalget")


def test_a_second_committee_of_one_name_is_refused_beside_the_name(secretary, cast):
    send(secretary, at("committee-add"), **FACTS)
    answer = send(secretary, at("committee-add"), **FACTS)
    said = answer.context["form"].errors["name"]
    assert (answer.status_code, said) == (422, ["Der er allerede et udvalg med det navn."])


def test_nobody_overwrites_a_committee_unseen(secretary, held, by):
    address = at("committee-edit", held.committee.pk)
    page = secretary.get(address)
    convening.edit_committee(held.committee, seen=None, place="Mødelokale 2", **by)
    marks = {"seen": page.context["sheet"].seen, "known": page.context["sheet"].known, "once": "k"}
    answer = secretary.post(address, FACTS | marks)
    held.committee.refresh_from_db()
    assert (answer.status_code, held.committee.name) == (409, "Socialudvalget")


def test_a_years_meetings_go_in_at_once(secretary, held):
    days = "25. april 2012\n30.05.2012 kl. 9.30\n20/6-2012"
    send(secretary, at("meeting-add", held.committee.pk), days=days, time="16.00", place="Rådhuset")
    made = held.committee.meetings.filter(date__gt=held.march.date).order_by("date")
    assert [(meeting.date.isoformat(), f"{meeting.time:%H:%M}") for meeting in made] == [
        ("2012-04-25", "16:00"),
        ("2012-05-30", "09:30"),
        ("2012-06-20", "16:00"),
    ]


@pytest.mark.parametrize("days", ["32.02.2012", "snart", "29.02.2012 kl. 16.00"])
def test_a_day_that_cannot_be_is_refused_and_nothing_goes_in(secretary, held, days):
    answer = send(secretary, at("meeting-add", held.committee.pk), days=f"25.04.2012\n{days}", time="")
    assert (answer.status_code, held.committee.meetings.count()) == (422, 3)


def test_the_agenda_is_not_due_after_the_meeting(secretary, held):
    answer = send(
        secretary, at("meeting-edit", held.meeting.pk), date="29.02.2012", time="16.00", agenda_due="1.3.2012"
    )
    assert answer.context["form"].errors["agenda_due"] == ["Dagsordenen kan ikke have frist efter mødet."]


def test_a_member_who_leaves_stands_among_the_former(secretary, held, demo_day):
    send(secretary, at("member-edit", held.member.pk), name="Karen Lindskov", role="chair", until="31.12.2012")
    page = secretary.get(at("committee-detail", held.committee.pk))
    assert ([m["name"] for m in page.context["members"]], page.context["former"][0]["name"]) == ([], "Karen Lindskov")


def test_an_obligation_is_added(secretary, held, small_plan):
    fields = {"plan": small_plan.pk, "text": "hvert kvartal", "cadence": "quarterly", "first_period": "april 2013"}
    send(secretary, at("obligation-add", held.committee.pk), **fields)
    made = ReportingObligation.objects.order_by("pk").last()
    assert (made.cadence, made.first_period) == ("quarterly", dt.date(2013, 4, 1))


def test_an_obligation_cannot_end_before_it_begins(secretary, held, small_plan):
    fields = {"plan": small_plan.pk, "text": "x", "cadence": "monthly"}
    months = {"first_period": "maj 2013", "last_period": "april 2013"}
    answer = send(secretary, at("obligation-add", held.committee.pk), **fields, **months)
    assert answer.context["form"].errors["last_period"] == ["Den sidste måned ligger før den første."]


def test_the_page_of_an_obligation_says_what_is_delivered_and_missed(secretary, held, by, demo_day):
    obliging.deliver(held.obligation, period=held.meeting.date, meeting=held.meeting, user=by["user"])
    page = secretary.get(at("obligation-detail", held.obligation.pk))
    assert [(str(told["words"]), told["count"]) for told in page.context["told"]] == [
        ("Udeblevet", 11),
        ("Leveret", 1),
    ]


def test_a_period_is_settled_by_hand(secretary, held, demo_day):
    address = at("delivery-add", held.obligation.pk, "2012-01")
    send(secretary, address, how="given", meeting=held.january.pk)
    assert held.obligation.deliveries.get().meeting == held.january


def test_a_period_is_not_excused_without_a_reason(secretary, held):
    answer = send(secretary, at("delivery-add", held.obligation.pk, "2012-01"), how="excused")
    assert answer.context["form"].errors["reason"] == ["Skriv, hvorfor rapporten ikke er nødvendig."]


def test_a_month_outside_the_order_is_not_found(secretary, held):
    assert secretary.get(at("delivery-add", held.obligation.pk, "2013-01")).status_code == 404


def test_a_plan_reported_quarterly_cannot_serve_a_monthly_order(secretary, held, small_plan, by):
    from handleplan import planning

    planning.edit_plan(small_plan, rhythm="quarterly", **by)
    assert secretary.get(at("obligation-detail", held.obligation.pk)).context["serves"] is False


def test_the_committee_page_takes_as_many_queries_for_one_obligation_as_for_many(
    reader, held, small_plan, by, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = at("committee-detail", held.committee.pk)
    reader.get(address)
    with CaptureQueriesContext(connection) as one:
        reader.get(address)
    for month in range(1, 4):
        obliging.add_obligation(
            small_plan,
            held.committee,
            text="mere",
            cadence="monthly",
            first_period=dt.date(2012, month, 1),
            **by,
        )
    convening.add_meetings(held.committee, days=[(dt.date(2013, 5, day), None) for day in (1, 2, 3)], **by)
    with CaptureQueriesContext(connection) as many:
        reader.get(address)
    assert len(many) == len(one)


def test_the_list_names_each_committees_next_meeting(reader, held, by, demo_day):
    convening.add_meetings(held.committee, days=[(dt.date(2013, 12, 4), dt.time(16))], **by)
    [row] = reader.get(at("committee-list")).context["committees"]
    assert (row["next"]["when"], row["next"]["agenda"]) == ("4. december 2013 kl. 16.00", "28. november 2013")


def test_a_cancelled_meeting_is_nobodys_next(reader, held, by, settings):
    settings.HANDLEPLAN_TODAY = dt.date(2012, 2, 1)
    convening.edit_meeting(held.meeting, seen=None, is_cancelled=True, **by)
    [row] = reader.get(at("committee-list")).context["committees"]
    assert row["next"]["when"] == "28. marts 2012 kl. 16.00"


def test_a_meeting_is_edited(secretary, held):
    send(secretary, at("meeting-edit", held.meeting.pk), date="1.3.2012", time="kl. 15", place="Rådhuset")
    meeting = Meeting.objects.get(pk=held.meeting.pk)
    assert (meeting.date, meeting.time) == (dt.date(2012, 3, 1), dt.time(15))


def test_a_meeting_whose_agenda_is_to_be_made_tells_what_it_must_have_an_answer_to_S000_21(
    secretary, reader, held, small_plan, by, demo_day
):
    _item, commitment = promised(held, small_plan, **by)
    drafting.draft_item(held.march, template="kk_2012", title="Status", today=held.meeting.date, **by)
    pages = [one.get(at("meeting-detail", held.march.pk)) for one in (secretary, reader)]
    assert [[row["text"] for row in page.context["due"]] for page in pages] == [[commitment.text], []]


def test_a_meeting_that_was_held_asks_for_no_more_answers(secretary, held, small_plan, by, demo_day):
    promised(held, small_plan, **by)
    assert secretary.get(at("meeting-detail", held.march.pk)).context["due"] == []
