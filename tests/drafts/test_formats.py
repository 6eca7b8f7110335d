"""Reading bytes, plain text and Markdown of acts."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.formats import markdown, plain_text, source_text
from reform_portal.drafts.remarks import REFUSALS, Refusal, say
from reform_portal.drafts.structure import Paragraph


def texts(source: str) -> list[str]:
    return [paragraph.text for paragraph in markdown.read(source)]


# Markdown


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("За [Законом № 5](/go/5-20) діє", "За Законом № 5 діє"),
        ('[Закон "Про воду"](http://a.ua/x_(y) "назва") діє', 'Закон "Про воду" діє'),
        ("![герб](a.png) текст", "[ герб ] текст"),
        ("[слово]{.underline} далі", "слово далі"),
        ("[[№ 5](/go/5)]{.x}", "№ 5"),
        ("13\\. Пункт", "13. Пункт"),
        ("\\*\\*\\*", "***"),
        ("\\[ image \\]", "[ image ]"),
        ('п\\\'ять \\"слів\\"', 'п\'ять "слів"'),
        ("Стаття 8^1^. Назва", "Стаття 8¹. Назва"),
        ("Стаття 8<sup>12</sup>. Назва", "Стаття 8¹². Назва"),
        ("Стаття 8<sup> 1 </sup>. Назва", "Стаття 8¹. Назва"),
        ("**Жирне** і __таке__ слово", "Жирне і таке слово"),
        ("рядок\nрядок  \nрядок\\\nрядок", "рядок рядок рядок рядок"),
        ("  багато \t\u00a0 місця  ", "багато місця"),
        ("1. Раз", "1. Раз"),
        ("7) сім", "7) сім"),
        ("- не перелік", "- не перелік"),
        ("змінна_з_рисками і 2*3*4", "змінна_з_рисками і 2*3*4"),
    ],
)
def test_paragraph_is_read_as_it_would_be_printed(source, printed):
    assert texts(source) == [printed]


@pytest.mark.parametrize(
    ("source", "level"),
    [
        ("# Назва", 1),
        ("### Назва ###", 3),
        ("## Назва {#anchor .cls}", 2),
        ("Назва\n=====", 1),
        ("Назва\n-----", 2),
        ("Назва", 0),
        ("#Назва", 0),
    ],
)
def test_headings_keep_their_level(source, level):
    found = markdown.read(source)
    assert [(p.text.lstrip("#"), p.heading) for p in found] == [("Назва", level)]


def test_heading_may_run_over_lines():
    assert markdown.read("Перша\nдруга\n=====") == [Paragraph("Перша друга", None, 1)]


def test_numbers_of_the_act_are_never_renumbered():
    assert texts("5. П’ять\n\n5. П’ять знову\n\n3. Три") == ["5. П’ять", "5. П’ять знову", "3. Три"]


def test_rules_and_divisions_are_no_paragraphs():
    assert texts("Один\n\n-----\n\n* * *\n\n::: {.x}\n<div>\n\nДва\n\n</div>\n:::\n\n___") == ["Один", "Два"]


def test_ids_of_the_source_belong_to_the_paragraph_that_follows():
    found = markdown.read("[]{#n1}\nОдин\n\nБез\n\n[]{#n2} Два\n\n[]{#n3}[]{#n4}\nТри")
    assert [(p.source_id, p.text) for p in found] == [("n1", "Один"), (None, "Без"), ("n2", "Два"), ("n4", "Три")]


def test_where_every_paragraph_has_an_id_a_block_without_one_goes_on_with_the_paragraph():
    source = "\n\n".join(f"[]{{#n{number}}}\nАбзац {number}" for number in range(1, 7))
    found = markdown.read(source.replace("Абзац 3", "Абзац 3\n\nдалі"))
    assert [p.text for p in found] == [f"Абзац {n}" for n in (1, 2)] + ["Абзац 3 далі"] + [
        f"Абзац {n}" for n in (4, 5, 6)
    ]


def test_pipe_table_keeps_its_cells():
    table = markdown.read("| Вид | Плата |\n|-----|------:|\n| земля \\| вода | **3** |")[0]
    assert table.table == (("Вид", "Плата"), ("земля | вода", "3"))
    assert table.text == "Вид Плата земля | вода 3"


def test_pipe_table_with_the_shortest_rule():
    assert markdown.read("| а | б |\n|:-:|-|\n| в | г |")[0].table == (("а", "б"), ("в", "г"))


def test_drawn_table_keeps_its_cells_and_its_text():
    table = markdown.read("+----+----+\n| а  | б  |\n+----+----+\n| в\\ |    |\n| г  | д  |\n+----+----+")[0]
    assert table.table == (("а", "б"), ("в г", "д"))
    assert table.text.startswith("+----+")


def test_line_with_a_bar_is_no_table():
    assert markdown.read("або | або\n\nдалі")[0].table is None


def test_header_and_footer_of_a_page_of_the_database_are_not_the_act():
    page = (
        "## Верховна Рада України\n\n# Про воду\n\n#### Стан: Чинний\n\n### Текст документа від 01.01.2020:\n\n"
        "Стаття 1. Назва\n\n* * *\n\n© [Портал](https://x)\n"
    )
    assert texts(page) == ["Стаття 1. Назва"]
    assert markdown.document_title(page) == "Про воду"
    assert markdown.document_title("# Про воду\n\nСтаття 1.") is None


def test_line_ends_of_any_system_are_one():
    assert texts("Один\r\n\r\nДва\r\rТри") == ["Один", "Два", "Три"]


@settings(max_examples=150, deadline=None)
@given(st.text("аб1.)*_#[](){}^<>|+-=\\\n ", max_size=120))
def test_any_markdown_is_read(source):
    for paragraph in markdown.read(source):
        assert paragraph.text == " ".join(paragraph.text.split())
        assert 0 <= paragraph.heading <= 6


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("абвг", min_size=1, max_size=12), min_size=1, max_size=12))
def test_plain_words_come_back_one_block_for_one_paragraph(words):
    assert texts("\n\n".join(words)) == words


# Plain text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Один\n\nДва\nдва", ["Один", "Два два"]),
        ("Один\nДва\nТри", ["Один", "Два", "Три"]),
        ("Один\n \u00a0\t\nДва", ["Один", "Два"]),
        ("Один\fДва", ["Один", "Два"]),
        ("\n\n Один \n\n\n\n Два\n\n", ["Один", "Два"]),
        ("Один\r\n\r\nДва", ["Один", "Два"]),
        ("", []),
    ],
)
def test_plain_text_is_cut_at_blank_lines_or_else_at_lines(source, expected):
    assert [paragraph.text for paragraph in plain_text.read(source)] == expected


# Bytes


@pytest.mark.parametrize(
    "source",
    [
        "Стаття 1. Їжак".encode(),
        codecs.BOM_UTF8 + "Стаття 1. Їжак".encode(),
        codecs.BOM_UTF16_LE + "Стаття 1. Їжак".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Стаття 1. Їжак".encode("utf-16-be"),
    ],
)
def test_text_is_read_from_its_encodings(source):
    assert source_text.decode(source) == "Стаття 1. Їжак"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"", "порожній"),
        (b" \n\t ", "порожній"),
        ("Стаття 1.\nЇжак".encode("cp1251"), "Рядок 1"),
        (b"Article 1.\nfine\n\xff\xfe bad", "Рядок 3"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "не текстовий"),
        (b"PK\x03\x04\x14\x00\x06\x00", "не текстовий"),
        (b"a\x00b", "не текстовий"),
        (b"\x01\x02\x03 text", "не текстовий"),
        (b"1234 5678 ...", "жодного слова"),
        ("Стаття 1.".encode("utf-16"), None),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "не текстовий"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_sentence(app, source, says):
    if says is None:
        assert source_text.decode(source).startswith("Стаття")
        return
    with pytest.raises(Refusal) as caught:
        source_text.decode(source)
    assert says in say(caught.value)


def test_text_has_its_limit():
    assert source_text.decode(b"a" * source_text.MAX_BYTES)
    with pytest.raises(Refusal, match="too_large"):
        source_text.decode(b"a" * (source_text.MAX_BYTES + 1))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(source):
    try:
        assert isinstance(source_text.decode(source), str)
    except Refusal as refusal:
        assert "\n" not in REFUSALS[refusal.code] % refusal.values
