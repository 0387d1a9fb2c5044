"""Two people, one status, and one person twice: nobody overwrites anybody, nothing typed is lost (issue 3, point 7)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from handleplan import history, planning, updating
from handleplan.forms.statuses import as_markdown, brought_together
from handleplan.models import OnceKey, PlanItem
from tests.attention.points import add_point
from tests.conftest import BECAUSE

NOVEMBER = dt.date(2013, 11, 1)
LAST = "Første sætning. Anden sætning.\n\nTredje sætning."


@pytest.fixture
def item(small_plan, cast, demo_day) -> PlanItem:
    item = add_point(small_plan, "1.1", "1. jan. 2014", text=LAST)
    planning.assign_item(item, owner=cast.olga_owner, unit=None, user=cast.anna_administrator, reason=BECAUSE)
    item.refresh_from_db()
    return item


@pytest.fixture
def owner(cast) -> Client:
    client = Client()
    client.force_login(cast.olga_owner)
    return client


def address(item: PlanItem) -> str:
    return reverse("handleplan:item-status", args=[item.pk])


def opened(client: Client, item: PlanItem) -> dict[str, str]:
    return hidden(client.get(address(item)))


def hidden(response) -> dict[str, str]:
    """The hidden fields of the form that an answer holds."""
    writing = response.context["writing"]
    return {"seen": writing.seen, "known": writing.known, "shown": writing.shown, "once": writing.key}


def theirs(item: PlanItem, user, text: str, **facts):
    return updating.record_status(
        PlanItem.objects.get(pk=item.pk), period=NOVEMBER, text=text, text_kind="markdown", source="typed",
        user=user, reason=BECAUSE, **facts,
    )  # fmt: skip


def texts(item: PlanItem) -> list[str]:
    return list(item.statuses.order_by("pk").values_list("text", flat=True))


@pytest.fixture
def conflict(owner, item, cast):
    """Olga opens the form, Sara saves, Olga sends."""
    sent = opened(owner, item) | {"text": LAST.replace("Tredje", "Min tredje"), "corrective_action": "Min handling"}
    theirs(item, cast.sara_secretary, LAST.replace("Første", "Saras første"), assessment="delayed")
    return owner.post(address(item), sent)


def test_the_second_of_two_writers_gets_409_and_nothing_is_written(conflict, item):
    assert (conflict.status_code, len(texts(item))) == (409, 2)


def test_both_texts_stand_on_the_page(conflict):
    assert (conflict.context["mine"]["text"], conflict.context["theirs"]["text"]) == (
        LAST.replace("Tredje", "Min tredje"),
        LAST.replace("Første", "Saras første"),
    )


def test_the_words_that_differ_are_marked_with_more_than_a_colour(conflict):
    page = conflict.content.decode()
    assert page.count("<del><span") == len([p for p in conflict.context["pieces"] if p.kind == "removed"]) > 0
    assert page.count("<ins><span") == len([p for p in conflict.context["pieces"] if p.kind == "added"]) > 0


def test_keeping_mine_puts_my_entry_on_top_and_leaves_theirs(conflict, owner, item):
    typed = conflict.context["typed"]
    owner.post(address(item), hidden(conflict) | typed | {"choice": "mine"})
    item.refresh_from_db()
    assert texts(item)[1:] == [LAST.replace("Første", "Saras første"), LAST.replace("Tredje", "Min tredje")]
    assert item.latest_status.corrective_action == "Min handling"


def test_keeping_theirs_leads_back_to_the_point_and_writes_nothing(conflict, owner, item):
    page = conflict.content.decode()
    assert f'<a class="button" href="/items/{item.pk}/" data-status-leave data-status-discard>' in page


def test_changes_at_different_places_are_merged_into_a_proposal(conflict):
    merged = conflict.context["merged"]
    assert (merged.clean, merged.text) == (True, "Saras første sætning. Anden sætning.\n\nMin tredje sætning.")


def test_the_merged_form_holds_what_each_of_them_filled_in(conflict):
    typed = conflict.context["form"].typed
    assert (typed["assessment"], typed["corrective_action"]) == ("delayed", "Min handling")


def test_saving_the_merged_text_writes_one_entry_more(conflict, owner, item):
    typed = conflict.context["form"].typed
    owner.post(address(item), hidden(conflict) | typed | {"choice": "merge"})
    assert texts(item)[2:] == ["Saras første sætning. Anden sætning.\n\nMin tredje sætning."]


def test_where_both_wrote_at_one_place_both_texts_stand_mine_first(owner, item, cast):
    sent = opened(owner, item) | {"text": "Mine egne ord om sagen."}
    theirs(item, cast.sara_secretary, "Noget helt andet fra Sara.")
    merged = owner.post(address(item), sent).context["merged"]
    assert not merged.clean
    assert merged.text.index("Mine egne ord") < merged.text.index("Noget helt andet")


def test_a_third_writer_is_another_conflict(conflict, owner, item, cast):
    theirs(item, cast.anna_administrator, "Annas tekst")
    again = owner.post(address(item), hidden(conflict) | conflict.context["typed"])
    assert (again.status_code, again.context["theirs"]["text"], len(texts(item))) == (409, "Annas tekst", 3)


def test_an_import_while_one_writes_is_a_conflict_too(owner, item, cast):
    sent = opened(owner, item) | {"text": "Mit"}
    updating.record_status(
        PlanItem.objects.get(pk=item.pk), period=NOVEMBER, text="Indlæst", user=cast.sara_secretary, reason=BECAUSE
    )
    response = owner.post(address(item), sent)
    assert (response.status_code, response.context["imported"]) == (409, True)


def test_a_point_that_moved_on_without_an_entry_gives_the_form_back(owner, item):
    sent = opened(owner, item) | {"text": "Mit"}
    with transaction.atomic():
        history.claim(PlanItem.objects.get(pk=item.pk), seen=None, field="status_version")
    response = owner.post(address(item), sent)
    assert (response.status_code, response.context["form"].typed["text"], len(texts(item))) == (409, "Mit", 1)
    assert owner.post(address(item), hidden(response) | {"text": "Mit"}).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "-1", "1" * 30, "٣"])
def test_a_form_without_a_version_writes_nothing_unseen(owner, item, seen):
    response = owner.post(address(item), opened(owner, item) | {"text": "Mit", "seen": seen})
    assert (response.status_code, len(texts(item))) == (409, 1)


def test_a_double_click_makes_one_entry(owner, item):
    sent = opened(owner, item) | {"text": "Én gang"}
    answers = [owner.post(address(item), sent).status_code for _ in range(3)]
    assert (answers, texts(item)) == ([302, 302, 302], [LAST, "Én gang"])


def test_a_resend_in_place_shows_the_entry_that_is_there(owner, item):
    sent = opened(owner, item) | {"text": "Én gang", "in_place": "1"}
    for _ in range(2):
        answer = owner.post(address(item), sent, headers={"HX-Request": "true"})
    assert (answer.context["state"], answer.context["saved"]["text"], len(texts(item))) == ("saved", "Én gang", 2)


def test_back_and_other_words_is_a_conflict_with_oneself(owner, item):
    sent = opened(owner, item)
    owner.post(address(item), sent | {"text": "Første udgave"})
    response = owner.post(address(item), sent | {"text": "Anden udgave"})
    assert (response.status_code, response.context["by_me"], response.context["mine"]["text"]) == (
        409,
        True,
        "Anden udgave",
    )
    assert texts(item) == [LAST, "Første udgave"]


def test_a_conflict_leaves_the_key_unused(owner, item, cast):
    sent = opened(owner, item) | {"text": "Mit"}
    theirs(item, cast.sara_secretary, "Deres")
    owner.post(address(item), sent)
    assert OnceKey.objects.count() == 0


def test_the_key_of_another_form_does_not_swallow_a_status(owner, item, cast):
    OnceKey.objects.create(key="another", user=cast.olga_owner, address="/plans/en-anden-plan/")
    owner.post(address(item), opened(owner, item) | {"text": "Mit", "once": "another"})
    assert texts(item) == [LAST, "Mit"]


def test_what_an_expired_session_sent_is_in_the_form_after_signing_in(item, cast):
    client = Client()
    client.force_login(cast.olga_owner)
    sent = opened(client, item) | {"text": "Skrevet for sent", "assessment": "critical"}
    client.logout()
    sent_away = client.post(address(item), sent)
    signed_in = client.post(sent_away["Location"], {"username": "olga_owner", "password": "olga_owner"})
    page = client.get(signed_in["Location"])
    assert page.context["kept"] is True
    assert (page.context["form"].typed["text"], page.context["form"].typed["assessment"]) == (
        "Skrevet for sent",
        "critical",
    )
    assert hidden(page) == {name: sent[name] for name in ("seen", "known", "shown", "once")}


def test_a_kept_text_is_shown_once(item, cast):
    client = Client()
    client.post(address(item), {"text": "Skrevet for sent"})
    client.login(username="olga_owner", password="olga_owner")
    states = [client.get(address(item)).context["form"].typed["text"] for _ in range(2)]
    assert states == ["Skrevet for sent", ""]


def test_the_signs_of_an_imported_text_stay_signs():
    assert as_markdown("5*3 *x* [a](https://b) 1) c", "plain") == "5\\*3 \\*x\\* \\[a](https://b) 1) c"


def test_two_corrective_actions_stand_one_under_the_other():
    blank = dict.fromkeys(("text", "assessment", "in_focus", "focus_reason", "forecast"), "")
    both = brought_together(blank | {"corrective_action": "A"}, blank | {"corrective_action": "B"}, "t")
    assert (both["corrective_action"], both["text"]) == ("A\n\nB", "t")
