"""The demo's committees, their meetings of 2012, and what Copenhagen's was owed.

Day, hour and place of 29 February 2012, 20 September 2017 and 5 November 2018 are those of the real items (DOMAIN.md
S000-1, S002-1, S003-1); 25 January 2012 is named in the first of them. The rest of the calendar and all members but
Helle Blak (F) are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from handleplan.models import Plan, User
from meetings import convening, drafting, filling, obliging, templating
from meetings.models import Committee, Meeting

REASON = "Indlæst som demo"
COPENHAGEN = {
    "name": "Socialudvalget",
    "municipality": "København",
    "called": "Socialudvalget",
    "proposer": "Socialforvaltningen",
    "place": "Rådhuset, stuen, værelse 8",
}
FINANCE = {
    "name": "Økonomiudvalget",
    "kind": "finance",
    "municipality": "København",
    "called": "Økonomiudvalget",
    "proposer": "Økonomiforvaltningen",
    "place": "Rådhuset, 1. sal, værelse 43",
}
SLAGELSE = {
    "name": "Social- og Beskæftigelsesudvalget",
    "municipality": "Slagelse",
    "called": "Udvalget",
    "proposer": "Direktøren",
}
SIXTEEN = dt.time(16)
YEAR_2012 = [(1, 25), (2, 29), (3, 28), (4, 25), (5, 30), (6, 20), (8, 29), (9, 26), (10, 31), (11, 28), (12, 19)]
FINANCE_2012 = [(2, 7), (3, 27), (4, 17)]
MEMBERS = [
    ("Karen Lindskov", "A", "chair"),
    ("Jens Ravnholt", "V", "deputy"),
    ("Ole Færgemann", "B", "member"),
    ("Sofie Ågaard", "F", "member"),
    ("Bodil Ømark", "Ø", "member"),
]
ORDERED = (
    "en månedlig afrapportering i 2012 vedrørende status på implementering af Handleplan for sikker økonomistyring og "
    "øget kvalitet i sagsbehandlingen"
)


def convene(plan: Plan, secretary: User) -> Iterator[None]:
    """Adds what is not there yet; running it again keeps everything as it is."""
    if Committee.objects.filter(name=COPENHAGEN["name"]).exists():
        return
    by = {"user": secretary, "reason": REASON}
    copenhagen, of_slagelse = (templating.take(name, **by) for name in ("kk_2012", "slagelse_2018"))
    social = convening.add_committee(**COPENHAGEN, template=copenhagen, **by)
    finance = convening.add_committee(**FINANCE, template=copenhagen, **by)
    slagelse = convening.add_committee(**SLAGELSE, template=of_slagelse, **by)
    days = [(dt.date(2012, month, day), SIXTEEN) for month, day in YEAR_2012]
    days += [(dt.date(2013, 12, 4), SIXTEEN), (dt.date(2017, 9, 20), dt.time(13))]
    convening.add_meetings(social, days=days, place=COPENHAGEN["place"], **by)
    convening.add_meetings(finance, days=[(dt.date(2012, *day), dt.time(15)) for day in FINANCE_2012], **by)
    convening.add_meetings(slagelse, days=[(dt.date(2018, 9, 3), None), (dt.date(2018, 11, 5), None)], **by)
    for name, party, role in MEMBERS:
        convening.add_member(social, name=name, party=party, role=role, **by)
    convening.add_member(slagelse, name="Helle Blak", party="F", role="member", **by)
    monthly = obliging.add_obligation(
        plan,
        social,
        text=ORDERED,
        cadence="monthly",
        first_period=dt.date(2012, 1, 1),
        last_period=dt.date(2012, 12, 1),
        source="Socialudvalget, jf. dagsordenspunktet den 29. februar 2012",
        **by,
    )
    obliging.add_obligation(
        plan,
        social,
        text="status på handleplanen hvert kvartal",
        cadence="quarterly",
        first_period=dt.date(2013, 10, 1),
        **by,
    )
    january = social.meetings.get(date=dt.date(2012, 1, 25))
    obliging.deliver(monthly, period=dt.date(2012, 1, 1), meeting=january, user=secretary)
    yield from ()


def draft_march(plan: Plan, secretary: User) -> Iterator[None]:
    """The item of March 2012 as it is begun: it cannot be ready before what was promised for March is answered."""
    meeting = Meeting.objects.get(committee__name=COPENHAGEN["name"], date=dt.date(2012, 3, 28))
    if meeting.items.exists():
        return
    monthly = plan.obligations.get(cadence="monthly", committee=meeting.committee)
    drafting.draft_item(
        meeting,
        template="kk_2012",
        title=filling.title_text(plan),
        obligation=monthly,
        period=dt.date(2012, 3, 1),
        today=dt.date(2012, 3, 14),
        user=secretary,
        reason=REASON,
    )
    yield from ()
