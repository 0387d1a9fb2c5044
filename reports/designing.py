"""The verbs that write a municipality's own report designs. Each is one transaction with an author and a reason."""

from __future__ import annotations

import dataclasses

from django.db import transaction
from django.utils.text import slugify

from handleplan import history
from handleplan.models import User
from reports.designs import SHIPPED, Design
from reports.models import ReportDesign

_ADDRESSES = ("new", "preview")  # of pages beside those of designs
_DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


@transaction.atomic
def add_design(*, design: Design, user: User, reason: str) -> ReportDesign:
    """A new design of the municipality's own. Its name is made of its label, and made unique with a number."""
    name = _free_name(design.label)
    row = ReportDesign(name=name, label=design.label, data=dataclasses.asdict(dataclasses.replace(design, name=name)))
    history.save(row, user=user, reason=reason)
    return row


@transaction.atomic
def change_design(row: ReportDesign, *, design: Design, is_offered: bool, seen: int, user: User, reason: str) -> bool:
    """The design as it is from now on; True if anything differed. Its name stays: addresses and editions know it.

    Editions that are published keep the design they were printed with. ``seen`` is the version the person saw.
    Raises ``Outdated`` when somebody changed the design meanwhile.
    """
    history.claim(row, seen=seen)
    facts = {"label": design.label, "is_offered": is_offered}
    facts["data"] = dataclasses.asdict(dataclasses.replace(design, name=row.name))
    changed = [name for name, value in facts.items() if getattr(row, name) != _as_stored(value)]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        history.save(row, user=user, reason=reason, fields=changed)
    return bool(changed)


def _as_stored(value: object) -> object:
    """As JSON gives it back: a tuple is a list."""
    if isinstance(value, dict):
        return {name: _as_stored(each) for name, each in value.items()}
    return [_as_stored(each) for each in value] if isinstance(value, list | tuple) else value


def _free_name(label: str) -> str:
    wanted = slugify(label.translate(_DANISH_LETTERS))[:70].strip("-") or "design"
    taken = {*ReportDesign.objects.filter(name__startswith=wanted).values_list("name", flat=True), *_ADDRESSES}
    taken |= {shipped.name for shipped in SHIPPED}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
