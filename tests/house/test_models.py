"""The house tests itself: where models may point, how each is remembered, and which doors are shut."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from handleplan.history import AppendOnly, TrackedQuerySet, WrittenPastHistory
from handleplan.models import EndDateRevision, Milestone, Plan, PlanItem, StatusEntry

LAYERS = ["handleplan", "reports", "meetings"]
TRACKED = {
    "AgendaItem",
    "AnsweredRemark",
    "Appendix",
    "Appropriation",
    "AppropriationAmount",
    "AuditArea",
    "AuditRemark",
    "AuditReport",
    "BudgetAmount",
    "BudgetNote",
    "BudgetProposal",
    "BudgetRow",
    "BudgetSection",
    "BudgetTable",
    "CalendarFeed",
    "Commitment",
    "CommitmentCommittee",
    "CommitmentPoint",
    "Committee",
    "CommitteeMember",
    "Counter",
    "EndDateRequest",
    "EventReference",
    "FocusInitiative",
    "FocusPoint",
    "GlossaryEntry",
    "ItemLink",
    "ItemRelation",
    "Meeting",
    "Message",
    "Milestone",
    "MilestoneShare",
    "ObservationLink",
    "Plan",
    "PlanItem",
    "Proposal",
    "ProposalPoint",
    "PublicPage",
    "ReadingLink",
    "RemarkAnswer",
    "RemarkItem",
    "RemarkType",
    "ReportDesign",
    "ReportingObligation",
    "Round",
    "Section",
    "SectionPoint",
    "SectionTemplate",
    "StandIn",
    "TablePart",
    "Unit",
    "User",
}
APPEND_ONLY = {
    "Attendance",
    "AuditFile",
    "Closing",
    "CommitmentEvent",
    "ConditionalAlternative",
    "ConditionalChoice",
    "ConditionalEnd",
    "ControlResult",
    "CprClearance",
    "Decision",
    "DecisionEffect",
    "Delivery",
    "DismissedCandidate",
    "Edition",
    "EditionFile",
    "EndDateRevision",
    "Event",
    "FormerNumber",
    "ItemVersion",
    "Journalising",
    "Minutes",
    "Observation",
    "PointAmount",
    "ReadingVisit",
    "RemarkClaim",
    "RemarkVerdict",
    "RoundItem",
    "RoundVisit",
    "Scale",
    "StatusEntry",
    "StatusVerdict",
    "StoredFile",
    "Withdrawal",
}
# Written by the machine about all others (handleplan/change_log): they say who and when in columns of their own.
CHANGE_LOG = {
    "ChangeEntry",
    "ChangeSeal",
    "LogVerification",
    "RedactedEntry",
    "Redaction",
}
PLAIN = {
    "Draft",
    "DueJob",
    "OnceKey",
    "PublishJob",
    "WorkerBeat",
}


def own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in LAYERS and not model.__name__.startswith("Historical")
    ]


def test_every_model_is_tracked_or_append_only():
    assert {model.__name__ for model in own_models()} == TRACKED | APPEND_ONLY | CHANGE_LOG | PLAIN


def test_tracked_models_have_history():
    assert {model.__name__ for model in own_models() if hasattr(model, "history")} == TRACKED


def test_append_only_models_refuse_change_and_deletion():
    guarded = {model.__name__ for model in own_models() if issubclass(model, AppendOnly)}
    assert guarded == APPEND_ONLY | CHANGE_LOG


def test_append_only_models_say_who_and_when():
    fields = {
        model.__name__: {"recorded_by", "recorded_at"} <= {field.name for field in model._meta.get_fields()}
        for model in own_models()
        if model.__name__ in APPEND_ONLY
    }
    assert fields == dict.fromkeys(APPEND_ONLY, True)


def test_foreign_keys_point_down_only():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model._meta.app_label in LAYERS
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(model._meta.app_label)
    ]
    assert upward == []


def test_no_foreign_key_deletes_domain_rows_by_cascade():
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.concrete and isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == []


def test_tracked_models_guard_their_related_managers_too():
    unguarded = [
        model.__name__
        for model in own_models()
        if model.__name__ in TRACKED - {"User"} and not isinstance(model._base_manager.all(), TrackedQuerySet)
    ]
    assert unguarded == []


@pytest.mark.parametrize(
    "write",
    [
        lambda: PlanItem.objects.update(title="x"),
        lambda: PlanItem.objects.bulk_create([PlanItem(title="x")]),
        lambda: PlanItem.objects.bulk_update([], ["title"]),
        lambda: Milestone.objects.all().delete(),
        lambda: Plan(pk=1).items.update(title="x"),
        lambda: StatusEntry.objects.update(text="x"),
        lambda: EndDateRevision.objects.all().delete(),
        lambda: Milestone(pk=1).revisions.update(reason="x"),
        lambda: EndDateRevision(pk=1).delete(),
    ],
    ids=[
        "update",
        "bulk_create",
        "bulk_update",
        "delete",
        "related update",
        "fact update",
        "fact delete",
        "related fact update",
        "one fact deleted",
    ],
)
def test_writes_past_history_are_refused(write):
    with pytest.raises(WrittenPastHistory):
        write()
