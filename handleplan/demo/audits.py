"""Two real reports that plans answer: the auditors' of 2017 in Slagelse, and the ombudsman's of 2015 in Copenhagen.

Remarks and answers stand word for word as in the agenda items of 5 November 2018 and 20 September 2017; points, links,
kinds and effects are read out of them. Copenhagen's third recommendation is left unanswered: the item names no
initiative for it (S002-8).
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from handleplan import answering, auditing, counting, explaining, planning, staffing
from handleplan.dates import parse
from handleplan.models import AuditReport, Plan, User

FILES = (Path(__file__).parent / "slagelse_2018.json", Path(__file__).parent / "koebenhavn_2017.json")
REASON = "Indlæst som demo"
GLOSSARY = (
    ("abbreviation", "HKY", "Handicapkompenserende ydelser"),
    ("party", "Deloitte", "revisions- og rådgivningsfirma"),
    ("party", "Koncernservice", "kommunens fælles enhed for it og økonomi"),
)


def load(path: Path, secretary: User) -> AuditReport:
    """A report with its plan, remarks, answers and links. Raises nothing twice: who calls it sees that it is new."""
    told = json.loads(path.read_text("utf-8"))
    by = {"user": secretary, "reason": REASON}
    plan = planning.create_plan(**told["plan"], **by)
    planning.add_usual_parts(plan, **by)
    report = auditing.add_report(plan=plan, **_days(told["report"]), **by)
    areas = {area["name"]: auditing.add_area(report, **area, **by) for area in told["areas"]}
    remarks = {
        one.pop("key"): auditing.add_remark(report, area=areas.get(one.pop("area")), **one, **by)
        for one in told["remarks"]
    }
    milestones = _items(plan, told, remarks, by)
    for one in told.get("counters", ()):
        first = one.pop("told")
        counter = counting.add_counter(milestones[one.pop("item")].item, **one, **by)
        counting.record_observation(counter, counting.Told(**first | {"when": parse(first["when"])}), **by)
    for one in told["answers"]:
        covers = [remarks[key] for key in one.pop("remarks")]
        when, number = one.pop("when"), one.pop("milestone")
        answering.add_answer(
            report,
            remarks=covers,
            when=parse(when) if when else None,
            milestone=milestones[number] if number else None,
            **one,
            **by,
        )
    return report


def explain(secretary: User) -> None:
    """The municipality's own words of the agenda item of 29 February 2012 (S000-25)."""
    for kind, short, words in GLOSSARY:
        explaining.explain(kind=kind, short=short, words=words, user=secretary, reason=REASON)


def _items(plan: Plan, told: dict[str, Any], remarks: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    """The plan's points under their headings; the milestones of those that have a number."""
    unit = staffing.add_unit(name=told["unit"], **by)
    milestones, links, heading = {}, {}, None
    for one in told["items"]:
        if one.get("kind") == "heading":
            heading = planning.add_item(plan, kind="heading", number=one["number"], title=one["title"], **by)
            continue
        item = planning.add_item(
            plan, kind="initiative", number=one["number"], title=one["title"], parent=heading, unit=unit, **by
        )
        own = planning.schedule_item(item, start=parse(one["start"]) if "start" in one else None, **by)
        if "end" in one:
            planning.record_first_end(own, end=parse(one["end"]), **by)
        milestones[one["number"]] = own
        for key in one["answers"]:
            links.setdefault(key, []).append(item)
    for key, items in links.items():
        auditing.link_items(remarks[key], items=items, **by)
    return milestones


def _days(report: dict[str, Any]) -> dict[str, Any]:
    return report | {"presented_on": dt.date.fromisoformat(report["presented_on"])}
