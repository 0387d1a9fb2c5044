"""The core works with ``handleplan`` alone installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import django
from django.conf import settings
settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app not in ("reports", "meetings")]
settings.HANDLEPLAN_URLS = []
settings.HANDLEPLAN_CONTRIBUTIONS = {}
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from handleplan import planning, staffing
from handleplan.acting import acting
with acting(name="test"):
  sara = staffing.add_person(username="s", full_name="S", role="secretary", user=None, reason="x", password="s")
  plan = planning.create_plan(title="Alene", user=sara, reason="x")
  client = Client()
  client.force_login(sara)
print([client.get(address).status_code for address in ("/plans/", f"/plans/{plan.slug}/", "/late/")])
"""


def test_the_pages_answer_with_handleplan_alone_installed(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/alone.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.machine.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[200, 200, 200]", 0), done.stderr
