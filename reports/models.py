"""Editions: published reports that stay as they were; who asked for one, where it is journalised, and who may read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, tracked
from handleplan.models import Plan, User


class Edition(AppendOnly):
    """A published report of a plan's month. Written by ``publishing.publish`` and never again.

    What a list of editions shows is frozen on the row; the bytes lie in ``EditionFile``, so that a list loads none.
    ``points`` are the keys of the points it reported, ``facts_sha256`` the hash that its pages carry in their footer
    (of the file "facts"), and ``chain_head`` the head of the change log's chain when the facts were read. A corrected
    edition keeps the number and takes a letter: 11, 11a, 11b; ``corrects`` is the one it puts right.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    period = models.DateField(_("month"))  # its first day
    number = models.PositiveIntegerField(_("edition"))
    letter = models.CharField(max_length=2, blank=True)
    as_of = models.DateField()
    title = models.CharField(_("title"), max_length=400)  # the plan's, as it was
    occasion = models.CharField(_("occasion"), max_length=400, blank=True)
    language = models.CharField(max_length=10, default="da")
    design = models.CharField(_("design"), max_length=80, blank=True)
    design_data = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    points = models.JSONField(default=list)
    facts_sha256 = models.CharField(max_length=64)
    chain_head = models.CharField(max_length=64, blank=True)
    # The one that "since last time" compares with; none for the first.
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    corrections = models.TextField(_("corrections"), blank=True)
    published_by = models.CharField(_("published by"), max_length=200)  # the name as it was
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()  # printed in the report, so it is known before the row is
    reason = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["plan", "-number", "-letter"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "letter"], name="one_edition_of_each_number"),
            models.UniqueConstraint(
                fields=["plan", "period", "occasion", "design"],
                condition=Q(letter=""),
                name="one_edition_for_an_occasion",
            ),
            models.CheckConstraint(
                condition=Q(letter="", corrects=None, corrections="")
                | (~Q(letter="") & Q(corrects__isnull=False) & ~Q(corrections="")),
                name="a_corrected_edition_says_what_it_corrects",
            ),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    @property
    def label(self) -> str:
        """The number as it is printed: "11", or "11a" for its correction."""
        return f"{self.number}{self.letter}"


class EditionFile(AppendOnly):
    """The bytes of an edition in one format, as they were published. Written by ``publishing.publish``."""

    class Kind(models.TextChoices):
        FACTS = "facts", _("facts (JSON)")
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="one_file_of_each_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Journalising(AppendOnly):
    """Where an edition lies in the municipality's records system; the newest row counts. Written by ``journalising``.

    The numbers are free text: every records system has its own ("2011-127812", "330-2018-65870", "17/25694").
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="journalisings")
    case_number = models.CharField(_("case number"), max_length=60)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["edition", "pk"]

    def __str__(self) -> str:
        return " / ".join(filter(None, (self.case_number, self.document_number)))


class PublishJob(models.Model):
    """A wish to publish and how far it has come; what it came to is the edition. Written by ``queueing``.

    One is at work for a plan at a time. ``cancel_asked`` is heeded until the step "freeze".
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("at work")
        DONE = "done", _("published")
        FAILED = "failed", _("not published")
        CANCELLED = "cancelled", _("cancelled")

    OPEN_STATES = ("queued", "running")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publish_jobs")
    period = models.DateField()  # the month's first day
    occasion = models.CharField(max_length=400, blank=True)
    design = models.CharField(max_length=80, blank=True)
    corrects = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrections = models.TextField(blank=True)
    reason = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=10, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    error = models.CharField(max_length=1000, blank=True)  # a sentence for people
    task_id = models.CharField(max_length=40, blank=True)  # the worker's own row
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=["queued", "running"]), name="one_publishing_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.period:%Y-%m}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES


class ReadingLink(models.Model):
    """An address outside sign-in for one reader: all editions of a plan, or one. Written by ``opening``.

    The address is ``key`` with a signature, so a row alone opens nothing; it ends on its last day, or when revoked.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reading_links")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reader = models.CharField(_("who is to read"), max_length=200)
    key = models.CharField(max_length=40, unique=True)
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "-pk"]
        verbose_name = _("reading link")

    def __str__(self) -> str:
        return self.reader


class PublicPage(models.Model):
    """Whether a plan's editions stand open to everybody. Written by ``opening.set_public``."""

    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="public_page")
    open = models.BooleanField(_("open to everybody"), default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("public page")

    def __str__(self) -> str:
        return str(self.plan)


class ReadingVisit(AppendOnly):
    """That somebody opened a reading link, and what he fetched through it. No address and no browser is kept."""

    link = models.ForeignKey(ReadingLink, on_delete=models.PROTECT, related_name="visits")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=10)  # list, page, csv, or the kind of a file
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["link", "-pk"]

    def __str__(self) -> str:
        return f"{self.link} {self.what}"


class ReportDesign(models.Model):
    """A report design of the municipality's own, kept as data (``designs.Design``). Written by ``designing``.

    ``name`` stands in addresses and in editions and never changes. A design that is not offered any more stays.
    """

    name = models.SlugField(max_length=80, unique=True)
    label = models.CharField(_("name of the design"), max_length=80)
    data = models.JSONField(_("what the design says"))
    is_offered = models.BooleanField(_("can be chosen for reports"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["label", "name"]
        verbose_name = _("report design")
        verbose_name_plural = _("report designs")

    def __str__(self) -> str:
        return self.label
