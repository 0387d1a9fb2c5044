"""Committees and who sits in them, their meetings, and what they are owed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, tracked
from handleplan.models import Plan, User
from reports.models import Edition


class Committee(models.Model):
    """A political body, or the management where it acts as one. Written by ``convening``.

    ``called`` is what it calls itself in running text ("Udvalget"); ``proposer`` who puts items before it
    ("Socialforvaltningen", "Direktøren"); ``agenda_days`` how many working days before a meeting the agenda goes out.
    """

    class Kind(models.TextChoices):
        STANDING = "standing", _("standing committee")
        FINANCE = "finance", _("finance committee")
        COUNCIL = "council", _("municipal council")
        MANAGEMENT = "management", _("management")
        OTHER = "other", _("other body")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind of body"), max_length=10, choices=Kind.choices, default=Kind.STANDING)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    called = models.CharField(_("called in the text"), max_length=100, blank=True)
    proposer = models.CharField(_("who proposes"), max_length=200, blank=True)
    place = models.CharField(_("usual place"), max_length=200, blank=True)
    agenda_days = models.PositiveSmallIntegerField(_("working days before the meeting"), default=4)
    template = models.ForeignKey(
        "SectionTemplate", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "municipality"], name="committee_once")]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")

    def __str__(self) -> str:
        return self.name


class CommitteeMember(models.Model):
    """Who sits in a committee, for which party, and from when to when. Written by ``convening``."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        MEMBER = "member", _("member")
        SUBSTITUTE = "substitute", _("substitute")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(_("name"), max_length=200)
    party = models.CharField(_("party letter"), max_length=5, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["committee", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="a_member_leaves_after_joining",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]
        verbose_name = _("member")

    def __str__(self) -> str:
        return f"{self.name} ({self.party})" if self.party else self.name


class Meeting(models.Model):
    """One meeting of a committee (S000-1). Written by ``convening``.

    ``agenda_due`` is set by a person where it differs from what ``Committee.agenda_days`` gives.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField(_("date"))
    time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda_due = models.DateField(_("agenda deadline"), null=True, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["-date", "-time", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "date", "time"],
                name="one_meeting_at_a_time",
                violation_error_message=_("The committee has a meeting at that time already."),
            ),
            models.UniqueConstraint(
                fields=["committee", "date"],
                condition=models.Q(time=None),  # SQLite passes over nulls_distinct without a word
                name="one_meeting_without_a_time",
                violation_error_message=_("The committee has a meeting at that time already."),
            ),
        ]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return f"{self.committee} {self.date:%d.%m.%Y}"


class ReportingObligation(models.Model):
    """What a committee has ordered to be told of a plan, and how often (S000-4, S002-6). Written by ``obliging``.

    The body that orders and the one that receives may differ; a plan may owe two committees. ``first_period`` and
    ``last_period`` are the first days of months. What is due, delivered and missed is computed, never stored.
    """

    class Cadence(models.TextChoices):
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        HALF_YEARLY = "half_yearly", _("every half-year")
        YEARLY = "yearly", _("every year")
        BIENNIAL = "biennial", _("every second year")
        ONCE = "once", _("once")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="obligations")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="obligations")
    ordered_by = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="ordered", verbose_name=_("ordered by")
    )
    text = models.TextField(_("as ordered"))  # "månedlig afrapportering i 2012"
    cadence = models.CharField(_("how often"), max_length=12, choices=Cadence.choices)
    first_period = models.DateField(_("from"))
    last_period = models.DateField(_("to"), null=True, blank=True)
    decided_in = models.ForeignKey("Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("where it was ordered"), max_length=400, blank=True)  # where no decision here tells
    ended_because = models.TextField(_("why it ended"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "committee", "first_period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_period=None) | Q(last_period__gte=models.F("first_period")),
                name="an_obligation_ends_after_it_begins",
                violation_error_message=_("The last month lies before the first."),
            ),
        ]
        verbose_name = _("reporting obligation")

    def __str__(self) -> str:
        return self.text


class Delivery(AppendOnly):
    """That a period's report was given to a meeting, or excused with a reason. The newest row of a period counts.

    Written by ``obliging.deliver`` and ``obliging.excuse``.
    """

    obligation = models.ForeignKey(ReportingObligation, on_delete=models.PROTECT, related_name="deliveries")
    period = models.DateField()  # its first day
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    item = models.ForeignKey("AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    excused = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["obligation", "period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(excused=False, meeting__isnull=False) | (Q(excused=True) & ~Q(reason="")),
                name="delivered_to_a_meeting_or_excused_with_a_reason",
            ),
        ]
        verbose_name = _("delivery")

    def __str__(self) -> str:
        return f"{self.obligation} {self.period:%Y-%m}"
