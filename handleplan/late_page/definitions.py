"""What the words and figures of the review mean, for the page and for the sheet that goes with an export."""

from __future__ import annotations

from django.utils.translation import gettext as _


def the_rule() -> str:
    return _(
        "A point is overdue when the day counted from lies after the last day that its current end date can mean. "
        "“medio 2013” can mean any day up to and including 31.8.2013."
    )


def definitions() -> list[tuple[str, str]]:
    """Words with their meaning, in the order of the page."""
    return [
        (_("Overdue"), the_rule()),
        (
            _("Days over the original"),
            _("Counted from the last day that the original end date can mean. Empty where it is not known."),
        ),
        (
            _("In its window"),
            _("The end date can mean several days, and the day counted from lies among them."),
        ),
        (_("Falls due within 60 days"), _("The last day that the end date can mean is at most 60 days ahead.")),
        (
            _("Uncertain or missing end date"),
            _("There is no end date, it could not be read, or it leaves open which day it means."),
        ),
        (
            _("Moved"),
            _(
                "How many times the end date was moved; a corrected typing mistake is no move. The days are a range "
                "where the end date can mean several days: from its first and to its last day, both from the last day "
                "of the original."
            ),
        ),
        (
            _("Expected"),
            _(
                "What the owner expects, or a later date that the status text speaks of. It is no decision: only a "
                "move changes the end date."
            ),
        ),
        (
            _("Months without news"),
            _(
                "From the month of the newest status to the month of the day counted from. 0: there is a status of "
                "that month."
            ),
        ),
        (
            _("Contradict themselves"),
            _(
                "The status text names a later date than the end date, or progress is assessed as good although the "
                "end date is passed."
            ),
        ),
        (
            _("Risk"),
            _(
                "The order of the list: first what is overdue, most days first; then what is in its window or due "
                "soon, fewest days left first; then what is expected later than its end date, what is uncertain, and "
                "what nobody has told about for longest."
            ),
        ),
        (
            _("Closed with slippage"),
            _(
                "Closed points whose end date was moved, or which were done after the original end date. The planned "
                "end, the month that reported the point closed, and the day it was really done are three different "
                "things; many plans do not say the last one."
            ),
        ),
    ]
