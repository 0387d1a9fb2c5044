"""manage.py createsuperuser: Django's own, written down in the change log as a recovery."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from handleplan.acting import acting


class Command(createsuperuser.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        with acting(name="recovery"):
            return super().execute(*args, **options)
