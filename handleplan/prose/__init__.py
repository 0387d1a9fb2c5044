"""The two kinds of text: ``plain`` prints as it is (imported), ``markdown`` is a small subset (typed here).

Pure Python: no Django, no clock, no database. Source: issue 3, points 1 and 10; MEASURED.md "WeasyPrint" (bounds).
"""

from .characters import LONGEST, MOST_LINES, normalise
from .grammar import Block, Run, parse
from .rendering import MARKDOWN, PLAIN, to_html, to_plain
from .word import WordPaste, from_word_html

__all__ = [
    "LONGEST",
    "MARKDOWN",
    "MOST_LINES",
    "PLAIN",
    "Block",
    "Run",
    "WordPaste",
    "from_word_html",
    "normalise",
    "parse",
    "to_html",
    "to_plain",
]
