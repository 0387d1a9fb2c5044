"""Makes migrating quick without changing what it does.

For every operation Django builds anew each model that is related to the one at hand, by however many steps: with us
that is all of them, since all lead to a person. Fifty migrations built 15,000 models to make 150, and took 47 seconds.
Where a migration only adds, the model at hand is all that the database needs to be told of; and Django has a word for a
state whose other models lag behind ("delayed"), which makes it build all of them before code is run on them.

On the way back Django goes on from a state whose models are built, and so builds them anew for every operation behind
it, to throw them away; from a state without models it need not: the next one that is wanted is built once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterModelOptions,
    CreateModel,
    RunPython,
    RunSQL,
)
from django.db.migrations.state import ProjectState

TRIED = ((5, 2),)  # the versions of Django whose states are known to work this way
ADDING = (AddConstraint, AddField, AddIndex, AlterModelOptions, CreateModel, RunPython, RunSQL)


@contextmanager
def quick_states() -> Iterator[bool]:
    """Inside, migrations build no more models than they use; true if this Django is one we know."""
    if django.VERSION[:2] not in TRIED:
        yield False
        return
    kept = Migration.apply, Migration.unapply, Migration.mutate_state
    Migration.apply, Migration.unapply = _quick(Migration.apply), _quick(Migration.unapply)
    Migration.mutate_state = _bare(Migration.mutate_state)
    try:
        yield True
    finally:
        Migration.apply, Migration.unapply, Migration.mutate_state = kept


def _quick(slow: Callable[..., ProjectState]) -> Callable[..., ProjectState]:
    """``Migration.apply`` or ``unapply``: as it is for a migration that changes what is there, quick for others."""

    def run(migration: Migration, state: ProjectState, *arguments: Any, **named: Any) -> ProjectState:
        if not all(isinstance(operation, ADDING) for operation in migration.operations):
            state.clear_delayed_apps_cache()
            return slow(migration, state, *arguments, **named)
        kept = ProjectState._find_reload_model
        ProjectState._find_reload_model = _itself
        try:
            return slow(migration, state, *arguments, **named)
        finally:
            ProjectState._find_reload_model = kept

    return run


def _bare(slow: Callable[..., ProjectState]) -> Callable[..., ProjectState]:
    """``Migration.mutate_state``: the state behind the migration comes without its models, as it may."""

    def run(migration: Migration, state: ProjectState, preserve: bool = True) -> ProjectState:
        if preserve:
            state = state.clone()
            state.__dict__.pop("apps", None)
        return slow(migration, state, preserve=False)

    return run


def _itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    state.is_delayed = True
    return {(app_label, model_name)}
