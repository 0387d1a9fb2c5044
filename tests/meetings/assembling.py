"""What the tests of meetings share: a committee that is owed a plan, as in February 2012."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from handleplan.models import Plan, User
from meetings import convening, drafting, obliging

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


def february(plan: Plan, held: SimpleNamespace, *, user: User, reason: str) -> SimpleNamespace:
    """The item of 29 February 2012 as it is begun: a section of its own that names a report, one point in focus."""
    by = {"user": user, "reason": reason}
    item = drafting.draft_item(
        held.meeting,
        template="kk_2012",
        title="Status på handleplanen",
        plan=plan,
        obligation=held.obligation,
        period=dt.date(2012, 2, 1),
        today=dt.date(2012, 2, 15),
        **by,
    )
    body = "Milepæle for leverance præsenteres for udvalget ved martsafrapporteringen."
    section = drafting.add_section(item, heading="Særligt om SOFIA", body=body, **by)
    line = drafting.add_focus(item, title="Ajourføring af forretningsgange i SOFIA", answered_in=section, **by)
    annex = drafting.add_annex(item, title="Status på samtlige punkter", added_on=dt.date(2012, 2, 22), **by)
    return SimpleNamespace(
        item=item,
        section=section,
        line=line,
        annex=annex,
        proposal=item.proposals.get(),
        reference=section.references.get(),
    )
