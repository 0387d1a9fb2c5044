"""The verbs that let a plan be continued in another one: its open points go on there, and their history stays.

The Feb/Nov example: phase 2 carries 2.1.3.1. over with all its end dates. What was recorded in the old plan keeps its
author and time in words (``recorded_because``); the rows themselves say who carried them over, and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from handleplan import auditing, closing, counting, history, planning, relating, scaling
from handleplan.deadline_words import month_in_words
from handleplan.models import (
    Closing,
    Counter,
    EndDateRevision,
    ItemRelation,
    Milestone,
    MilestoneShare,
    Observation,
    Plan,
    PlanItem,
    User,
)
from handleplan.models.imprecise import columns
from handleplan.moments import moment_in_words

_FACTS = ("origin", "origin_text")
_COPIED = ("title", "marker", "italic", "capitals", "description", "description_kind", "owner", "owner_text", "unit")
_SCHEDULE = ("is_own", "name", "position", "moves", "revised_as_written", "completed_on")
_SCHEDULE += ("under_revision", "under_revision_reason")


@transaction.atomic
def continue_plan(
    plan: Plan,
    *,
    items: Sequence[PlanItem],
    reported_in: dt.date | None,
    user: User,
    reason: str,
    title: str = "",
    version_text: str = "",
    seen: int | None = None,
) -> Plan:
    """Carries open points of ``plan`` over to its successor, which is made (with ``title``) if there is none.

    Each point goes on there under its number, with its owner, its whole chain of end dates, its counters and the
    remarks it answers; here it is closed as continued, reported in the month of ``reported_in``. Headings above come
    along. ``seen`` is the entry of the plan's history that the person saw. Raises ``Outdated`` when the plan has
    changed or a point was closed meanwhile.
    """
    if seen is not None:
        planning.hold_plan(plan, seen=seen)
    if any(item.plan_id != plan.pk for item in items):
        raise ValueError("a plan carries its own points over")
    held = PlanItem.objects.select_for_update(no_key=True).filter(pk__in=[item.pk for item in items]).order_by("pk")
    chosen = sorted(held, key=lambda item: item.position)
    if any(item.is_closed for item in chosen):
        raise history.Outdated
    successor = plan.successor or _found(plan, title=title, version_text=version_text, user=user, reason=reason)
    carrier = _Carrier(plan, successor, user, reason)
    for item in chosen:
        new = carrier.carry(item)
        why = _("Continued in “%(plan)s”") % {"plan": successor}
        kind = Closing.Kind.CONTINUED
        closing.close_item(item, kind=kind, into=new, why=why, reported_in=reported_in, user=user, reason=reason)
    carrier.share()
    return successor


def _found(plan: Plan, *, title: str, version_text: str, user: User, reason: str) -> Plan:
    """The successor, with the plan's origin, unit, introduction, table and scale."""
    if not title.strip():
        raise ValueError("a successor has a title")
    facts = {name: getattr(plan, name) for name in _FACTS}
    by = {"user": user, "reason": reason}
    successor = planning.create_plan(
        title=title, intro=plan.intro, unit=plan.unit, version_text=version_text, **facts, **by
    )
    for part in plan.parts.all():
        layout = {"title": part.title, "columns": part.columns, "header_rows": part.header_rows}
        planning.set_table_part(successor, kind=part.kind, **layout, **by)
    if scale := scaling.current_scale(plan):
        scaling.set_scale(successor, levels=scale.levels, **by)
    planning.edit_plan(plan, successor=successor, **by)
    return successor


class _Carrier:
    """Carries points of one plan over to another, each once."""

    def __init__(self, plan: Plan, successor: Plan, user: User, reason: str) -> None:
        self.plan, self.successor = plan, successor
        self.by = {"user": user, "reason": reason}
        self.old = {item.pk: item for item in plan.items.select_related("owner", "unit")}
        self.new = dict(_carried_before(plan, successor))
        self.milestones: dict[int, Milestone] = {}
        self.revisions: dict[int, EndDateRevision] = {}

    def carry(self, item: PlanItem) -> PlanItem:
        """The point in the new plan, under the nearest point above that stands there."""
        if item.pk in self.new:  # reopened here after it was carried over: it goes on where it went then
            return self.new[item.pk]
        new = self._copy(item)
        for milestone in item.milestones.order_by("position", "pk"):
            self._copy_milestone(milestone, new)
        for counter in item.counters.standing():
            self._copy_counter(counter, new)
        for remark in item.audit_remarks.order_by("pk"):
            auditing.link_items(remark, items=[*remark.items.all(), new], **self.by)
        return new

    def share(self) -> None:
        """Milestones that serve further points serve them there too, as far as these came along."""
        shares = MilestoneShare.objects.filter(milestone__in=self.milestones, item__in=self.new, withdrawn=False)
        for share in shares:
            copy = MilestoneShare(milestone=self.milestones[share.milestone_id], item=self.new[share.item_id])
            history.save(copy, **self.by)

    def _copy(self, item: PlanItem) -> PlanItem:
        fields = {name: getattr(item, name) for name in _COPIED} | {"in_focus": item.in_focus, "state": item.state}
        new = planning.add_item(
            self.successor, kind=item.kind, number=item.number, parent=self._above(item), **fields, **self.by
        )
        self.new[item.pk] = new
        return new

    def _above(self, item: PlanItem) -> PlanItem | None:
        above = self.old.get(item.parent_id) if item.parent_id else None
        while above is not None and above.kind != PlanItem.Kind.HEADING and above.pk not in self.new:
            above = self.old.get(above.parent_id) if above.parent_id else None
        if above is None or above.pk in self.new:
            return self.new[above.pk] if above else None
        heading = self._copy_heading(above)
        return heading

    def _copy_heading(self, heading: PlanItem) -> PlanItem:
        new = self._copy(heading)
        if heading.is_closed:  # something beneath goes on, so it does too
            new.state = PlanItem.State.IN_PROGRESS
            history.save(new, fields=["state"], **self.by)
        relating.relate_items(heading, new, kind=ItemRelation.Kind.CONTINUED_IN, confirmed=True, **self.by)
        return new

    def _copy_milestone(self, milestone: Milestone, item: PlanItem) -> None:
        copy = Milestone(item=item, **{name: getattr(milestone, name) for name in _SCHEDULE})
        for prefix in ("start", "original", "end", "forecast"):
            setattr(copy, prefix, getattr(milestone, prefix))
        history.save(copy, **self.by)
        self.milestones[milestone.pk] = copy
        copied = self.revisions
        for revision in milestone.revisions.select_related("recorded_by").order_by("sequence"):
            copied[revision.pk] = self._copy_revision(revision, copy, copied.get(revision.corrects_id or 0))

    def _copy_revision(
        self, revision: EndDateRevision, milestone: Milestone, corrects: EndDateRevision | None
    ) -> EndDateRevision:
        return EndDateRevision.objects.create(
            milestone=milestone,
            sequence=revision.sequence,
            kind=revision.kind,
            corrects=corrects,
            reason_category=revision.reason_category,
            reason=revision.reason,
            decided_by=revision.decided_by,
            decided_on=revision.decided_on,
            recorded_by=self.by["user"],
            recorded_because=self._because(revision),
            **columns("end", revision.end),
        )

    def _copy_counter(self, counter: Counter, item: PlanItem) -> None:
        """The counter goes on with the numbers that stand; those that were the cause of a move still are."""
        aims = {"target": counter.target_as_written, "limit": counter.limit_as_written}
        what = {"name": counter.name, "unit": counter.unit, "scope": counter.scope}
        new = counting.add_counter(item, **what, **aims, **self.by)
        told = counter.observations.counted().select_related("recorded_by").prefetch_related("links__status")
        for observation in told.order_by("pk"):
            self._copy_observation(observation, new)

    def _copy_observation(self, observation: Observation, counter: Counter) -> None:
        links = [link for link in observation.links.all() if not link.withdrawn]
        months = [month_in_words(link.status.period) for link in links if link.status_id]
        status = _("Status for %(month)s in “%(plan)s”") % {"month": ", ".join(months), "plan": self.plan}
        facts = ("kind", "when", "value", "qualifier", "as_written", "scope")
        told = counting.Told(
            **{name: getattr(observation, name) for name in facts}, source=observation.source or status[:400]
        )
        by = {"user": self.by["user"], "reason": self._because(observation)}
        copy = counting.record_observation(counter, told, **by)
        for link in links:
            if link.revision_id in self.revisions:
                counting.link_observation(copy, self.revisions[link.revision_id], **by)

    def _because(self, row: EndDateRevision | Observation) -> str:
        """Who recorded a row that was carried over, when and why, in the reason of its copy."""
        return _("Carried over from “%(plan)s”; recorded there by %(person)s on %(moment)s: %(reason)s") % {
            "plan": self.plan,
            "person": row.recorded_by,
            "moment": moment_in_words(row.recorded_at),
            "reason": row.recorded_because,
        }


def _carried_before(plan: Plan, successor: Plan) -> Iterable[tuple[int, PlanItem]]:
    relations = ItemRelation.objects.filter(
        item__plan=plan, other__plan=successor, kind=ItemRelation.Kind.CONTINUED_IN, confirmed=True
    )
    return ((relation.item_id, relation.other) for relation in relations.select_related("other"))
