"""The form in which a closed month's status of a point is corrected."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from handleplan import checking_texts
from handleplan.forms.keeping import PlainField
from handleplan.forms.statuses import StatusForm


class CorrectionForm(StatusForm):
    """The status as it should have been, and ``why`` the closed month is corrected."""

    why = PlainField(
        label=_("Reason for the correction"),
        help_text=_("Everybody who reads the plan sees it beside the status."),
        lines=2,
        max_length=1_000,
        error_messages={"required": _("Write what was wrong.")},
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        assessment, focus = self.fields["assessment"], self.fields["in_focus"]
        assessment.choices = [("", _("Not assessed")), *assessment.choices]
        focus.choices = [("", _("The status says nothing of it")), *focus.choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        found = checking_texts.cpr_in({"why": data.get("why") or ""}, self.fields["cpr_reason"].today)
        for field, remark in found.items():
            self.add_error(field, remark.sentence)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What the author states of the point; ``why`` is the reason of the act itself."""
        return {name: value for name, value in super().facts.items() if name != "why"}
