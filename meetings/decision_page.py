"""What the pages of a decision show: what it can act upon, what it will do before it is recorded, and what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from handleplan.deadline_words import day_in_words, month_in_words, read_as
from handleplan.milestone_page import complete_milestones, name_of
from handleplan.models import ConditionalEnd, EndDateRequest, PlanItem, User
from handleplan.models.plans import PlanItemQuerySet
from handleplan.moments import moment_in_words
from handleplan.move_page import move_preview
from handleplan.permissions import can_keep_plans
from meetings import openness
from meetings.deciding import Effect, newest_minutes
from meetings.forms.decisions import DecisionForm, Matters
from meetings.happenings import EFFECT_TONES, effect_lead
from meetings.item_words import item_address, item_words
from meetings.models import AgendaItem, Attendance, Decision, DecisionEffect, FocusInitiative, Minutes, SectionPoint

Piece = dict[str, Any]


def matters_of(item: AgendaItem, seen: Mapping[str, int] | None = None) -> Matters:
    """What waits for a decision in the item's plan, its own points first. As many queries for ten as for one."""
    proposals = list(item.proposals.filter(is_dropped=False))
    if item.plan_id is None:
        return Matters(item, proposals, seen=dict(seen or {}))
    own = set(points_of(item).values_list("pk", flat=True))
    open_points = ~Q(milestone__item__state__in=PlanItemQuerySet.CLOSED_STATES)
    asked = EndDateRequest.objects.filter(open_points, milestone__item__plan=item.plan)
    asked = list(asked.filter(state__in=EndDateRequest.OPEN_STATES).select_related("asked_by"))
    hanging = ConditionalEnd.objects.filter(open_points, milestone__item__plan=item.plan, choice=None)
    hanging = list(hanging.prefetch_related("alternatives"))
    milestones = complete_milestones().in_bulk([row.milestone_id for row in (*asked, *hanging)])
    for row in (*asked, *hanging):
        row.milestone = milestones[row.milestone_id]
        for alternative in row.alternatives.all() if isinstance(row, ConditionalEnd) else ():
            alternative.conditional = row

    def own_first(row: Any) -> tuple[bool, int, int]:
        return row.milestone.item_id not in own, row.milestone.item.position, row.pk

    matters = Matters(
        item,
        proposals,
        sorted(asked, key=own_first),
        sorted(hanging, key=own_first),
        list(points_of(item).active().order_by("position")),
        dict(seen or {}),
    )
    if seen is None:
        matters.seen.update(_versions(matters))
    return matters


def points_of(item: AgendaItem) -> PlanItemQuerySet:
    """The points of the plan that the item speaks of."""
    named = SectionPoint.objects.filter(section__item=item, section__is_dropped=False, withdrawn=False).values("point")
    focus = FocusInitiative.objects.filter(focus__item=item, withdrawn=False).values("point")
    return PlanItem.objects.filter(Q(pk__in=named) | Q(pk__in=focus), plan=item.plan_id)


def _versions(matters: Matters) -> dict[str, int]:
    return (
        {f"request-{row.pk}": row.version for row in matters.requests}
        | {f"milestone-{row.milestone_id}": row.milestone.version for row in matters.conditionals}
        | {f"point-{point.pk}": point.version for point in matters.points}
    )


def decision_form_page(item: AgendaItem, form: DecisionForm, user: User, *, today: dt.date) -> Piece:
    """The form's page: each request and hanging deadline with what it would become, and the versions seen."""
    return {
        "title": openness.title_of(item, user),
        "requests": [
            _facts(row, row.end, today) | {"field": form[f"request_{row.pk}"], "reason": row.reason}
            for row in form.matters.requests
        ],
        "conditionals": [
            _facts(row, None, today) | {"field": form[f"pick_{row.pk}"], "reason": row.awaits}
            for row in form.matters.conditionals
        ],
        "versions": form.matters.seen,
        "others_open": bool(form.people_fields and any(form[name.name].errors for name in form.people_fields)),
    }


def _facts(row: Any, end: Any, today: dt.date) -> Piece:
    milestone, point = row.milestone, row.milestone.item
    return {
        "point": f"{point.number} {point.display_title}",
        "milestone": "" if milestone.is_own else name_of(milestone),
        "now": milestone.end_as_written or "–",
        "end": end.as_written if end else "",
        "headline": move_preview(milestone, end, today=today)["headline"] if end else "",
    }


def preview(form: DecisionForm, *, today: dt.date) -> Piece:
    """What will be recorded and what it will do, in sentences. Only for a valid form."""
    data = form.cleaned_data
    codes = dict(Decision.Code.choices)
    roles = dict(Attendance.Role.choices)
    return {
        "day": day_in_words(data["decided_on"]),
        "decisions": [
            {"on": said.proposal.text if said.proposal else "", "text": said.text, "code": capfirst(codes[said.code])}
            for said in form.decisions()
        ],
        "lines": [line for line in (data["attendance"], data["absence"], data["dissent"]) if line],
        "people": [
            {"name": " ".join(filter(None, [each.title, each.name])), "party": each.party, "role": roles[each.role]}
            for each in form.people()
        ],
        "public": data.get("public_text", ""),
        "effects": [_will_do(effect, today) for effect in form.effects()],
    }


def _will_do(effect: Effect, today: dt.date) -> Piece:
    kind = DecisionEffect.Kind(effect.kind)
    told = {"kind": capfirst(str(kind.label)), "tone": EFFECT_TONES[effect.kind], "detail": ""}
    if effect.request:
        milestone = effect.request.milestone
        moved = move_preview(milestone, effect.request.end, today=today)["headline"] if kind == kind.GRANTED else ""
        words = _("%(old)s becomes %(new)s") if kind == kind.GRANTED else _("%(old)s stays; %(new)s was asked for")
        told["what"] = words % {"old": milestone.end_as_written or "–", "new": effect.request.end_as_written}
        return told | {"on": _named(milestone.item), "detail": moved}
    if effect.alternative:
        milestone = effect.alternative.conditional.milestone
        facts = {"old": milestone.end_as_written or "–", "new": effect.alternative.end_as_written}
        moved = move_preview(milestone, effect.alternative.end, today=today)["headline"]
        return told | {"on": _named(milestone.item), "what": _("%(old)s becomes %(new)s") % facts, "detail": moved}
    if effect.point:
        return told | {"on": _named(effect.point), "what": _("The point leaves the active part of the report.")}
    facts = effect.obligation
    months = [month_in_words(facts[name]) for name in ("first_period", "last_period") if facts[name]]
    return told | {"on": str(facts["committee"]), "what": facts["text"], "detail": " – ".join(months)}


def _named(point: PlanItem) -> str:
    return f"{point.number} {point.display_title}".strip()


# -- what was decided -------------------------------------------------------------------------------------------------


def decision_page(item: AgendaItem, user: User) -> Piece:
    """What was decided of an item, what it did, and its corrections, newest first. Of a closed item the public words
    and what everybody sees in the plan."""
    rows = item.minutes.select_related("recorded_by", "item").prefetch_related("decisions__proposal", "people")
    minutes = list(rows.order_by("-pk"))
    effects = DecisionEffect.objects.filter(decision__minutes__item=item)
    effects = effects.select_related("point", "revision", "request", "obligation__committee", "recorded_by")
    may_read = openness.may_read(user, item)
    return {
        "title": openness.title_of(item, user),
        "words": item_words(item, user),
        "item_url": item_address(item),
        "may_read": may_read,
        "minutes": [_minutes(row, user) for row in minutes] if may_read else [],
        "public": openness.decision_of(minutes[0], user) if minutes and not may_read else "",
        "decided": bool(minutes),
        "effects": [_did(effect) for effect in effects.order_by("pk")],
        "may_keep": can_keep_plans(user),
        "newest": minutes[0].pk if minutes else None,
    }


def _minutes(minutes: Minutes, user: User) -> Piece:
    roles = dict(Attendance.Role.choices)
    return {
        "day": day_in_words(minutes.decided_on),
        "decisions": [
            {
                "on": decision.proposal.text if decision.proposal else "",
                "text": decision.text,
                "code": capfirst(decision.get_code_display()),
                "votes": _votes(decision),
            }
            for decision in minutes.decisions.all()
        ],
        "attendance": minutes.attendance_text,
        "absence": minutes.absence_text,
        "dissent": minutes.dissent,
        "public": minutes.public_text,
        "people": [
            {"name": " ".join(filter(None, [each.title, each.name])), "party": each.party, "role": roles[each.role]}
            for each in minutes.people.all()
        ],
        "why": minutes.reason if minutes.corrects_id else "",
        "by": str(minutes.recorded_by),
        "at": moment_in_words(minutes.recorded_at),
    }


def _votes(decision: Decision) -> Sequence[tuple[str, str]]:
    votes = ((_("In favour"), decision.votes_for), (_("Against"), decision.votes_against))
    return [(label, who) for label, who in (*votes, (_("Abstained"), decision.abstained)) if who]


def _did(effect: DecisionEffect) -> Piece:
    point, obligation = effect.point, effect.obligation
    return {
        "kind": capfirst(effect.get_kind_display()),
        "tone": EFFECT_TONES[effect.kind],
        "lead": effect_lead(effect),
        "reading": read_as(effect.revision.end) if effect.revision else "",
        "on": _named(point) if point else str(obligation.committee) if obligation else "",
        "url": reverse("handleplan:item-detail", args=[point.pk])
        if point
        else reverse("meetings:obligation-detail", args=[obligation.pk])
        if obligation
        else "",
    }


def facts_of(item: AgendaItem) -> Piece:
    """The newest minutes as the form has them, for a correction; the meeting's day for the first ones."""
    minutes = newest_minutes(item)
    if minutes is None:
        return {"decided_on": item.meeting.date, "obligation_committee": item.meeting.committee_id}
    facts = {
        "decided_on": minutes.decided_on,
        "attendance": minutes.attendance_text,
        "absence": minutes.absence_text,
        "dissent": minutes.dissent,
        "public_text": minutes.public_text,
        "obligation_committee": item.meeting.committee_id,
    }
    for decision in minutes.decisions.all():
        suffix = f"_{decision.proposal_id}" if decision.proposal_id else ""
        facts |= {f"text{suffix}": decision.text, f"code{suffix}": decision.code}
        if not decision.proposal_id:
            facts |= {name: getattr(decision, name) for name in ("votes_for", "votes_against", "abstained")}
    return facts
