"""The one place that says what day it is.

Rules ask for ``today`` as an argument; views and commands get it here. ``HANDLEPLAN_TODAY`` (the demo's 29 November
2013) feeds only this: recorded times come from ``django.utils.timezone.now`` and stay real.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """The day in Copenhagen that decides what is overdue."""
    return settings.HANDLEPLAN_TODAY or timezone.localdate()
