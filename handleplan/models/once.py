"""One wish, one act: a key that a form carries, and what was made with it."""

from __future__ import annotations

from django.db import models

from .people import User


class OnceKey(models.Model):
    """A form's key, kept with the address of what it made: a second click is answered with the same page.

    Written by ``once.do_once`` in the transaction of the act itself; old keys are swept away.
    """

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
