"""What the tests of meetings share: a committee that is owed a plan, as in February 2012."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from handleplan.models import Plan, User
from meetings import convening, obliging

JANUARY, FEBRUARY, MARCH = dt.date(2012, 1, 25), dt.date(2012, 2, 29), dt.date(2012, 3, 28)
SIXTEEN = dt.time(16)


def assembled(plan: Plan, *, user: User, reason: str) -> SimpleNamespace:
    """Socialudvalget with a member and three meetings; "månedlig afrapportering i 2012" of the plan."""
    by = {"user": user, "reason": reason}
    committee = convening.add_committee(
        name="Socialudvalget",
        municipality="København",
        called="Socialudvalget",
        proposer="Socialforvaltningen",
        place="Rådhuset, stuen, værelse 8",
        **by,
    )
    member = convening.add_member(committee, name="Karen Lindskov", party="A", role="chair", **by)
    days = [(day, SIXTEEN) for day in (JANUARY, FEBRUARY, MARCH)]
    january, meeting, march = convening.add_meetings(committee, days=days, place=committee.place, **by)
    obligation = obliging.add_obligation(
        plan,
        committee,
        text="månedlig afrapportering i 2012",
        cadence="monthly",
        first_period=dt.date(2012, 1, 1),
        last_period=dt.date(2012, 12, 1),
        **by,
    )
    return SimpleNamespace(
        committee=committee, member=member, january=january, meeting=meeting, march=march, obligation=obligation
    )
