"""How a session becomes a person."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from handleplan.models import User


class PersonBackend(ModelBackend):
    """Django's own backend; the person comes with the unit, which every page names, in one query."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("unit").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
