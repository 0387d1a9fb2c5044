from .events import Closing, Event, StoredFile, Withdrawal
from .imprecise import ReadBy
from .milestones import EndDateRevision, Milestone, MilestoneShare
from .once import OnceKey
from .people import Unit, User
from .plans import FormerNumber, ItemRelation, Plan, PlanItem, TablePart
from .scales import Scale
from .statuses import StatusEntry

__all__ = [
    "Closing",
    "EndDateRevision",
    "Event",
    "FormerNumber",
    "ItemRelation",
    "Milestone",
    "MilestoneShare",
    "OnceKey",
    "Plan",
    "PlanItem",
    "ReadBy",
    "Scale",
    "StatusEntry",
    "StoredFile",
    "TablePart",
    "Unit",
    "User",
    "Withdrawal",
]
