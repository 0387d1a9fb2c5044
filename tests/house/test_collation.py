"""Names stand in the order of the Danish alphabet."""

import pytest

from handleplan.collation import danish_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["Anna", "Zenia", "Ægir", "Østen", "Åse"],
        ["abe", "Bo", "cykel"],
        ["Zorro", "Aalborg"],
        ["Müller", "Mytte"],
        ["A\u030asa", "Åsb"],
    ],
    ids=["æ ø å come last", "case does not matter", "aa is å", "ü is y", "a letter composed of two is one"],
)
def test_names_are_in_order(ordered):
    shuffled = list(reversed(ordered))
    shuffled.sort(key=danish_key)
    assert shuffled == ordered
