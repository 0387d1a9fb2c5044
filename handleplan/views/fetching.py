"""Fetching authorises: what does not exist for a person is 404, what he may not do is 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from handleplan import permissions
from handleplan.models import Event, Plan, PlanItem, StoredFile, User


def visible_item(user: User, pk: int) -> PlanItem:
    items = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(user))
    return get_object_or_404(items.select_related("plan", "owner", "unit", "parent"), pk=pk)


def item_to_write(user: User, pk: int) -> PlanItem:
    """A point whose status the person may write: its events and files are his to write too."""
    item = visible_item(user, pk)
    if not permissions.can_edit_status(user, item):
        raise PermissionDenied
    return item


def event_to_withdraw(user: User, pk: int) -> Event:
    """An event the person could have told himself."""
    events = Event.objects.filter(plan__in=Plan.objects.visible_to(user)).select_related("plan", "item", "withdrawal")
    event = get_object_or_404(events, pk=pk)
    may = permissions.can_edit_status(user, event.item) if event.item else permissions.can_keep_plans(user)
    if not may:
        raise PermissionDenied
    return event


def visible_file(user: User, pk: int) -> StoredFile:
    """A file of a visible plan; once taken back it exists for those who keep plans only."""
    files = StoredFile.objects.filter(item__plan__in=Plan.objects.visible_to(user))
    if not permissions.can_keep_plans(user):
        files = files.filter(withdrawal=None)
    return get_object_or_404(files.select_related("item__plan", "withdrawal"), pk=pk)


def file_to_withdraw(user: User, pk: int) -> StoredFile:
    file = visible_file(user, pk)
    if not permissions.can_edit_status(user, file.item):
        raise PermissionDenied
    return file
