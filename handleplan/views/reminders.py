"""Reminding by hand: what each person would be sent, then it is sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handleplan import clock, cockpit_page, once, permissions, reminding
from handleplan.deadline_words import month_in_words
from handleplan.permissions import require
from handleplan.views.keeping import METHODS
from handleplan.views.rounds import visible_round


@require_http_methods(METHODS)
@require(permissions.can_keep_plans)
def round_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who has not answered, or the one of ``?person=``: the mails as they would read, then they are written.

    Whoever answered meanwhile, or was reminded today already, gets none, and that is said.
    """
    round = visible_round(request, pk)
    today = clock.today()
    letters = cockpit_page.letters(round, _person(request), today=today)
    back = reverse("handleplan:round-detail", args=[pk])
    if request.method != "POST":
        context = {
            "plan": round.plan,
            "month": month_in_words(round.period),
            "letters": letters,
            "person": request.GET.get("person", ""),
            "back": back,
            "once": once.new_key(),
        }
        return render(request, "handleplan/round_remind.html", context)
    if round.is_closed:
        raise PermissionDenied
    written: list[object] = []

    def act() -> str:
        people = [letter["to"] for letter in letters]
        reason = _("Reminded by hand")
        written.extend(reminding.remind(round, people, today=today, user=request.user, reason=reason))
        return back

    _address, first = once.do_once(request.POST.get(once.FIELD, ""), request.user, act)
    if first and written:
        said = ngettext("%(count)d reminder is on its way.", "%(count)d reminders are on their way.", len(written))
        messages.success(request, said % {"count": len(written)})
    elif first:
        messages.info(request, _("Nobody was reminded: everybody has answered, or was reminded today already."))
    return redirect(back)


def _person(request: HttpRequest) -> int | None:
    """The person of the address or the form; None for everybody, 0, whom nobody is, for what is no number."""
    sent = request.POST if request.method == "POST" else request.GET
    text = sent.get("person", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
