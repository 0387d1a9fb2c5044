"""What others have found wrong or recommend: reports, their remarks, the answers, and who says that one is closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handleplan.history import AppendOnly, TrackedManager, TrackedQuerySet, tracked

from .imprecise import WithExpected, WithWhen
from .milestones import Milestone
from .people import Role, User
from .plans import Plan, PlanItem


class AuditReportQuerySet(TrackedQuerySet):
    def visible_to(self, user: User) -> AuditReportQuerySet:
        """The reports that exist for ``user``: all of them, or for an owner those that a plan of his answers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role != Role.OWNER:
            return self
        plans = Plan.objects.visible_to(user).values("pk")
        linked = RemarkItem.objects.filter(item__plan__in=plans).values("remark__report")
        return self.filter(Q(plan__in=plans) | Q(pk__in=linked))


class AuditReport(models.Model):
    """A report that found faults or recommends something (S002-4, S003-6). Written by ``auditing``.

    ``plan`` is the one that answers it. ``remarks_lead`` and ``recommendations_lead`` stand above the two lists as the
    report has them, uneven numbering included (S003-8). ``account_title`` and ``account_intro`` begin the written
    account (redegørelse) of it. ``version`` is claimed by whoever writes the report itself.
    """

    class Source(models.TextChoices):
        AUDITOR = "auditor", _("the auditors")
        OMBUDSMAN = "ombudsman", _("the municipal ombudsman")
        OVERSIGHT = "oversight", _("a supervisory body")

    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_reports",
        verbose_name=_("plan that answers it"),
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    source_name = models.CharField(_("name of the source"), max_length=200)
    title = models.CharField(_("title"), max_length=400)
    year = models.PositiveSmallIntegerField(_("year"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    presented_to = models.CharField(_("presented to"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=400, blank=True)
    remarks_lead = models.TextField(_("words above the remarks"), blank=True)
    recommendations_lead = models.TextField(_("words above the recommendations"), blank=True)
    account_title = models.CharField(_("title of the account"), max_length=400, blank=True)
    account_intro = models.TextField(_("introduction of the account"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager.from_queryset(AuditReportQuerySet)()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["-year", "title", "pk"]
        verbose_name = _("audit report")
        verbose_name_plural = _("audit reports")

    def __str__(self) -> str:
        return self.title


class AuditFile(AppendOnly):
    """The report itself, as it was received. The bytes lie where evidence lies. Written by ``filing``."""

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=64, unique=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["report", "-pk"]
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.name


class AuditArea(models.Model):
    """An area that a report speaks of, with its heading as written: "(Sygedagpenge)", "Kontanthjælp)." (S003-8).

    ``version`` is claimed by whoever writes the area itself.
    """

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="areas")
    position = models.PositiveSmallIntegerField(_("position as written"))
    name = models.CharField(_("name"), max_length=200)
    heading = models.CharField(_("heading as written"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["report", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="area_of_a_report_once")]
        verbose_name = _("area")

    def __str__(self) -> str:
        return self.name


class RemarkType(models.Model):
    """A remark that is made in several areas or reports, in the words they share (S003-9)."""

    text = models.CharField(_("text"), max_length=400, unique=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["text"]
        verbose_name = _("type of remark")

    def __str__(self) -> str:
        return self.text


class AuditRemark(WithExpected):
    """A remark or a recommendation of a report, in full as written (S002-5, S003-7).

    ``code`` is what the report calls it ("A", "1"); ``joined_by`` is what stands between it and the next in a running
    sentence (", samt"). ``severity`` is an axis of its own, apart from any progress; a critical one has a day by which
    the committee must have it. ``expected`` is when it is expected to be closed. ``version`` is claimed by whoever
    writes the remark, its links and its answers. Written by ``auditing``.
    """

    class Kind(models.TextChoices):
        REMARK = "remark", _("remark")
        RECOMMENDATION = "recommendation", _("recommendation")

    class Severity(models.TextChoices):
        CRITICAL = "critical", _("critical")
        SIGNIFICANT = "significant", _("significant")
        MINOR = "minor", _("less significant")

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="remarks")
    area = models.ForeignKey(
        AuditArea, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name=_("area")
    )
    type = models.ForeignKey(
        RemarkType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        verbose_name=_("type of remark"),
    )
    position = models.PositiveSmallIntegerField(_("position as written"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    code = models.CharField(_("letter or number"), max_length=20, blank=True)
    text = models.TextField(_("text as written"))
    joined_by = models.CharField(_("what stands before the next"), max_length=40, blank=True)
    severity = models.CharField(_("severity"), max_length=12, choices=Severity.choices, blank=True)
    committee_due = models.DateField(_("with the committee by"), null=True, blank=True)
    is_carried_over = models.BooleanField(_("carried over"), default=False)
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on",
        verbose_name=_("carried over from"),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=400, blank=True)
    items = models.ManyToManyField(PlanItem, through="RemarkItem", related_name="audit_remarks")
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["report", "position", "pk"]
        indexes = [models.Index(fields=["report", "position"], name="remark_written_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(severity="critical") | Q(committee_due__isnull=False),
                name="a_critical_remark_has_a_day_for_the_committee",
                violation_error_message=_("A critical remark says by when the committee must have it."),
            ),
            models.CheckConstraint(
                condition=Q(carried_from=None) | Q(is_carried_over=True), name="what_is_carried_from_is_carried_over"
            ),
        ]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()[:80]


class RemarkItem(models.Model):
    """That a point of a plan answers a remark. Written by ``auditing.link_items``."""

    remark = models.ForeignKey(AuditRemark, on_delete=models.PROTECT, related_name="links")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="remark_links")

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["remark", "item"]
        constraints = [models.UniqueConstraint(fields=["remark", "item"], name="remark_and_point_once")]
        verbose_name = _("answering point")

    def __str__(self) -> str:
        return f"{self.remark} – {self.item}"


class RemarkAnswer(WithWhen):
    """What the administration answers to one or more remarks of a report (S003-10). Written by ``answering``.

    A promised action is planned until somebody says that it is done, a control until its result is told. ``when`` is
    the day it tells of, in its own words; a planned control always has one. ``milestone`` is the plan's record of that
    day, which every spelling of it refers to (S003-11). ``effect`` is what is said of the result.
    """

    class Kind(models.TextChoices):
        DONE = "done", pgettext_lazy("an answer", "done")
        PLANNED = "planned", _("planned action")
        CONTROL = "control", _("planned control")

    class Effect(models.TextChoices):
        EXPECTED = "expected", _("expected")
        BEGINNING = "beginning", _("beginning")
        REACHED = "reached", _("reached")
        UNMEASURABLE = "unmeasurable", _("cannot be measured yet")

    report = models.ForeignKey(AuditReport, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField(_("position as written"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    effect = models.CharField(_("effect"), max_length=15, choices=Effect.choices, blank=True)
    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remark_answers",
        verbose_name=_("milestone of the plan"),
    )
    remarks = models.ManyToManyField(AuditRemark, through="AnsweredRemark", related_name="answers")
    version = models.PositiveIntegerField(default=1)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["report", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="control") | ~Q(when_kind=""),
                name="a_planned_control_has_a_date",
                violation_error_message=_("A planned control says when it takes place."),
            ),
        ]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.text[:80]


class AnsweredRemark(models.Model):
    """That an answer covers a remark. Written by ``answering``."""

    answer = models.ForeignKey(RemarkAnswer, on_delete=models.PROTECT, related_name="covers")
    remark = models.ForeignKey(AuditRemark, on_delete=models.PROTECT, related_name="covered_by")

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["answer", "remark"]
        constraints = [models.UniqueConstraint(fields=["answer", "remark"], name="answer_and_remark_once")]
        verbose_name = _("answered remark")

    def __str__(self) -> str:
        return f"{self.answer} – {self.remark}"


class ControlResult(AppendOnly):
    """What a planned control found; finding nothing is a result too (S000-24). Written by ``answering``."""

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("nothing to remark")
        FAULTS = "faults", _("faults were found")

    answer = models.ForeignKey(RemarkAnswer, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    text = models.TextField(_("what was found"))
    dated_on = models.DateField(_("date"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["answer", "pk"]
        verbose_name = _("result of a control")

    def __str__(self) -> str:
        return self.text[:80]


class Standing(models.TextChoices):
    """Whether somebody holds a remark to be closed."""

    CLOSED = "closed", pgettext_lazy("a remark", "closed")
    OPEN = "open", pgettext_lazy("a remark", "still open")


class RemarkClaim(AppendOnly):
    """What the management holds: "vi mener lukket". It closes nothing. Written by ``auditing.claim``."""

    remark = models.ForeignKey(AuditRemark, on_delete=models.PROTECT, related_name="claims")
    standing = models.CharField(_("the management's view"), max_length=10, choices=Standing.choices)
    text = models.TextField(_("grounds"))
    dated_on = models.DateField(_("date"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["remark", "dated_on", "pk"]
        verbose_name = _("the management's view")

    def __str__(self) -> str:
        return self.get_standing_display()


class RemarkVerdict(AppendOnly):
    """What the auditors themselves say, with where they say it; only they close a remark. Written by
    ``auditing.record_verdict``."""

    remark = models.ForeignKey(AuditRemark, on_delete=models.PROTECT, related_name="verdicts")
    standing = models.CharField(_("the auditors' verdict"), max_length=10, choices=Standing.choices)
    text = models.TextField(_("the auditors' words"), blank=True)
    said_in = models.CharField(_("said in"), max_length=400)
    dated_on = models.DateField(_("date"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_because = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["remark", "dated_on", "pk"]
        verbose_name = _("the auditors' verdict")

    def __str__(self) -> str:
        return self.get_standing_display()
