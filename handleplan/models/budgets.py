"""Budget notes: what an action plan is said to cost and to save; and what its points were granted and spent.

A note keeps its document as it was written (S001): every number as printed stands beside the number that was read.
Nothing is summed here: what the document's own figures add up to is asked of ``budget_audit``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handleplan.history import AppendOnly, TrackedManager, tracked

from .people import User
from .plans import Plan, PlanItem

# Kroner and øre to the million millions; the same in every table, so that sums never round.
MONEY = {"max_digits": 17, "decimal_places": 2, "null": True, "blank": True}


class Sign(models.TextChoices):
    """What a minus means in a document (S001-17): the real note writes costs as plus, Slagelse income as minus."""

    COST_POSITIVE = "cost_positive", _("costs are written as plus, savings as minus")
    INCOME_POSITIVE = "income_positive", _("income and savings are written as plus, costs as minus")


class Area(models.TextChoices):
    """The steering areas (styringsområder): only service expenses lie inside the service ceiling (S001-14)."""

    SERVICE = "service", _("service expenses (inside the service ceiling)")
    CAPITAL = "capital", _("capital (outside the service ceiling)")
    STATUTORY = "statutory", _("statutory area (outside the service ceiling)")


class BudgetNote(models.Model):
    """A budget note (budgetnotat) of a plan: its head, and who sent it. Written by ``budgeting``.

    ``version`` is claimed by whoever writes the note or anything in it, so that nobody overwrites anybody unseen.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="budget_notes")
    above_title = models.TextField(_("above the title"), blank=True)  # one line each: annex of what, which annex
    proposal_number = models.CharField(_("number of the budget proposal"), max_length=40, blank=True)
    title_lead = models.CharField(_("words before the title"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=400)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    caseworker = models.CharField(_("caseworker"), max_length=200, blank=True)
    sender = models.TextField(_("sender"), blank=True)  # the block in the margin, as written, Markdown
    year = models.PositiveSmallIntegerField(_("year of the note"), null=True, blank=True)
    sign = models.CharField(_("signs"), max_length=20, choices=Sign.choices, default=Sign.COST_POSITIVE)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrackedManager()
    history = tracked(excluded_fields=["version"])

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "pk"]
        verbose_name = _("budget note")

    def __str__(self) -> str:
        return f"{self.proposal_number} {self.title}".strip()


class BudgetSection(models.Model):
    """One section of a note in its order: the heading as printed and the text under it, in Markdown."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        RISK = "risk", _("risk")

    note = models.ForeignKey(BudgetNote, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(_("level of the heading"), default=1)
    heading = models.CharField(_("heading"), max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    text = models.TextField(_("text"), blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["note", "position", "pk"]
        verbose_name = _("section")

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class BudgetProposal(models.Model):
    """One proposal of a note under its own number ("1.1"), which is not the plan's (S001-6)."""

    note = models.ForeignKey(BudgetNote, on_delete=models.PROTECT, related_name="proposals")
    number = models.CharField(_("number in the note"), max_length=40)
    sort_key = models.CharField(max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=400)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["note", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "number"],
                name="budget_proposal_number_once",
                violation_error_message=_("The note has a proposal with this number already."),
            )
        ]
        verbose_name = pgettext_lazy("budget note", "proposal")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ProposalPoint(models.Model):
    """A point of the plan that a proposal pays for; a proposal may have none or many."""

    proposal = models.ForeignKey(BudgetProposal, on_delete=models.PROTECT, related_name="points")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="budget_proposals")

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["proposal", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "item"], name="proposal_point_once")]

    def __str__(self) -> str:
        return f"{self.proposal} → {self.item}"


class Appropriation(models.Model):
    """What a note says of money in one sentence: a grant it recommends, a saving it expects, or a part of either.

    ``part_of`` is the sentence whose sum this one is a part of: a need for man-years, an estimate with a range. The
    amounts, year by year, are ``AppropriationAmount`` rows. ``sentence`` stands word for word (S001-8 to S001-11).
    """

    class Kind(models.TextChoices):
        OPERATING = "operating", _("operating grant")
        CAPITAL = "capital", _("capital grant")

    class Duration(models.TextChoices):
        ONE_YEAR = "one_year", _("one year")
        TWO_YEARS = "two_years", _("two years")
        PERMANENT = "permanent", _("permanent")

    class Basis(models.TextChoices):
        NET = "net", _("net")
        GROSS = "gross", _("gross")

    note = models.ForeignKey(BudgetNote, on_delete=models.PROTECT, related_name="appropriations")
    proposal = models.ForeignKey(
        BudgetProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="appropriations"
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind of grant"), max_length=10, choices=Kind.choices, blank=True)
    duration = models.CharField(_("duration"), max_length=10, choices=Duration.choices, blank=True)
    is_benefit = models.BooleanField(_("a saving"), default=False)
    basis = models.CharField(_("net or gross"), max_length=5, choices=Basis.choices, blank=True)
    basis_text = models.CharField(_("net or gross in words"), max_length=200, blank=True)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    purpose = models.CharField(_("purpose"), max_length=400, blank=True)
    fte_as_written = models.CharField(_("man-years"), max_length=60, blank=True)
    fte = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    sentence = models.TextField(_("the sentence"), blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["note", "position", "pk"]
        verbose_name = _("appropriation")

    def __str__(self) -> str:
        return self.purpose or self.sentence[:80]


class AppropriationAmount(models.Model):
    """One amount of an appropriation, for a year or from a year on; in kroner, and as it was written.

    A range ("1-2 mio. kr.") has two bounds; a single amount has them equal. A saving is written as a positive amount.
    Without a year it is the amount of all years together.
    """

    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    onwards = models.BooleanField(_("and the years after"), default=False)
    as_written = models.CharField(_("amount"), max_length=80)
    low = models.DecimalField(**MONEY)
    high = models.DecimalField(**MONEY)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["appropriation", "year", "pk"]
        constraints = [models.UniqueConstraint(fields=["appropriation", "year"], name="appropriation_year_once")]

    def __str__(self) -> str:
        return f"{self.year or ''}: {self.as_written}"


class BudgetTable(models.Model):
    """A numbered table of a note: amounts by year, or the quarters in which activities run.

    ``unit_text`` is the corner of the table as printed ("1.000 kr. – 2012 p/l"); ``unit`` is how many kroner one
    stands for, and ``price_level`` belongs to the table (S001-13). ``sign`` is the note's unless it says otherwise.
    """

    class Kind(models.TextChoices):
        MONEY = "money", _("amounts by year")
        QUARTERS = "quarters", _("quarters")

    class Unit(models.IntegerChoices):
        KRONER = 1, "kr."
        THOUSANDS = 1_000, "1.000 kr."
        MILLIONS = 1_000_000, "mio. kr."

    note = models.ForeignKey(BudgetNote, on_delete=models.PROTECT, related_name="tables")
    section = models.ForeignKey(
        BudgetSection, on_delete=models.PROTECT, null=True, blank=True, related_name="tables", verbose_name=_("section")
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MONEY)
    number = models.CharField(_("number of the table"), max_length=20, blank=True)
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    caption_rest = models.CharField(_("second line of the caption"), max_length=400, blank=True)
    unit_text = models.CharField(_("corner of the table"), max_length=200, blank=True)
    unit = models.PositiveIntegerField(_("unit"), choices=Unit.choices, default=Unit.THOUSANDS)
    price_level = models.CharField(_("price level"), max_length=60, blank=True)
    years = models.JSONField(default=list)
    sign = models.CharField(_("signs"), max_length=20, choices=Sign.choices, blank=True)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["note", "position", "pk"]
        verbose_name = _("table")

    def __str__(self) -> str:
        return f"{self.number} {self.caption}".strip()


class BudgetRow(models.Model):
    """One row of a table: the head of a group, an amount of a proposal, a sub-total, the total, or an activity.

    ``label`` stands as printed, the proposal's number included. A row belongs to the area of the group head above it.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("head of a group")
        ROW = "row", _("amount")
        SUBTOTAL = "subtotal", _("sub-total")
        TOTAL = "total", _("total")
        ACTIVITY = "activity", _("activity")

    table = models.ForeignKey(BudgetTable, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    label = models.CharField(max_length=400)
    area = models.CharField(max_length=10, choices=Area.choices, blank=True)  # of a group's head
    proposal = models.ForeignKey(BudgetProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="rows")
    quarters = models.JSONField(default=list)  # of an activity: ["2012-1", "2012-2"]

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["table", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class BudgetAmount(models.Model):
    """One cell of a table: as printed ("- 3.000", "-"), and the number that was read, in the table's unit."""

    row = models.ForeignKey(BudgetRow, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField()
    as_printed = models.CharField(max_length=40)
    value = models.DecimalField(**MONEY)

    objects = TrackedManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"
        ordering = ["row", "year"]
        constraints = [models.UniqueConstraint(fields=["row", "year"], name="budget_amount_year_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.as_printed}"


class PointAmount(AppendOnly):
    """Money granted to or spent on a point (or the plan as a whole) in a year, in kroner. A fact with its source.

    A mistake is put right by a row that ``replaces`` it; without an amount that row takes it back. Written by
    ``granting``. Amounts of unlike price levels are never added.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("granted")
        SPENT = "spent", _("spent")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amounts")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="amounts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount in kroner"), **MONEY)
    as_written = models.CharField(max_length=80, blank=True)
    price_level = models.CharField(_("price level"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["plan", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="an_amount_is_taken_back_with_a_reason",
            )
        ]
        verbose_name = _("amount")

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}: {self.as_written}"
