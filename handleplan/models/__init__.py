from .imprecise import ReadBy
from .milestones import EndDateRevision, Milestone
from .people import Unit, User
from .plans import FormerNumber, ItemRelation, Plan, PlanItem, TablePart
from .statuses import StatusEntry

__all__ = [
    "EndDateRevision",
    "FormerNumber",
    "ItemRelation",
    "Milestone",
    "Plan",
    "PlanItem",
    "ReadBy",
    "StatusEntry",
    "TablePart",
    "Unit",
    "User",
]
