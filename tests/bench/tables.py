"""The real table varied to any size: its rows repeated under other area numbers, active ones first."""

from __future__ import annotations

from tests.conftest import STATUS_TABLE


def varied_table(points: int, title: str) -> str:
    """A status table of ``points`` rows with the real mix of active and closed, headings and initiatives."""
    lines = STATUS_TABLE.read_text().split("\n")
    split = next(i for i, line in enumerate(lines) if line.startswith("Afsluttede"))
    active = [line for line in lines[:split] if line[:1].isdigit()]
    closed = [line for line in lines[split:] if line[:1].isdigit()]
    heads = [line for line in lines[:split] if line.startswith(("Mål nr.", "\t\t\tStart"))]
    closed_heads = [line for line in lines[split:] if line.startswith(("Afsluttede", "Mål nr.", "\t\t\tStart"))]
    active_count = max(1, round(points * len(active) / (len(active) + len(closed))))
    first = ["", title, "", *heads, *_repeat(active, active_count), ""]
    second = [*closed_heads, *_repeat(closed, points - active_count), ""]
    return "\n".join(first + second)


def _repeat(lines: list[str], count: int) -> list[str]:
    varied = []
    copy = 0
    while len(varied) < count:
        for line in lines:
            area, rest = line[0], line[1:]
            varied.append(f"{int(area) + 2 * copy}{rest}")
        copy += 1
    return varied[:count]
