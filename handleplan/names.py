"""People in sentences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def acted_for(who: Any, owner: Any) -> str:
    """ "Ove for Olga" where somebody acted for an owner, else the name alone."""
    if owner is None or owner == who:
        return str(who)
    # Translators: "Ove for Olga": Ove wrote or asked, Olga is the owner.
    return _("%(who)s for %(owner)s") % {"who": who, "owner": owner}
