"""What a verb has left behind: its new rows, and who and why they name."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps

from handleplan.history import AppendOnly
from reports.models import PublishJob


def written_since(before: dict) -> list:
    """History rows and append-only rows that are new."""
    return [row for model, last in before.items() for row in model._default_manager.filter(pk__gt=last)]


def author_of(row) -> object:
    """Who wrote the row, or asked for what it wishes."""
    named = ("history_user", "recorded_by", "asked_by")
    return next(filter(None, (getattr(row, name, None) for name in named)))


def told_why(row) -> str:
    """The reason on the row, or on the row it is a part of; a verdict's is its comment."""
    row = getattr(row, "conditional", row) if not hasattr(row, "reason") else row
    named = ("history_change_reason", "recorded_because", "reason", "comment")
    return str(next(filter(None, (getattr(row, name, None) for name in named)), ""))


def last_keys(packages: Iterable[str]) -> dict:
    """The newest key of every model in whose rows an author stands, before a verb writes."""
    models = [model for package in packages for model in apps.get_app_config(package).get_models()]
    facts = [model for model in models if issubclass(model, AppendOnly) and hasattr(model, "recorded_by")]
    histories = [model for model in models if model.__name__.startswith("Historical")]
    newest = {model: model._default_manager.order_by("-pk").first() for model in [*facts, *histories, PublishJob]}
    return {model: row.pk if row else 0 for model, row in newest.items()}
