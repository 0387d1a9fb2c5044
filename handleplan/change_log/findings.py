"""What a verification can find, and the sentence for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.moments import moment_in_words

from .models import Redaction

# Models that nothing else calls by name, and so have no ``verbose_name``.
UNNAMED = {
    "handleplan_calendarfeed": gettext_lazy("Calendar address"),
    "handleplan_conditionalalternative": gettext_lazy("Alternative of a conditional deadline"),
    "handleplan_conditionalchoice": gettext_lazy("Choice of a conditional deadline"),
    "handleplan_conditionalend": gettext_lazy("Conditional deadline"),
    "handleplan_cprclearance": gettext_lazy("Text let stand with a CPR number"),
    "handleplan_formernumber": gettext_lazy("Former number"),
    "handleplan_itemrelation": gettext_lazy("Relation between points"),
    "handleplan_milestoneshare": gettext_lazy("Shared milestone"),
    "handleplan_redactedentry": gettext_lazy("Blanked entry of the change log"),
    "handleplan_redaction": gettext_lazy("Removal from the change log"),
    "handleplan_rounditem": gettext_lazy("Point asked about in a round"),
    "handleplan_roundvisit": gettext_lazy("Visit to a round"),
    "handleplan_statusverdict": gettext_lazy("Manager’s answer to a status"),
    "handleplan_tablepart": gettext_lazy("Table of a plan"),
    "handleplan_user_groups": gettext_lazy("Person’s group"),
    "handleplan_user_user_permissions": gettext_lazy("Person’s right"),
    "reports_editionfile": gettext_lazy("File of an edition"),
    "reports_journalising": gettext_lazy("Journalising of an edition"),
    "reports_readingvisit": gettext_lazy("Visit by a reading link"),
    "handleplan_appropriationamount": gettext_lazy("Amount of a grant"),
    "handleplan_budgetamount": gettext_lazy("Amount in a budget note"),
    "handleplan_budgetrow": gettext_lazy("Row of a budget note"),
    "handleplan_observationlink": gettext_lazy("What an observation is tied to"),
    "handleplan_proposalpoint": gettext_lazy("Point of a budget proposal"),
    "meetings_attendance": gettext_lazy("Person in the minutes"),
    "meetings_commitmentcommittee": gettext_lazy("Committee that was promised something"),
    "meetings_commitmentevent": gettext_lazy("Event of a promise"),
    "meetings_commitmentpoint": gettext_lazy("Point that a promise is about"),
    "meetings_decisioneffect": gettext_lazy("What a decision did"),
    "meetings_dismissedcandidate": gettext_lazy("Sentence that is no promise"),
    "meetings_eventreference": gettext_lazy("Report or meeting that a text names"),
    "meetings_focusinitiative": gettext_lazy("Point behind a point in focus"),
    "meetings_sectionpoint": gettext_lazy("Point that a section speaks of"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A code of ``sentence`` and the values that its sentence names."""

    code: str
    values: dict[str, Any]


def sentence(code: str, values: dict[str, Any]) -> str:
    """The finding in words."""
    said = dict(values)
    if "table" in said:
        said["table"] = table_words(said["table"])
    match code:
        case "entry_edited":
            return _("Entry %(entry)s of the log was changed after it had been sealed.") % said
        case "entry_deleted":
            return _("Entry %(entry)s of the log was deleted.") % said
        case "entry_inserted":
            return _("Entry %(entry)s was put into the log among entries that are sealed.") % said
        case "seal_edited":
            return _("Seal %(seal)s of the chain was changed.") % said
        case "seal_missing":
            return _("A seal is missing before seal %(seal)s of the chain.") % said
        case "head_unknown":
            return _("The end of the log was cut off: no seal has the control code %(head)s… kept in %(where)s.") % said
        case "trigger_missing":
            return _("The database no longer logs everything: the trigger %(trigger)s is missing or changed.") % said
        case "row_not_logged":
            return _("%(table)s %(row)s stands in the database, but the log does not know it.") % said
        case "row_gone":
            return _("%(table)s %(row)s was removed past the log.") % said
        case "row_differs":
            return _("%(table)s %(row)s was changed past the log (%(columns)s).") % said
        case "history_missing":
            return _("%(table)s %(row)s has no history.") % said
        case "history_differs":
            return _("%(table)s %(row)s is not as its history says (%(columns)s).") % said
        case "history_alone":
            return _("%(table)s %(row)s is gone, but its history does not say so.") % said
        case "entry_without_history":
            return _("Entry %(entry)s: %(table)s %(row)s was written without a row in its history.") % said
        case "more":
            return _("%(count)s further findings are not listed.") % said
    return f"{code} {values}"


def redaction_words(redaction: Redaction) -> str:
    """A redaction in one sentence: no finding, but whoever verifies the log ought to know of it."""
    return _("%(when)s: %(who)s removed text from %(table)s %(row)s (%(columns)s) for the law’s sake: %(reason)s") % {
        "when": moment_in_words(redaction.recorded_at),
        "who": redaction.author_name,
        "table": table_words(redaction.table_name),
        "row": redaction.row_key,
        "columns": ", ".join(redaction.columns),
        "reason": redaction.reason,
    }


def table_words(table: str) -> str:
    """A table as people call it: its model's name in their language, history said so."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            if hasattr(model, "instance_type"):
                name = table_words(model.instance_type._meta.db_table)
                return _("History of %(name)s") % {"name": name[:1].lower() + name[1:]}
            name = str(UNNAMED.get(table) or model._meta.verbose_name)
            return name[:1].upper() + name[1:]
    return table
