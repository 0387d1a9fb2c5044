"""Whoever repairs something by a command of Django's is named too."""

from __future__ import annotations

from django.core.management import call_command

from handleplan.models import ChangeEntry


def test_the_first_administrator_is_made_as_a_recovery(db):
    call_command("createsuperuser", username="rod", email="", interactive=False, verbosity=0)
    assert set(ChangeEntry.objects.values_list("author_name", flat=True)) == {"recovery"}
