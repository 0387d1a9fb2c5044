"""PostgreSQL with two real roles: a text is removed by the owner's command, and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytestmark = pytest.mark.xdist_group("outage")  # the server and the site of test_outage

LAW = "Anmodning om sletning, sag 13/4711"
NAME = "Rigmor Åkjær, Østergade 4"
WRITE = f"""
from handleplan import recounting
from handleplan.acting import acting
from handleplan.dates import parse
from handleplan.models import Plan, User
user = User.objects.get(username="sekretaer")
with acting(user):
    event = recounting.record_event(Plan.objects.earliest("pk"), when=parse("2012"), text="{NAME} ringede.", user=user)
print(event.pk)
"""
HELD = "SELECT count(*) FROM handleplan_changeentry WHERE before::text LIKE ? OR after::text LIKE ?"


def test_the_owner_removes_a_text_by_command_and_the_sites_role_is_refused(site_on_postgresql):
    site = site_on_postgresql
    row = site.run(WRITE)
    command = ("redact", "handleplan_event", row, "text", "--user", "admin", "--reason", LAW)
    text = f"SELECT text FROM handleplan_event WHERE id = {row}"
    holding = (HELD, [f"%{NAME}%", f"%{NAME}%"])

    refused = replace(site, owner="").manage(*command)
    assert (refused.returncode, refused.stderr.partition(".")[0]) == (
        1,
        "CommandError: Rollen handleplan_app ejer ikke tabellerne",
    )
    assert (site.query(text), site.query(*holding)) == ([(f"{NAME} ringede.",)], [(1,)])

    site.must_manage(*command)
    assert (site.query(text), site.query(*holding)) == ([("[fjernet]",)], [(0,)])
    logged = "SELECT author_name, after ->> 'reason' FROM handleplan_changeentry WHERE table_name = ?"
    assert site.query(logged, ["handleplan_redaction"]) == [("admin", LAW)]
    assert LAW in site.must_manage("verify_log")
