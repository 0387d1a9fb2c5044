"""Date expressions as people type them: spaces, dots, capitals and letters vary, the meaning stays."""

import re
import unicodedata
from random import Random

SPACES = ["\u00a0", "\u202f", "\u2009", "  ", "\t", " \u00a0"]


def with_noise(r: Random, text: str) -> str:
    """The same expression as people type it; its meaning stays."""
    if r.random() < 0.3:
        text = re.sub(r"(?<=[a-zæøåA-ZÆØÅ])\.(?=\s|$)", lambda m: r.choice(["", "."]), text)
    if r.random() < 0.2:
        text = re.sub(r"(?<=\d)\.(?= ?[a-zæøåA-ZÆØÅ])", lambda m: r.choice(["", "."]), text)
    if r.random() < 0.3:
        text = re.sub(r"(?<=\.) (?=\w)|(?<=\d) (?=[^\W\d])|(?<=[^\W\d]) (?=\d)", lambda m: r.choice(["", " "]), text)
    if r.random() < 0.3:
        text = re.sub(" ", lambda m: r.choice([" ", *SPACES]), text)
    if r.random() < 0.3:
        text = r.choice([str.upper, str.lower, str.title, str.capitalize, str.swapcase])(text)
    if r.random() < 0.1:
        text = unicodedata.normalize("NFD", text)
    if r.random() < 0.1:
        text = re.sub(r"(?<=[^\W\d]{2})(?=[^\W\d]{2})", lambda m: r.choice(["", "\u00ad"]), text)
    if r.random() < 0.1:
        text = text.replace("-", r.choice(["\u2013", "\u2014", "\u2011"]))
    if r.random() < 0.1:
        text = r.choice([text + ".", " " + text, text + " ", "\u00a0" + text])
    return text
