"""The two text kinds: what prints, what stays as typed, and what hostile text costs."""

from __future__ import annotations

import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handleplan.prose import from_word_html, normalise, parse, to_html, to_plain

TYPED = st.text(alphabet="ab1.2)- *[](\\\n•_<&½æ\u00a0", max_size=80)
HOSTILE = [
    "[",
    "*",
    "(",
    "`",
    "- ",
    "1. a\n",
    "**a *a ",
    "[a](",
    "[a](http://",
    "https://",
    "\\*",
    "***a",
    "<",
    "\n",
    "  - a\n",
]
BAD_HTML = [
    "<",
    "<!--",
    "<!",
    "<![",
    "<a ",
    "<p>",
    "</p>",
    "<ul><li>",
    "<p style='",
    "<b>x</b>*",
    "<table><tr><td>",
    "&#",
]


def markdown(text: str) -> str:
    return to_html(text, "markdown")


class _Depth(HTMLParser):
    deepest = depth = 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag != "br"
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= 1


# -- plain ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["1) første", "31. dec. 2012", "- 4.500", "* stjerne", "# nr.", "**fed**", "1. et"])
def test_plain_text_prints_as_it_is(line):
    assert to_html(line, "plain") == f"<p>{line}</p>"
    assert to_plain(line, "plain") == line


def test_plain_text_keeps_line_breaks_and_blank_lines():
    assert to_html("a\nb\n\n\nc", "plain") == "<p>a<br>b</p><p>c</p>"


def test_plain_text_is_escaped():
    assert to_html("<b>&", "plain") == "<p>&lt;b&gt;&amp;</p>"


def test_an_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError):
        to_html("", "html")


# -- markdown -------------------------------------------------------------------------------------------------------


def test_bold_italics_and_line_breaks():
    assert markdown("**fed** og *skrå*\n***begge***") == (
        "<p><strong>fed</strong> og <em>skrå</em><br><strong><em>begge</em></strong></p>"
    )


def test_bold_may_hold_italics():
    assert markdown("**a *b* c**") == "<p><strong>a <em>b</em> c</strong></p>"


@pytest.mark.parametrize("text", ["5*3*2", "5 * 3 * 2", "sager*", "snake_case_", "** a **", "****a****", "*a", "a\\b"])
def test_stars_that_mark_nothing_print(text):
    assert markdown(text) == f"<p>{text}</p>"


def test_a_backslash_makes_a_star_print():
    assert markdown("\\*a\\* \\[b](http://c)") == to_html("*a* [b](http://c)", "plain").replace(
        "http://c", '<a href="http://c" rel="noopener nofollow">http://c</a>'
    )


def test_bullets_and_levels():
    assert markdown("Før:\n- a\n  - b\n  mere\n* c\n• d\n\nefter") == (
        "<p>Før:</p><ul><li>a<ul><li>b<br>mere</li></ul></li><li>c</li><li>d</li></ul><p>efter</p>"
    )


def test_two_lines_that_count_from_one_are_a_numbered_list():
    assert markdown("1. a\n2. b") == "<ol><li>a</li><li>b</li></ol>"


def test_a_numbered_list_goes_on_after_deeper_lines_and_blank_ones():
    assert markdown("1. a\n   - x\n\n   mere\n\n2. b") == "<ol><li>a<ul><li>x<br>mere</li></ul></li><li>b</li></ol>"


@pytest.mark.parametrize(
    "text",
    [
        "31. dec. 2012 er fristen",
        "1. maj 2013 starter vi\n2. juni 2013 slutter vi",
        "1. alene",
        "3. tre\n4. fire",
        "1. a\n3. c",
        "1) a\n2) b",
        "a) a\nb) b",
        "- 4.500",
        "- 4,5 mio. kr. i 2013",
        "- 3.000 t.kr.\n- 4.500 t.kr.",
        "-3.000/-4.500",
        "# overskrift",
        "> citat",
        "| a | b |",
        "```\nkode\n```",
        "2013\n---",
    ],
)
def test_what_only_looks_like_markdown_prints_as_typed(text):
    assert markdown(text) == to_html(text, "plain")
    assert to_plain(text, "markdown") == text


def test_a_point_about_a_number_of_cases_is_a_bullet():
    assert markdown("- 3 kræfter\n- 686 sager") == "<ul><li>3 kræfter</li><li>686 sager</li></ul>"


def test_a_date_after_a_list_ends_it():
    assert markdown("1. a\n2. b\n31. dec. c") == "<ol><li>a</li><li>b</li></ol><p>31. dec. c</p>"


def test_links_lead_to_the_web_and_to_mail_only():
    link = '<a href="{0}" rel="noopener nofollow">{1}</a>'
    assert markdown("[x](https://a.dk/b?c=1&d)") == f"<p>{link.format('https://a.dk/b?c=1&amp;d', 'x')}</p>"
    assert markdown("[x](mailto:a@b.dk)") == f"<p>{link.format('mailto:a@b.dk', 'x')}</p>"
    assert markdown("se http://a.dk/b.") == f"<p>se {link.format('http://a.dk/b', 'http://a.dk/b')}.</p>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//a.dk", "file:///etc", "vbscript:x"])
def test_any_other_link_prints_as_typed(address):
    assert markdown(f"[x]({address})") == f"<p>[x]({address})</p>"


def test_images_and_html_print_as_text():
    assert markdown("<img src=x onerror=alert(1)>") == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"
    assert markdown("![x](http://a.dk/b.png)").startswith("<p>!<a ")


def test_plain_words_of_markdown_keep_the_list_markers():
    text = "**A**\n1. et\n   - to\n2. tre\n\n[x](https://a.dk) [a@b.dk](mailto:a@b.dk)"
    assert to_plain(text, "markdown") == "A\n\n1. et\n  • to\n2. tre\n\nx (https://a.dk) a@b.dk"


@given(TYPED)
def test_every_number_of_a_list_is_the_one_typed(text):
    for block in parse(normalise(text)):
        if block.kind == "number":
            assert re.search(rf"^\s*{block.number}\. ", text, re.MULTILINE)


@given(st.text(max_size=200))
def test_no_text_raises_or_brings_its_own_elements(text):
    assert set(re.findall(r"<(\w+)", markdown(text))) <= {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
    to_html(text, "plain")
    to_plain(text, "markdown")


@given(TYPED)
def test_every_letter_typed_is_printed(text):
    printed = unescape(re.sub(r"<[^>]*>", "", markdown(text)))
    assert re.findall("[abæ]", printed) == re.findall("[abæ]", text)


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_takes_linear_time(part):
    text = (part * 100_000)[:100_000]
    begun = time.process_time()
    to_html(text, "markdown")
    to_plain(text, "markdown")
    assert time.process_time() - begun < 5  # about 0.5 s; what is quadratic takes minutes


def test_nested_lists_stay_within_twenty_elements():
    text = "".join("  " * level + "- ***[a](http://b.dk)*** ***a***\n" for level in range(100))
    depth = _Depth()
    depth.feed(markdown(text))
    assert depth.deepest <= 20


# -- normalise ------------------------------------------------------------------------------------------------------


def test_line_ends_and_words_soft_return_become_line_feeds():
    assert normalise("a\r\nb\rc\vd\u2028e") == "a\nb\nc\nd\ne"


def test_letters_are_composed():
    assert normalise("A\u030ar") == "År"


def test_the_invisible_goes_and_the_non_breaking_space_stays():
    assert normalise("a\x00b\x1b\u202ec\u2066d\u00ade\u200bf\ufeff\ud8004\u00a0kr.") == "abcdef4\u00a0kr."


def test_spaces_at_the_end_of_lines_go():
    assert normalise("\n  a  \n\tb\t\n\n") == "  a\n\tb"


def test_the_fifth_combining_mark_goes():
    assert normalise("x" + "\u0336" * 9) == "x" + "\u0336" * 4


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


# -- what is pasted -------------------------------------------------------------------------------------------------


@given(st.text(alphabet="ab*[](\\ )kr.", max_size=60).filter(lambda text: "\\" not in text))
def test_what_was_plain_in_word_is_plain_here(text):
    words = " ".join(text.split())
    pasted = from_word_html(f"<p>x {words}</p>").markdown
    assert to_plain(pasted, "markdown") == f"x {words}".strip()


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*BAD_HTML, "<b>", "</b>", "<br>", "a", " ", "</table>", "<li>", "<style>", "-->"])))
def test_no_html_raises(parts):
    assert "<" not in from_word_html("".join(parts)).markdown.replace("<", "", "".join(parts).count("<"))


@pytest.mark.parametrize("part", BAD_HTML)
def test_hostile_html_takes_linear_time(part):
    begun = time.process_time()
    from_word_html((part * 100_000)[:100_000])
    assert time.process_time() - begun < 5


def test_what_stands_after_a_million_characters_is_cut_and_said():
    assert from_word_html("<p>a</p>" + " " * 1_000_000 + "b").dropped == ("cut",)


def test_style_sheets_never_become_text():
    assert from_word_html("<STYLE>p {}</STYLE><p>a<script>b</script></p>").markdown == "a"
