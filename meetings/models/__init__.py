from .agendas import (
    AgendaItem,
    Appendix,
    EventReference,
    FocusInitiative,
    FocusPoint,
    ItemLink,
    ItemVersion,
    Proposal,
    Section,
    SectionPoint,
)
from .commitments import Commitment, CommitmentCommittee, CommitmentEvent, CommitmentPoint, DismissedCandidate
from .committees import Committee, CommitteeMember, Delivery, Meeting, ReportingObligation
from .decisions import Attendance, Decision, DecisionEffect, Minutes
from .templates import SectionTemplate

__all__ = [
    "AgendaItem",
    "Appendix",
    "Attendance",
    "Commitment",
    "CommitmentCommittee",
    "CommitmentEvent",
    "CommitmentPoint",
    "Committee",
    "CommitteeMember",
    "Decision",
    "DecisionEffect",
    "Delivery",
    "DismissedCandidate",
    "EventReference",
    "FocusInitiative",
    "FocusPoint",
    "ItemLink",
    "ItemVersion",
    "Meeting",
    "Minutes",
    "Proposal",
    "ReportingObligation",
    "Section",
    "SectionPoint",
    "SectionTemplate",
]
