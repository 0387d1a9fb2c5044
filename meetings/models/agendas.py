"""Agenda items as they are drafted: sections, focus points, proposals, annexes, and both versions as they went out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, tracked
from handleplan.models import Plan, PlanItem, User
from reports.models import Edition

from .committees import Committee, Meeting, ReportingObligation
from .templates import SectionTemplate


class AgendaItem(models.Model):
    """One item on a meeting's agenda (S000-2, S003-2, S003-3). Written by ``drafting``.

    ``habits`` are the template's as they were when the item was begun. A closed item has a legal reason and a public
    title: nothing else of it leaves the house. ``signers`` are one person a line, printed as the template says.
    """

    class Kind(models.TextChoices):
        DECISION = "B", _("for decision")
        INFORMATION = "O", _("for information")
        DISCUSSION = "D", _("for discussion")

    class State(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        READY = "ready", _("ready")
        DECIDED = "decided", _("decided")
        DROPPED = "dropped", _("taken off the agenda")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("plan")
    )
    obligation = models.ForeignKey(
        ReportingObligation, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    period = models.DateField(_("month"), null=True, blank=True)  # the month it reports, its first day
    template = models.ForeignKey(SectionTemplate, on_delete=models.PROTECT, related_name="items")
    habits = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("item number"), max_length=20, blank=True)  # "7."
    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind of item"), max_length=1, choices=Kind.choices, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    is_closed = models.BooleanField(_("closed item"), default=False)
    closed_reason = models.CharField(_("legal reason"), max_length=400, blank=True)
    public_title = models.CharField(_("public title"), max_length=400, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    proposer = models.CharField(_("who proposes"), max_length=200, blank=True)
    signers = models.TextField(_("signed by"), blank=True)
    text_as_of = models.DateField(_("text as of"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_closed=False) | (~Q(closed_reason="") & ~Q(public_title="")),
                name="a_closed_item_has_a_reason_and_a_public_title",
                violation_error_message=_("A closed item needs a legal reason and a public title."),
            ),
        ]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """One heading of an item and its text. Written by ``drafting``.

    ``key`` names the section of the template ("issue", "solution"); a one-off section has none. ``parent`` makes it a
    sub-heading. ``filled`` is what the data gave when it was last filled, so that a refill can show what changed and
    lose no word of a person's. A dropped section keeps its words and says why it went.
    """

    class HeadingForm(models.TextChoices):
        LINE = "line", _("on a line of its own")
        RUN_IN = "run_in", _("with a colon before the text")
        NONE = "none", _("without a heading")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    key = models.CharField(max_length=40, blank=True)
    heading = models.CharField(_("heading"), max_length=400, blank=True)
    heading_form = models.CharField(
        _("where the heading stands"), max_length=6, choices=HeadingForm.choices, default=HeadingForm.LINE
    )
    position = models.PositiveIntegerField(default=0)
    body = models.TextField(_("text"), blank=True)
    text_kind = models.CharField(max_length=8, default="markdown")  # handleplan.prose: plain, markdown
    filled = models.TextField(blank=True)
    text_as_of = models.DateField(_("text as of"), null=True, blank=True)
    is_dropped = models.BooleanField(default=False)
    dropped_because = models.TextField(_("why it was taken out"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "position", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading or self.key


class SectionPoint(models.Model):
    """A section speaks of a point of the plan (0 to many). Written by ``drafting``."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="agenda_sections")
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["section", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "point"], name="section_speaks_of_a_point_once")]

    def __str__(self) -> str:
        return f"{self.section} · {self.point}"


class FocusPoint(models.Model):
    """A line of the list of points that need corrective action (S000-8, S000-9, S000-10). Written by ``drafting``.

    Its title is the list's own wording; the section that answers it may be headed otherwise. It is carried on from the
    last item and must be answered by a section, or taken off with a reason.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="focus_points")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title in the list"), max_length=400)
    answered_in = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("answered in")
    )
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    is_off = models.BooleanField(default=False)
    off_because = models.TextField(_("why it is off the list"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_off=False) | ~Q(off_because=""), name="a_focus_point_leaves_with_a_reason"
            ),
        ]
        verbose_name = _("focus point")

    def __str__(self) -> str:
        return self.title


class FocusInitiative(models.Model):
    """A point of the plan behind a focus point (0 to many: S000-9). Written by ``drafting``."""

    focus = models.ForeignKey(FocusPoint, on_delete=models.PROTECT, related_name="initiatives")
    point = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="focus_points")
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["focus", "pk"]
        constraints = [models.UniqueConstraint(fields=["focus", "point"], name="focus_names_a_point_once")]

    def __str__(self) -> str:
        return f"{self.focus} · {self.point}"


class Proposal(models.Model):
    """One numbered point of what is proposed to the committee (indstilling). Written by ``drafting``.

    The text is what stands after the number, its "At" or "at" included; ``asks`` says what the committee is asked.
    """

    class Asks(models.TextChoices):
        NOTE = "note", _("take note")
        APPROVE = "approve", _("approve")
        DISCUSS = "discuss", _("discuss")
        FORWARD = "forward", _("recommend to another body")
        OTHER = "other", _("something else")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="proposals")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(_("proposal"))
    asks = models.CharField(_("the committee is asked to"), max_length=8, choices=Asks.choices, default=Asks.NOTE)
    is_dropped = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "position", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return self.text[:80]


class Appendix(models.Model):
    """An annex of an item, with the day it was added; an edition goes along as such. Written by ``drafting``."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="appendices")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=400)
    added_on = models.DateField(_("added on"), null=True, blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="appendices", verbose_name=_("edition")
    )
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    is_closed = models.BooleanField(_("closed annex"), default=False)
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "position", "pk"]
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")

    def __str__(self) -> str:
        return self.title


class ItemVersion(AppendOnly):
    """An item as it went out: as agenda before the meeting, as minutes after it (S000-33).

    ``content`` is ``meetings.document.Document`` as data. Written by ``drafting.mark_ready`` and ``deciding``.
    """

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("agenda")
        MINUTES = "minutes", _("minutes")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "pk"]
        verbose_name = _("version of an item")

    def __str__(self) -> str:
        return f"{self.item} ({self.get_kind_display()})"


class ItemLink(models.Model):
    """An earlier or later dealing with the same matter (S002-7, S002-15). Written by ``relating_items``.

    ``other`` is the item where we have it; else date, committee and words as the text names them.
    """

    class Kind(models.TextChoices):
        INFORMED = "informed", _("informed")
        ADOPTED = "adopted", _("adopted")
        APPROVED = "approved", _("approved")
        FOLLOWS = "follows", _("follows up")
        PRECEDES = "precedes", _("comes back in")
        SAME_MEETING = "same_meeting", _("at the same meeting")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_from")
    kind = models.CharField(_("kind of link"), max_length=12, choices=Kind.choices)
    date = models.DateField(_("date"), null=True, blank=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("as the text says"), max_length=400, blank=True)
    withdrawn = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "date", "pk"]
        verbose_name = _("link between items")

    def __str__(self) -> str:
        return self.text or str(self.other)


class EventReference(models.Model):
    """A report or meeting that the text names by an event ("aprilprognosen": S000-22), and what it was resolved to.

    Written by ``drafting``; without meeting and edition it is on the list of what nobody has resolved.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="references")
    words = models.CharField(_("as the text says"), max_length=120)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_by = models.CharField(max_length=10, blank=True)  # calendar, person

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["section", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "words"], name="reference_once_in_a_section")]

    def __str__(self) -> str:
        return self.words
