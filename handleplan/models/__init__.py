from handleplan.change_log.models import ChangeEntry, ChangeSeal, LogVerification, RedactedEntry, Redaction

from .audits import (
    AnsweredRemark,
    AuditArea,
    AuditFile,
    AuditRemark,
    AuditReport,
    ControlResult,
    RemarkAnswer,
    RemarkClaim,
    RemarkItem,
    RemarkType,
    RemarkVerdict,
)
from .budgets import (
    Appropriation,
    AppropriationAmount,
    BudgetAmount,
    BudgetNote,
    BudgetProposal,
    BudgetRow,
    BudgetSection,
    BudgetTable,
    PointAmount,
    ProposalPoint,
)
from .clearances import CprClearance
from .counters import Counter, Observation, ObservationLink
from .events import Closing, Event, StoredFile, Withdrawal
from .glossary import GlossaryEntry
from .imprecise import ReadBy
from .messages import CalendarFeed, Message
from .milestones import EndDateRevision, Milestone, MilestoneShare
from .once import OnceKey
from .people import Unit, User
from .plans import FormerNumber, ItemRelation, Plan, PlanItem, TablePart
from .requests import ConditionalAlternative, ConditionalChoice, ConditionalEnd, EndDateRequest
from .rounds import Draft, Round, RoundItem, RoundVisit, StandIn, StatusVerdict
from .scales import Scale
from .statuses import StatusEntry
from .work import DueJob, WorkerBeat

__all__ = [
    "AnsweredRemark",
    "Appropriation",
    "AppropriationAmount",
    "AuditArea",
    "AuditFile",
    "AuditRemark",
    "AuditReport",
    "BudgetAmount",
    "BudgetNote",
    "BudgetProposal",
    "BudgetRow",
    "BudgetSection",
    "BudgetTable",
    "CalendarFeed",
    "ChangeEntry",
    "ChangeSeal",
    "Closing",
    "ConditionalAlternative",
    "ConditionalChoice",
    "ConditionalEnd",
    "ControlResult",
    "Counter",
    "CprClearance",
    "Draft",
    "DueJob",
    "EndDateRequest",
    "EndDateRevision",
    "Event",
    "FormerNumber",
    "GlossaryEntry",
    "ItemRelation",
    "LogVerification",
    "Message",
    "Milestone",
    "MilestoneShare",
    "Observation",
    "ObservationLink",
    "OnceKey",
    "Plan",
    "PlanItem",
    "PointAmount",
    "ProposalPoint",
    "ReadBy",
    "RedactedEntry",
    "Redaction",
    "RemarkAnswer",
    "RemarkClaim",
    "RemarkItem",
    "RemarkType",
    "RemarkVerdict",
    "Round",
    "RoundItem",
    "RoundVisit",
    "Scale",
    "StandIn",
    "StatusEntry",
    "StatusVerdict",
    "StoredFile",
    "TablePart",
    "Unit",
    "User",
    "Withdrawal",
    "WorkerBeat",
]
