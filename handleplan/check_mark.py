"""The mark of everything that a plan's checks read: it changes with every write that may change a finding.

The plan's page shows how many findings there are. Finding them costs more than the page, so their number is kept
(``consistency.count``) until this mark is another one. Written out as one query: building it costs more than asking it.
Other packages, whose ``CHECKS`` read rows of theirs, add their own in ``CHECK_MARKS``.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from handleplan import contributions
from handleplan.models import (
    AnsweredRemark,
    AuditRemark,
    AuditReport,
    BudgetNote,
    Counter,
    Milestone,
    Observation,
    Plan,
    PlanItem,
    RemarkAnswer,
    RemarkItem,
    RemarkVerdict,
    Withdrawal,
)
from handleplan.models.audits import ControlResult

# A remark is the plan's when its report is, or when a point of the plan answers it (``coverage.of_plan``).
_OWN = """
WITH own AS (
    SELECT id, version FROM {AuditRemark} WHERE report_id IN (SELECT id FROM {AuditReport} WHERE plan_id = %s)
    UNION
    SELECT r.id, r.version FROM {AuditRemark} r
    JOIN {RemarkItem} l ON l.remark_id = r.id JOIN {PlanItem} i ON i.id = l.item_id WHERE i.plan_id = %s
)
"""

# Each is asked with the plan's key. Versions and rows that only grow are summed; rows that may go are counted apart.
_PARTS = (
    "SELECT COUNT(*) FROM {HistoricalPlan} WHERE id = %s",
    "SELECT COUNT(*) FROM {PlanItem} WHERE plan_id = %s",
    "SELECT SUM(version + status_version) FROM {PlanItem} WHERE plan_id = %s",
    "SELECT COUNT(*) FROM {Milestone} m JOIN {PlanItem} i ON i.id = m.item_id WHERE i.plan_id = %s",
    "SELECT SUM(m.version) FROM {Milestone} m JOIN {PlanItem} i ON i.id = m.item_id WHERE i.plan_id = %s",
    "SELECT SUM(version) FROM {BudgetNote} WHERE plan_id = %s",
    "SELECT SUM(c.version) FROM {Counter} c JOIN {PlanItem} i ON i.id = c.item_id WHERE i.plan_id = %s",
    """SELECT COUNT(o.id) + COUNT(w.id) FROM {Observation} o LEFT JOIN {Withdrawal} w ON w.observation_id = o.id
       JOIN {Counter} c ON c.id = o.counter_id JOIN {PlanItem} i ON i.id = c.item_id WHERE i.plan_id = %s""",
    "SELECT SUM(version) FROM {AuditReport} WHERE plan_id = %s",
    """SELECT COUNT(*) FROM {RemarkAnswer} a JOIN {AuditReport} p ON p.id = a.report_id WHERE p.plan_id = %s""",
    """SELECT SUM(a.version) FROM {RemarkAnswer} a JOIN {AuditReport} p ON p.id = a.report_id WHERE p.plan_id = %s""",
    """SELECT COUNT(*) FROM {ControlResult} c JOIN {RemarkAnswer} a ON a.id = c.answer_id
       JOIN {AuditReport} p ON p.id = a.report_id WHERE p.plan_id = %s""",
    "SELECT COUNT(*) FROM {RemarkItem} l JOIN {PlanItem} i ON i.id = l.item_id WHERE i.plan_id = %s",
)
_OF_REMARKS = (
    "SELECT COUNT(*) FROM own",
    "SELECT SUM(version) FROM own",
    "SELECT COUNT(*) FROM {RemarkItem} WHERE remark_id IN (SELECT id FROM own)",
    "SELECT COUNT(*) FROM {AnsweredRemark} WHERE remark_id IN (SELECT id FROM own)",
    "SELECT COUNT(*) FROM {RemarkVerdict} WHERE remark_id IN (SELECT id FROM own)",
    """SELECT SUM(p.version) FROM {AuditReport} p WHERE p.id IN
       (SELECT r.report_id FROM {AuditRemark} r WHERE r.id IN (SELECT id FROM own))""",
)


def one_query(parts: Iterable[str], models: Iterable[type[Model]], before: str = "") -> str:
    """All parts asked at once, a column each; ``{Model}`` stands for the table of one of ``models``."""
    columns = ", ".join(f"({part})" for part in parts)
    return f"{before}SELECT {columns}".format(**{model.__name__: model._meta.db_table for model in models})


_MODELS = (
    AnsweredRemark,
    AuditRemark,
    AuditReport,
    BudgetNote,
    ControlResult,
    Counter,
    Milestone,
    Observation,
    PlanItem,
    RemarkAnswer,
    RemarkItem,
    RemarkVerdict,
    Withdrawal,
    Plan.history.model,
)
_QUERY = one_query((*_PARTS, *_OF_REMARKS), _MODELS, _OWN)


def mark_of(plan: Plan) -> str:
    """The mark as it is now; one query, and one for each package that adds to it."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [plan.pk] * (2 + len(_PARTS)))
        own = cursor.fetchone()
    return "-".join(str(part or 0) for part in (*own, *contributions.contributed("CHECK_MARKS", plan)))
