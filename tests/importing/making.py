"""Tables as other municipalities might write them, made at random with everything known about them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from handleplan.tsv import write_record

TITLES = {
    "number": ["Mål nr.", "Nr.", "Pkt.", "No.", "Nummer"],
    "title": ["Område, tema og initiativer", "Initiativ", "Indsats", "Aktivitet", "Action"],
    "description": ["Beskrivelse", "Description", "Uddybning"],
    "start": ["Start", "Startdato", "Start date"],
    "original_end": ["Oprindelig slutdato", "Oprindelig frist", "Original deadline"],
    "revised_end": ["Ajourført slutdato", "Ajournført slutdato", "Revideret slutdato", "Ny frist"],
    "end": ["Slut", "Frist", "Deadline", "Slutdato"],
    "owner": ["Ansvarlig", "Tovholder", "Owner"],
    "status": ["Status", "Status pr. marts 2014", "SOF status feb. 2014"],
}
DATES = [
    "1. okt. 2011",
    "medio 2013",
    "udgangen af 2012",
    "maj-11",
    "Senest 31.12.2012",
    "2009",
    "Forår 2012",
    "01-04-2011",
]
texts = st.text(alphabet="abcæøåÆØ ,.-/§\"'→<>", min_size=1, max_size=30).map(str.strip).filter(bool)


@dataclass(frozen=True)
class Made:
    """A table's text, and its rows as (part, fields by role)."""

    text: str
    rows: tuple[tuple[str, dict[str, str]], ...]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    depth = draw(st.integers(1, 5))
    parts = [str(draw(st.integers(1, 12))) for _ in range(depth)]
    letter = draw(st.sampled_from(["", "", ".A", ".b"])) if depth > 1 else ""
    return ".".join(parts) + letter + draw(st.sampled_from(["", "", "", "."]))


@st.composite
def made_tables(draw: st.DrawFn) -> Made:
    """Columns in any order, one or two header rows, any parts; numbers may repeat or be missing."""
    kinds = draw(st.sampled_from([["active"], ["active", "closed"], ["closed"]]))
    lines: list[list[str]] = [
        [draw(st.sampled_from(["Handleplan for bedre sagsbehandling", "Action plan 2014"]))],
        [""],
    ]
    rows: list[tuple[str, dict[str, str]]] = []
    for kind in kinds:
        columns = draw(_columns())
        if kind == "closed":
            lines += [[""], ["Afsluttede punkter"] + [""] * (len(columns) - 1)]
        lines += draw(_header(columns))
        for place in range(draw(st.integers(1, 6))):
            fields = draw(_fields(columns, kind))
            if "number" not in fields or not fields["number"]:
                fields["title"] = f"{place} {kind} {fields['title']}"
            rows.append((kind, fields))
            lines.append([fields.get(role, "") for role in columns])
    return Made("".join(write_record(cells) + "\n" for cells in lines), tuple(rows))


@st.composite
def _columns(draw: st.DrawFn) -> list[str]:
    ends = draw(st.sampled_from([["original_end", "revised_end"], ["end"], []]))
    optional = [role for role in ("number", "description", "start", "owner") if draw(st.booleans())]
    return draw(st.permutations(["title", "status", *optional, *ends]))


@st.composite
def _header(draw: st.DrawFn, columns: list[str]) -> list[list[str]]:
    titles = [draw(st.sampled_from(TITLES[role])) for role in columns]
    grouped = [role in ("start", "original_end", "revised_end", "end") for role in columns]
    together = grouped == sorted(grouped) or grouped == sorted(grouped, reverse=True)
    if not any(grouped) or not together or not draw(st.booleans()):
        return [titles]
    first = grouped.index(True)
    above = ["Tidsplan" if i == first else "" if is_date else titles[i] for i, is_date in enumerate(grouped)]
    return [above, [titles[i] if is_date else "" for i, is_date in enumerate(grouped)]]


@st.composite
def _fields(draw: st.DrawFn, columns: list[str], kind: str) -> dict[str, str]:
    maybe = {
        "number": numbers() | st.just(""),
        "description": texts | st.just(""),
        "start": st.sampled_from(["", *DATES]),
        "original_end": st.sampled_from(["", *DATES]),
        "revised_end": st.sampled_from(["", "medio 2013", "(1. feb. 2012) ultimo 2013", "(2009) (2010) 2011"]),
        "end": st.sampled_from(["", *DATES, "(1. feb. 2012) ultimo 2013"]),
        "owner": texts | st.just(""),
        "title": texts.map(lambda text: f"Punkt {text}"),
        "status": st.just("Punktet er afsluttet") if kind == "closed" else texts.map(lambda text: f"I gang {text}"),
    }
    return {role: draw(maybe[role]) for role in columns}
