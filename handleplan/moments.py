"""Recorded times in words: they are stored in UTC and told in Copenhagen's."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from handleplan.deadline_words import day_in_words


def moment_in_words(moment: dt.datetime) -> str:
    """ "29. november 2013 kl. 14.32" in the language of the page."""
    local = timezone.localtime(moment)
    # Translators: a time of day after its date; hours and minutes stand in your language's order already.
    return _("%(day)s at %(hour)s:%(minute)s") % {
        "day": day_in_words(local.date()),
        "hour": f"{local:%H}",
        "minute": f"{local:%M}",
    }


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Copenhagen."""
    return timezone.localtime(moment).date()


def draft_told(saved_at: dt.datetime) -> str:
    """ "Kladde gemt 14.32", with the day where it was not today."""
    at = timezone.localtime(saved_at)
    if at.date() == timezone.localdate():
        return _("Draft saved at %(time)s") % {"time": f"{at:%H.%M}"}
    return _("Draft saved on %(day)s at %(time)s") % {"day": f"{at.day}.{at.month}.{at.year}", "time": f"{at:%H.%M}"}
