"""The verbs that draft an agenda item: it is begun from a template and the data, edited section by section, and marked
ready when nothing that was promised is missing.

``items`` begins and ends, ``sections``, ``focus``, ``proposals``, ``annexes`` and ``naming`` write its parts, and
``readiness`` says what is missing and what to look at.
"""

from .annexes import add_annex, withdraw_annex
from .focus import add_focus, answer_focus, edit_focus, put_back_on, take_off
from .items import draft_item, drop_item, edit_item, mark_ready, move_item, take_back
from .naming import note_references, resolve_reference
from .proposals import add_proposal, drop_proposal, edit_proposal, move_proposal
from .readiness import Missing, NotReady, missing, remarks
from .rows import NotDrafting
from .sections import add_section, drop_section, edit_section, move_section, refill_section, restore_section

__all__ = [
    "Missing",
    "NotDrafting",
    "NotReady",
    "add_annex",
    "add_focus",
    "add_proposal",
    "add_section",
    "answer_focus",
    "draft_item",
    "drop_item",
    "drop_proposal",
    "drop_section",
    "edit_focus",
    "edit_item",
    "edit_proposal",
    "edit_section",
    "mark_ready",
    "missing",
    "move_item",
    "move_proposal",
    "move_section",
    "note_references",
    "put_back_on",
    "refill_section",
    "remarks",
    "resolve_reference",
    "restore_section",
    "take_back",
    "take_off",
    "withdraw_annex",
]
