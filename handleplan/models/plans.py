"""Plans, their points in written order, and the tables they were adopted in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly, TrackedManager, TrackedQuerySet, tracked

from .people import Role, Unit, User


class TextKind(models.TextChoices):
    """How a text prints: imported text as it is, text typed here as Markdown."""

    PLAIN = "plain", _("as written")
    MARKDOWN = "markdown", _("formatted")


class PlanQuerySet(TrackedQuerySet):
    def visible_to(self, user: User) -> PlanQuerySet:
        """The plans that exist for ``user``: all of them, or for an owner those that he, his unit or somebody he
        stands in for has a part in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role != Role.OWNER:
            return self
        mine = Q(items__owner=user)
        if user.unit_id:
            mine |= Q(items__unit=user.unit_id) | Q(unit=user.unit_id)
        if user.acting_for:
            mine |= Q(items__owner__in=user.acting_for)
        return self.filter(Q(pk__in=Plan.objects.filter(mine).values("pk")))


class Plan(models.Model):
    """An action plan (handleplan). Written by ``planning``."""

    class Origin(models.TextChoices):
        AUDIT = "audit", _("Audit remarks")
        OMBUDSMAN = "ombudsman", _("The ombudsman")
        LAW_79B = "law_79b", _("The Legal Certainty Act, section 79 b")
        OTHER = "other", _("Other")

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")

    class Approval(models.TextChoices):
        NONE = "none", _("nothing")
        DEADLINES = "deadlines", _("new deadlines only")
        EVERYTHING = "everything", _("statuses and new deadlines")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=400)
    intro = models.TextField(_("introduction"), blank=True)
    origin = models.CharField(_("origin"), max_length=15, choices=Origin.choices, blank=True)
    origin_text = models.CharField(_("origin in words"), max_length=400, blank=True)
    version_text = models.CharField(_("version or phase"), max_length=100, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("unit")
    )
    rhythm = models.CharField(_("is reported"), max_length=10, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    approval = models.CharField(
        _("the manager approves"), max_length=10, choices=Approval.choices, default=Approval.DEADLINES
    )
    # Working days before the due day on which further reminders go out, beside the opening and the due day itself.
    reminder_days = models.JSONField(_("further reminders"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrackedManager.from_queryset(PlanQuerySet)()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["title"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.title


class TablePart(models.Model):
    """The columns, title and as-of text of the active or the closed points, as the plan's own table has them.

    ``columns`` is a list of ``{"role", "title", "group"}``; roles: number, title, description, start, original_end,
    revised_end, end, owner, status. Source: S004-2, S004-3. Written by ``planning.set_table_part``.
    """

    class Kind(models.TextChoices):
        ACTIVE = "active", _("Active points")
        CLOSED = "closed", _("Closed points")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=400, blank=True)
    columns = models.JSONField(default=list)
    header_rows = models.PositiveSmallIntegerField(default=2)
    as_of_text = models.CharField(max_length=100, blank=True)
    as_of_month = models.DateField(null=True, blank=True)  # its first day

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "kind"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="one_part_of_each_kind")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class PlanItemQuerySet(TrackedQuerySet):
    CLOSED_STATES = ("closed", "dropped", "merged", "continued")

    def initiatives(self) -> PlanItemQuerySet:
        return self.filter(kind=PlanItem.Kind.INITIATIVE)

    def active(self) -> PlanItemQuerySet:
        return self.exclude(state__in=self.CLOSED_STATES)

    def closed(self) -> PlanItemQuerySet:
        return self.filter(state__in=self.CLOSED_STATES)


class PlanItem(models.Model):
    """A point of a plan (punkt): a heading or an initiative, in the order it was written.

    ``number`` stands as written ("2.1.3.1.") and may be empty; ``sort_key`` is its normalised form and may repeat (a
    duplicate is warned about, never lost). ``parent`` is the nearest point above that exists as a row. Headings and
    initiatives share the table because the documents do. State changes only through ``closing.close_item`` and its
    siblings. ``search_text`` is the casefolded text that search looks in; ``latest_status`` follows the newest entry
    and ``in_focus`` the newest one that speaks of management focus; all three are set by the verbs. ``version`` and
    ``status_version`` are claimed by whoever writes, so that nobody overwrites anybody unseen.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("heading")
        INITIATIVE = "initiative", _("initiative")

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        AWAITING = "awaiting", _("awaiting")
        CLOSED = "closed", _("closed")
        DROPPED = "dropped", _("dropped")
        MERGED = "merged", _("merged into another point")
        CONTINUED = "continued", _("continued in another point")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(_("position as written"))
    number = models.CharField(_("goal no."), max_length=60, blank=True)
    sort_key = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(default=1)  # depth of the number, 1-based
    title = models.CharField(_("title"), max_length=1000, blank=True)
    marker = models.CharField(max_length=5, blank=True)
    italic = models.BooleanField(default=False)
    capitals = models.BooleanField(default=False)
    description = models.TextField(_("description"), blank=True)
    description_kind = models.CharField(max_length=10, choices=TextKind.choices, default=TextKind.PLAIN)
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_items", verbose_name=_("owner")
    )
    owner_text = models.CharField(_("owner as written"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("unit")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.IN_PROGRESS)
    reported_closed_in = models.DateField(_("reported closed in"), null=True, blank=True)  # a month's first day
    latest_status = models.ForeignKey(
        "handleplan.StatusEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_focus = models.BooleanField(_("management focus"), default=False)
    version = models.PositiveIntegerField(default=1)
    status_version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    objects = TrackedManager.from_queryset(PlanItemQuerySet)()
    history = tracked(excluded_fields=["search_text", "version", "status_version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "position"]
        indexes = [models.Index(fields=["plan", "position"], name="item_written_order")]
        verbose_name = _("point")
        verbose_name_plural = _("points")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def is_closed(self) -> bool:
        return self.state in PlanItemQuerySet.CLOSED_STATES

    def last_words(self) -> models.Model | None:
        """The newest status that tells something, behind the months in which nothing new was told."""
        told = self.statuses.counted().filter(nothing_new=False)
        return told.order_by("-period", "-recorded_at", "-pk").first()

    @property
    def display_title(self) -> str:
        """The title for the screen: capitals are the paper's style and are set in ordinary letters here (S004-11)."""
        return self.title.capitalize() if self.capitals else self.title


class FormerNumber(AppendOnly):
    """A number the point had before, found by search (S004-13). Append-only."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="former_numbers")
    number = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "sort_key"], name="former_number_once")]

    def __str__(self) -> str:
        return self.number


class ItemRelation(models.Model):
    """One point's relation to another, read from the text or stated by a person (S004-14, -15, -16).

    A relation read from text is a proposal until ``confirmed``. Written by ``relating.relate_items``.
    """

    class Kind(models.TextChoices):
        REFERS_TO = "refers_to", _("refers to")
        CONTAINS = "contains", _("contains the whole title of")
        CONTINUED_IN = "continued_in", _("continued in")
        MERGED_INTO = "merged_into", _("merged into")
        DEPENDS_ON = "depends_on", _("depends on")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="related_from")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    confirmed = models.BooleanField(default=False)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "other", "kind"], name="relation_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.get_kind_display()} {self.other}"
