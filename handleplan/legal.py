"""Legal references in the many ways the documents write them, and search over them (S000-11, S004-19).

"SEL §§ 41 og 42", "SL §§41 og 42", "Servicelovens § 41" and "§ 41 i serviceloven" speak of one paragraph of one law.
Search compares tokens, one for each paragraph with its law ("§sel:41;") and one without ("§41;"); the closing ";"
keeps § 4 apart from § 41.
"""

import re
import unicodedata
from dataclasses import dataclass

_LAWS = {
    "sel": ("sl", "servicelov", "serviceloven", "servicelovens", "lov om social service", "lov om social services"),
    "pl": ("pensionslov", "pensionsloven", "pensionslovens", "lov om social pension"),
    "akl": ("las", "aktivlov", "aktivloven", "aktivlovens", "lov om aktiv socialpolitik"),
    "lab": ("beskæftigelsesindsatsloven", "beskæftigelsesindsatslovens", "lov om aktiv beskæftigelse"),
    "rsl": ("retssikkerhedslov", "retssikkerhedsloven", "retssikkerhedslovens"),
    "fvl": ("forvaltningslov", "forvaltningsloven", "forvaltningslovens"),
    "bl": ("barnets lov", "barnets lovs"),
}
_LAW_OF = {name: code for code, names in _LAWS.items() for name in (code, *names)}
_NOT_A_LAW = frozenset("EFTER IF IFT IHT JF JFR OG AF PÅ VEDR EL SAMT TIL FRA IFLG".split())

_S = r"[\s\u00a0\u202f\u2009]"
_G, _H = _S + "{0,3}", _S + "{1,3}"  # bounded, so that a run of spaces costs no more than its length
_KNOWN = "|".join(re.escape(name).replace(r"\ ", _H) for name in sorted(_LAW_OF, key=len, reverse=True))
_BEFORE = rf"(?:(?P<before>\b(?:{_KNOWN})|\b[^\W\d_]{{3,}}lov(?:en)?s?|\b(?-i:[A-ZÆØÅ]{{2,6}})\b){_G},?{_G})?"
_AFTER = rf"(?:{_G}(?:,{_G})?(?:(?:i|under|in|of){_H})?(?P<after>(?:{_KNOWN})(?!\w)|[^\W\d_]{{3,}}lov(?:en)?s?(?!\w)))?"
_PARAGRAPH = rf"[0-9]{{1,3}}(?![0-9])(?:{_S}?[a-hj-zæøå](?!\w)|i(?!\w))?"
_CLAUSE = rf"(?:{_G},?{_G}(?:stk|nr|pkt)\.?{_G}[0-9]{{1,2}}(?![0-9])(?:{_G}(?:-|–|og|,){_G}[0-9](?![0-9]))*\.?){{0,4}}"
_JOIN = (
    rf"{_G}(?:,{_G}(?=og\b|samt\b|and\b))?(?:,|/|&|;|-|–|\bog\b|\bsamt\b|\beller\b|\btil\b|\band\b|\bor\b|\bto\b){_G}"
)
_ENDS = rf"(?={_G}(?:$|[^\w\s]|(?:i|under|in|of)\b|(?:{_KNOWN})(?!\w)))"
_REFERENCE = re.compile(
    rf"{_BEFORE}(?:§§{_G}{_PARAGRAPH}{_CLAUSE}(?:{_JOIN}(?:§{{1,2}}{_G})?{_PARAGRAPH}{_CLAUSE})*"
    rf"|§{_G}{_PARAGRAPH}{_CLAUSE}(?:{_JOIN}§{{1,2}}{_G}{_PARAGRAPH}{_CLAUSE}|{_JOIN}{_PARAGRAPH}{_CLAUSE}{_ENDS})*){_AFTER}",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?P<clause>(?:stk|nr|pkt)\.?{_G}[0-9]{{1,2}}(?:{_G}(?:-|–|og|,){_G}[0-9](?![0-9]))*)|(?P<to>-|–|\btil\b|\bto\b)|(?P<paragraph>{_PARAGRAPH})",
    re.IGNORECASE,
)
_FORMAT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WIDEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class LegalReference:
    """Paragraphs of one law: its code ("sel"; "" where the text names none), paragraphs as "41", "52a", and the
    words."""

    law: str
    paragraphs: tuple[str, ...]
    as_written: str
    start: int
    end: int


def find_references(text: str) -> list[LegalReference]:
    """Every legal reference of a text in order; "relevante §§ i Serviceloven" names no paragraph and is none. Never
    raises."""
    return [reference for match in _REFERENCE.finditer(text) if (reference := _reference(match)).paragraphs]


def law_code(name: str) -> str:
    """The code of a law that is named alone ("Lov om aktiv beskæftigelse."); what is not known stays as it is."""
    return _law(name.strip(" .,;:"))


def law_name(code: str) -> str:
    """A law's code with the name people know it by: "SEL (serviceloven)"; what is not known stays as it is."""
    names = _LAWS.get(code)
    if names is None:
        return code
    known = next((name for name in names if name.endswith("loven")), names[0])
    return f"{code.upper()} ({known})"


def search_tokens(text: str) -> tuple[str, ...]:
    """Stable tokens for a search column: "§sel:41;" and "§41;" for every paragraph the text refers to, each once."""
    tokens: dict[str, None] = {}
    for reference in find_references(_plain(text)):
        tokens.update(dict.fromkeys(_tokens(reference, with_bare=True)))
    return tuple(tokens)


def search_form(text: str) -> str:
    """What a search column holds of a text: the text NFC and casefolded, then its tokens."""
    return "\n".join([fold(text), " ".join(search_tokens(text))])


def query_terms(query: str) -> tuple[str, ...]:
    """The terms that must all be contained in a search column: a token for each paragraph, and the other words folded.

    "sel §41" -> ("§sel:41;",); "§ 41" -> ("§41;",) under any law; "børn § 41" -> ("børn", "§41;"). A query without a
    legal reference is its words, each found anywhere inside a word.
    """
    plain = _plain(query)
    terms: dict[str, None] = {}
    end = 0
    for reference in find_references(plain):
        terms.update(dict.fromkeys(fold(plain[end : reference.start]).split()))
        terms.update(dict.fromkeys(_tokens(reference, with_bare=not reference.law)))
        end = reference.end
    terms.update(dict.fromkeys(fold(plain[end:]).split()))
    return tuple(term for term in terms if any(map(str.isalnum, term))) or tuple(terms)


def fold(text: str) -> str:
    """A text as search compares it: NFC, casefolded, without soft hyphens and zero-width marks, spaces plain."""
    return unicodedata.normalize("NFC", _plain(text).casefold())


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_FORMAT)
    return composed.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")


def _reference(match: re.Match[str]) -> LegalReference:
    before, after = match["before"] or "", match["after"] or ""
    start = match.start()
    if before in _NOT_A_LAW:
        start, before = match.start() + match.group().index("§"), ""
    body = match.string[
        match.end("before") if match["before"] else match.start() : match.start("after") if after else match.end()
    ]
    as_written = match.string[start : match.end()].strip()
    return LegalReference(_law(before or after), _paragraphs(body), as_written, start, start + len(as_written))


def _law(name: str) -> str:
    folded = " ".join(name.casefold().split())
    if folded in _LAW_OF or not folded:
        return _LAW_OF.get(folded, "")
    return re.sub(r"(?<=lov)(?:ens?|s)$", "", folded)


def _paragraphs(body: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    last, ranging = "", False
    for match in _LISTED.finditer(body):
        if match["to"]:
            ranging = bool(last)
        elif match["paragraph"]:
            paragraph = re.sub(r"\s", "", match["paragraph"]).casefold()
            found.update(dict.fromkeys(_range(last, paragraph) if ranging else [paragraph]))
            last, ranging = paragraph, False
    return tuple(found)


def _range(first: str, last: str) -> list[str]:
    low, high = re.sub(r"\D", "", first), re.sub(r"\D", "", last)
    between = range(int(low) + 1, int(high))
    return [*(str(number) for number in between), last] if len(between) <= _WIDEST_RANGE else [last]


def _tokens(reference: LegalReference, *, with_bare: bool) -> list[str]:
    tokens = []
    for paragraph in reference.paragraphs:
        if reference.law:
            tokens.append(f"§{reference.law}:{paragraph};")
        if with_bare:
            tokens.append(f"§{paragraph};")
    return tokens
