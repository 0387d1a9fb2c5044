"""What the committee decided, who was there, and what the decision did to the plan. All of it append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handleplan.history import AppendOnly
from handleplan.models import Closing, ConditionalChoice, EndDateRequest, EndDateRevision, PlanItem, User

from .agendas import AgendaItem, Proposal
from .committees import ReportingObligation


class Minutes(AppendOnly):
    """An item's minutes: attendance and absence as printed, dissent, and the decisions beside it.

    A correction is a new row that points at the faulty one; the newest counts. ``public_text`` is what may be told of a
    closed item's decision. Written by ``deciding.record_decision``.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes")
    decided_on = models.DateField(_("decided on"))
    attendance_text = models.TextField(_("who attended the item"), blank=True)
    absence_text = models.CharField(_("absent"), max_length=400, blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    public_text = models.TextField(_("public decision text"), blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="a_correction_of_minutes_says_why"),
        ]
        verbose_name = _("minutes")

    def __str__(self) -> str:
        return f"{self.item} {self.decided_on:%d.%m.%Y}"


class Decision(AppendOnly):
    """A decision in the committee's exact words, on one proposal point or (without one) on the whole item (D3)."""

    class Code(models.TextChoices):
        APPROVED = "approved", _("approved")
        NOTED = "noted", _("taken note of")
        ADOPTED = "adopted", _("agreed to")
        RECOMMENDED = "recommended", _("recommended")
        APPROVED_CHANGED = "approved_changed", _("approved with a change")
        POSTPONED = "postponed", _("postponed")
        WITHDRAWN = "withdrawn", _("taken off the agenda")
        FORWARDED = "forwarded", _("forwarded")
        REFERRED = "referred", _("referred")
        SENT_BACK = "sent_back", _("sent back")
        DISCUSSED = "discussed", _("discussed")
        REJECTED = "rejected", _("rejected")
        SPLIT = "split", _("split result")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    code = models.CharField(_("decision"), max_length=16, choices=Code.choices)
    text = models.TextField(_("exact words"))
    votes_for = models.CharField(_("in favour"), max_length=200, blank=True)  # parties: "V, B og A"
    votes_against = models.CharField(_("against"), max_length=200, blank=True)
    abstained = models.CharField(_("abstained"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["minutes", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text[:80]


class Attendance(AppendOnly):
    """One person under an item: who attended it, was absent or disqualified (S000-30, S003-20)."""

    class Role(models.TextChoices):
        ATTENDED = "attended", _("attended the item")
        ABSENT = "absent", _("absent")
        APOLOGIES = "apologies", _("sent apologies")
        DISQUALIFIED = "disqualified", _("disqualified")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=12, choices=Role.choices)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    party = models.CharField(_("party letter"), max_length=5, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return self.name


class DecisionEffect(AppendOnly):
    """What a decision did: a request granted or declined, an alternative picked, a point closed, an obligation made.

    The revision keeps who decided it and when as text; this row ties it to the decision.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("new deadline approved")
        DECLINED = "declined", _("new deadline declined")
        PICKED = "picked", _("deadline chosen")
        CLOSED = "closed", _("point closed")
        OBLIGED = "obliged", _("reporting ordered")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    point = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decided")
    request = models.ForeignKey(EndDateRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(EndDateRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    choice = models.ForeignKey(ConditionalChoice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    obligation = models.ForeignKey(
        ReportingObligation, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        ordering = ["decision", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
