"""A report of the auditors with two areas, three remarks and a recommendation."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handleplan import auditing
from tests.conftest import BECAUSE


@pytest.fixture
def by(cast) -> dict:
    return {"user": cast.sara_secretary, "reason": BECAUSE}


@pytest.fixture
def audit(small_plan, by) -> SimpleNamespace:
    report = auditing.add_report(
        plan=small_plan, source="auditor", source_name="Revisionen", title="Beretning nr. 2", year=2018, **by
    )
    sickness = auditing.add_area(report, name="Sygedagpenge", heading="(Sygedagpenge)", **by)
    cash = auditing.add_area(report, name="Kontanthjælp", heading="Kontanthjælp).", **by)
    late = {"kind": "remark", "code": "A", "type_text": "Manglende rettidig opfølgning"}
    first = auditing.add_remark(report, area=sickness, text="Manglende rettidig opfølgning", **late, **by)
    second = auditing.add_remark(report, area=sickness, kind="remark", code="B", text="manglende journalisering", **by)
    third = auditing.add_remark(report, area=cash, text="Manglende rettidig opfølgning", **late, **by)
    advice = auditing.add_remark(report, kind="recommendation", text="At kontrollerne foretages", **by)
    return SimpleNamespace(
        plan=small_plan, report=report, first=first, second=second, third=third, advice=advice, area=sickness
    )
