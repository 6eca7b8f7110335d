"""Text as it comes in and as it goes out: nothing that a person types ever lives as markup."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.text import (
    alphabetical,
    clean_line,
    clean_typed,
    plain_to_html,
    render_markdown,
    sanitize,
    shorten,
)

PROPERTY = settings(deadline=None, max_examples=150)
REL = "nofollow ugc noopener noreferrer"
SCHEME = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<!--", "-->",
        "javascript:alert(1)", "data:text/html,x", "https://example.org/?a=1&b=<2>", "www.example.com", "ftp://example.org",
        "olena@example.org", "http://evil.example\" onclick=alert(1)", "http://[::1", "&lt;", "&#60;", "&amp;", "\n", "\n\n",
        "]]>", "<svg/onload=alert(1)>", "<p>", "</p>", "<br>", "об’єкт", "«ґ»", "e\u0301", "😀", "`", "'", '"', "<", ">", "=",
        " ", "\u00a0", "\u2028", "example.org/x)", "//evil.example", "mailto:x@y.example", "<math><mi//xlink:href=\"data:x\">",
    ]
)  # fmt: skip
TYPED = st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join)


class Reader(HTMLParser):
    """What a browser would see: tags with their attributes, and the words."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self.odd = [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.odd.append(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def live_markup(html, allowed):
    """What the page should not contain."""
    reader = Reader(html)
    faults = list(reader.odd)
    for tag, attributes in reader.tags:
        if tag not in allowed:
            faults.append(tag)
        elif tag == "a":
            if set(attributes) - {"href", "rel", "title"} or attributes.get("rel") != REL:
                faults.append(str(attributes))
            if "href" in attributes and not SCHEME.match(attributes["href"]):
                faults.append(attributes["href"])
        elif attributes:
            faults.append(f"{tag} {attributes}")
    return faults


def accepted(text):
    try:
        return clean_typed(text)
    except ValueError:
        return ""


@PROPERTY
@given(TYPED)
def test_plain_text_never_becomes_live_markup(text):
    assert live_markup(plain_to_html(accepted(text)), {"p", "br", "a"}) == []


@PROPERTY
@given(TYPED)
def test_every_typed_word_is_still_there(text):
    typed = accepted(text)
    assert "".join(Reader(plain_to_html(typed)).words.split()) == "".join(typed.split())


def test_live_markup_would_be_seen_by_these_tests():
    assert live_markup("<img src=x>", {"p"}) == ["img"]
    assert live_markup(f'<a href="javascript:x" rel="{REL}">x</a>', {"a"}) == ["javascript:x"]
    assert live_markup('<a href="http://x.example">x</a>', {"a"})
    assert live_markup('<p onclick="x">', {"p"})
    assert live_markup("<!-- x -->", {"p"})


def test_blank_lines_make_paragraphs_and_single_ones_breaks():
    assert plain_to_html("Один.\nДва.\n\nТри.") == "<p>Один.<br>Два.</p><p>Три.</p>"
    assert plain_to_html("") == ""


def test_addresses_become_links_that_lead_away_safely():
    html = plain_to_html("Див. https://example.org/a?b=1&c=2 і www.rada.gov.ua.")
    assert [attributes["href"] for tag, attributes in Reader(html).tags if tag == "a"] == [
        "https://example.org/a?b=1&c=2",
        "http://www.rada.gov.ua",
    ]
    assert html.count(f'rel="{REL}"') == 2


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html;base64,xx", "ftp://example.org", "file:///etc/passwd"]
)
def test_other_schemes_are_never_links(text):
    assert "href" not in plain_to_html(text + " www.example.com").replace("http://www.example.com", "").replace(
        'href=""', ""
    )


@PROPERTY
@given(TYPED)
def test_sanitised_html_has_only_allowed_tags_and_links(text):
    allowed = {
        "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr", "ins", "li", "ol",
        "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }  # fmt: skip
    for html in (sanitize(text), render_markdown(text)):
        assert live_markup(html, allowed) == []


def test_markdown_of_staff_is_rendered_without_raw_html():
    html = render_markdown(
        "**Строк** [тут](https://example.org) <b onclick=x>так</b>\n\n| а | б |\n|---|---|\n| 1 | 2 |"
    )
    assert "<strong>Строк</strong>" in html and "<table>" in html and f'rel="{REL}"' in html
    assert "&lt;b onclick" in html


@PROPERTY
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    try:
        once = clean_typed(text)
    except ValueError:
        return
    assert clean_typed(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)


@PROPERTY
@given(st.text())
def test_cleaned_text_is_normal_and_has_no_edges(text):
    try:
        cleaned = clean_typed(text)
    except ValueError:
        return
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip() and "\r" not in cleaned and "\n\n\n" not in cleaned
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff"} & set(cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_control_characters_and_lone_surrogates_are_refused(char):
    with pytest.raises(ValueError, match="control character"):
        clean_typed(f"а{char}б")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Один\r\nдва\rтри", "Один\nдва\nтри"),
        ("  край  \n\n\n\nдалі \n", "край\n\nдалі"),
        ("ко\u0301рінь и\u0306", "ко\u0301рінь й"),
        ("зло\u202eтекст\u2069", "злотекст"),
        ("👩\u200d🌾 е\ufe0f", "👩\u200d🌾 е\ufe0f"),
        ("таб\tтут", "таб\tтут"),
        ("нерозривний\u00a0пробіл", "нерозривний\u00a0пробіл"),
    ],
)
def test_typed_text_is_cleaned_and_otherwise_left_alone(typed, cleaned):
    assert clean_typed(typed) == cleaned


def test_line_is_one_line():
    assert clean_line(" Олена \n\t Коваленко\u00a0Перша ") == "Олена Коваленко Перша"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_direction_marks_are_taken_out(mark):
    assert clean_typed(f"а{mark}б") == "аб"


@PROPERTY
@given(st.text(), st.integers(2, 50))
def test_shortened_text_fits_and_says_that_it_was_cut(text, length):
    short = shorten(text, length)
    assert len(short) <= length
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_names_stand_in_the_order_of_the_ukrainian_alphabet():
    names = [
        "Яна Юрко",
        "Іван Ґалаґан",
        "Ївга Дем’ян",
        "Ірина Гнатюк",
        "Ірина Ґалаґан",
        "Ірина Шевчук",
        "Єва Дем",
        "maria",
        "Ева",
    ]
    assert sorted(names, key=alphabetical) == [
        "maria", "Ева", "Єва Дем", "Іван Ґалаґан", "Ірина Гнатюк", "Ірина Ґалаґан", "Ірина Шевчук", "Ївга Дем’ян", "Яна Юрко",
    ]  # fmt: skip
    assert alphabetical("Дем'ян") == alphabetical("ДЕМ’ЯН") == alphabetical("демʼян")
