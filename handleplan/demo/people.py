"""The demo's people and units. All of them are invented, and so is who answers for what; only the plan is real."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "demo-2013"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit of the administration."""

    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as; the username tells the role."""

    username: str
    full_name: str
    role: str
    unit: DemoUnit | None = None
    password: str = PASSWORD

    @property
    def email(self) -> str:
        return f"{self.username}@kommune.example"


CHILDREN = DemoUnit("Handicapkompenserende ydelser, børn", "HKY")
CROSS_ECONOMY = DemoUnit("Tværgående Økonomi", "TØ")
ECONOMY_SERVICE = DemoUnit("Økonomiservice", "ØS")
UNITS = (CHILDREN, CROSS_ECONOMY, ECONOMY_SERVICE)

MANAGER = "leder"
PEOPLE = (
    DemoPerson("ejer", "Mette Kjærgaard", "owner", CHILDREN),
    DemoPerson("sekretaer", "Søren Bødker", "secretary"),
    DemoPerson(MANAGER, "Birgitte Ægidius", "manager", CHILDREN),
    DemoPerson("revisor", "Åge Holmgaard", "reader"),
    DemoPerson("admin", "Louise Østergaard", "administrator"),
)

# Who answers for which points, in the demo only: number -> (username or "", unit).
ANSWERS_FOR = {
    "1.1.2.2.A": ("ejer", CHILDREN),
    "1.1.2.2.B": ("ejer", CHILDREN),
    "1.1.2.1": ("ejer", CHILDREN),
    "1.2.5.6": ("", ECONOMY_SERVICE),
    "1.2.5.7": ("", ECONOMY_SERVICE),
    "2.4.5.1": ("", ECONOMY_SERVICE),
    "2.1.3.1.": ("", CROSS_ECONOMY),
    "2.4.1.1": ("", CROSS_ECONOMY),
    "2.4.2.1": ("", CROSS_ECONOMY),
}
