"""Reading pages as a browser prints them, those of the state's legal database among them."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.formats import html
from reform_portal.drafts.formats.gathering import cleaned
from reform_portal.drafts.remarks import Refusal
from reform_portal.drafts.structure import Paragraph, parse_structure
from tests.drafts.office_files import html_of


def read(body: str):
    return html.read(body.encode())


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in read(body).paragraphs]


def codes(body: str) -> dict[str, dict]:
    return {told.code: told.values for told in read(body).remarks}


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<p>Стаття 8<sup>2</sup>. Назва", ["Стаття 8². Назва"]),
        ("<p>Стаття 8<sup> 1 </sup>. Назва", ["Стаття 8¹. Назва"]),
        ("<p>Стаття 131<sup>-1</sup>.", ["Стаття 131-1."]),
        ('<p>Стаття 297<span class="rvts37"><span style="font-size:0px">-</span>1</span>. А', ["Стаття 297¹. А"]),
        ('<p>8<span style="vertical-align: super">1</span> м', ["8¹ м"]),
        ("<p>один<br>рядок&nbsp; &shy;і ще</p>два<div>три</div>чотири", ["один рядок і ще", "два", "три", "чотири"]),
        ("<p>один<br><br>два", ["один", "два"]),
        ("<p>об’єкт м'яч &laquo;ґанок&raquo; п&#x27;ять", ["об’єкт м'яч «ґанок» п'ять"]),
        ("<b>Жирне</b><i>і</i> <a href=x>посилання</a>", ["Жирнеі посилання"]),
        ("<script>var а=1</script><style>б</style><p>слово<noscript>ні</noscript>", ["слово"]),
        ("<nav>меню</nav><p>слово</p><footer>підвал</footer><aside>збоку</aside>", ["слово"]),
        ("<pre>один\nрядок\n\n  два\n \n три</pre>", ["один рядок", "два", "три"]),
        ("<p>Рада <ins>щороку</ins><del>щомісяця</del> звітує", ["Рада щороку звітує"]),
        ("<p>незакрите <b>слово<p>друге", ["незакрите слово", "друге"]),
        ("<p>&lt;b&gt; &amp; \x01слово", ["<b> & слово"]),
    ],
)
def test_blocks_are_read_as_they_are_printed(body, printed):
    assert [paragraph.text for paragraph in cleaned(read(body)).paragraphs] == printed


def test_headings_keep_their_level():
    found = read("<h1>Про воду</h1><h2>Розділ I</h2><h3><span>Стаття 1.</span> А</h3><p>текст</p>").paragraphs
    assert [paragraph.heading for paragraph in found] == [1, 2, 3, 0]


# Lists


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<ol><li>а<li>б</ol>", ["1. а", "2. б"]),
        ("<ol start=5><li>а<li value=9>б<li>в</ol>", ["5. а", "9. б", "10. в"]),
        ("<ol reversed><li>а<li>б<li>в</ol>", ["3. а", "2. б", "1. в"]),
        ("<ol reversed start=10><li>а<li>б</ol>", ["10. а", "9. б"]),
        ("<ol type=a><li>а<li>б</ol>", ["a. а", "b. б"]),
        ("<ol type=I start=4><li>а<li type=i>б</ol>", ["IV. а", "v. б"]),
        ("<ol type=A start=27><li>а</ol>", ["AA. а"]),
        ("<ol><li><p>а</p><p>далі</p><li>б<ol type=a><li>в</ol></ol>", ["1. а", "далі", "2. б", "a. в"]),
        ("<ul><li>а<li>б</ul>", ["• а", "• б"]),
        ("<ul style='list-style: none'><li>1) а</ul>", ["1) а"]),
        ("<ol start=x><li value=y>а</ol>", ["1. а"]),
        ("<ol start=-1><li>а<li>б</ol>", ["-1. а", "0. б"]),
        ("<li>сам", ["• сам"]),
    ],
)
def test_numbers_of_lists_are_printed(body, printed):
    assert texts(body) == printed


# Tables, images, what is hidden


def test_table_keeps_its_cells_and_merged_ones_hold_their_place():
    body = (
        "<table><caption>Плата</caption><thead><tr><th rowspan=2>Вид<th colspan=2>Плата</thead>"
        "<tr><td>рік<td><p>мі</p><p>сяць</p><tr><td>земля<td>8<sup>1</sup><td></table>"
    )
    caption, table = read(body).paragraphs
    assert caption.text == "Плата"
    assert table.table == (("Вид", "Плата", ""), ("", "рік", "мі сяць"), ("земля", "8¹", ""))
    assert table.text == "Вид Плата рік мі сяць земля 8¹"


def test_spans_without_measure_are_cut():
    table = read("<table><tr><td colspan=99999 rowspan=99999>а<td>б<tr><td>в</table>").paragraphs[0].table
    assert table is not None and len(table) == 2 and len(table[0]) == 101


def test_table_of_one_cell_is_a_frame_around_paragraphs():
    assert texts("<table><tr><td><p>Стаття 1.</p><p>Текст</p></table>") == ["Стаття 1.", "Текст"]


def test_images_and_frames_are_told():
    reading = read(
        '<p>Межі<img alt="мапа" src="/img/a.png?x=1"></p><iframe src="x/b.html"></iframe><img src="data:image/png;base64,AA">'
    )
    assert [told.as_json() for told in reading.remarks] == [
        ["image", {"name": "мапа — a.png", "after": "Межі"}],
        ["object", {"name": "b.html", "after": "Межі"}],
        ["image", {"name": "data:image/png", "after": "Межі"}],
    ]


def test_hidden_text_is_left_out_and_told():
    body = '<p>видно<span style="display:none"> нишком</span></p><p hidden>сховано</p><p style="font-size:0">мале</p>'
    assert texts(body) == ["видно"]
    assert codes(body)["hidden_text"] == {"count": 3, "first": "нишком"}


# Where the act stands


@pytest.mark.parametrize(
    "page",
    [
        "<body><header>Сайт</header><div id=article><p>Акт</p></div><p>Реклама",
        "<body><p>Меню</p><article><header><h1>Акт</h1></header></article><p>Реклама",
        "<body><p>Меню</p><main><p>Акт</p></main><p>Реклама",
        "<body><p>Меню</p><div role=main><p>Акт</p></div><p>Реклама",
        "<body><p>Меню</p><div>" + "<p class=rvps2>Акт</p>" * 5 + "</div><p>Реклама",
    ],
)
def test_act_is_found_on_its_page(page):
    assert set(texts(page)) == {"Акт"}


def test_page_without_a_main_part_is_read_whole():
    assert texts("<header><h1>Про воду</h1></header><article>а</article><article>б</article>") == ["Про воду", "а", "б"]


DATABASE = """<html><head><meta charset="{charset}"><title>Про плату | 1-20</title></head><body>
<header><nav>Пошук</nav></header><h1>Про плату</h1><div id="article"><div class="rvps6"><a name="n1"></a><p class="rvps6">ЗАКОН УКРАЇНИ</p></div>
<p class="rvps6"><a name="n2"></a><span class="rvts23">Про плату</span></p>
<p class="rvps2"><a name="n3"></a>{{Із змінами, внесеними згідно із Законом <a href="/go/5-20">№ 5-20</a>}}</p>
<p class="rvps2"><a name="n4"></a><span class="rvts9">Стаття 8<span class="rvts37"><span style="font-size:0px">-</span>1</span>.</span> Плата</p>
<p class="rvps2" id="n5">1. Плату вносять щомісяця:</p>
<p class="rvps2"><a name="n6"></a><a name="n7"></a>1) за землю;</p>
<p class="rvps2">і за воду;</p>
<p class="rvps2"><a name="n8"></a><em>{{Статтю 8-1 змінено}}</em></p></div>
<footer>© Портал</footer><script>x()</script></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-u"])
def test_page_of_the_legal_database_is_read(charset):
    page = DATABASE.format(charset=charset).encode(charset, "xmlcharrefreplace")
    reading = html.read(page)
    assert reading.title == "Про плату"
    assert reading.paragraphs == [
        Paragraph("ЗАКОН УКРАЇНИ", "n1"),
        Paragraph("Про плату", "n2"),
        Paragraph("{Із змінами, внесеними згідно із Законом № 5-20}", "n3"),
        Paragraph("Стаття 8¹. Плата", "n4"),
        Paragraph("1. Плату вносять щомісяця:", "n5"),
        Paragraph("1) за землю; і за воду;", "n7"),
        Paragraph("{Статтю 8-1 змінено}", "n8"),
    ]
    found = parse_structure(reading.paragraphs)
    assert [clause.eid for clause in found.clauses][-3:] == ["art_8-1", "art_8-1__para_1", "art_8-1__para_1__point_1"]
    assert [note.source_id for note in found.notes] == ["n3", "n8"]


def test_id_too_long_for_the_database_is_left_out():
    assert read(f'<p id="{"n" * 61}">слово').paragraphs == [Paragraph("слово")]


# Encodings


@pytest.mark.parametrize(
    "source",
    [
        "<p>Їжак ґ".encode(),
        codecs.BOM_UTF8 + "<p>Їжак ґ".encode(),
        "<p>Їжак ґ".encode("utf-16"),
        "<meta charset=windows-1251><p>Їжак ґ".encode("cp1251"),
        "<META content='text/html; charset=Windows-1251' http-equiv=x><p>Їжак ґ".encode("cp1251"),
        "<?xml version='1.0' encoding='koi8-u'?><html><p>Їжак ґ".encode("koi8-u"),
        "<meta charset=windows-1251><p>Їжак ґ".encode(),
        "<meta charset=utf-16><p>Їжак ґ".encode(),
    ],
)
def test_page_is_read_in_its_encoding(source):
    assert html.read(source).paragraphs == [Paragraph("Їжак ґ")]


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<p>\nЇжак".encode("cp1251"), ["not_utf8", {"line": 2}]),
        (b"<meta charset=windows-1251>\n<p>" + b"\x98", ["wrong_encoding", {"line": 2, "encoding": "windows-1251"}]),
        (b"<meta charset=utf-7><p>+ADw-", ["unknown_encoding", {"encoding": "utf-7"}]),
        (b"<p>1 2 3", ["no_words", {}]),
        (b"<p></p>", ["no_words", {}]),
        (b"<div>" * 300 + b"a", ["too_deep", {}]),
        (b" \n", ["empty", {}]),
    ],
)
def test_page_that_cannot_be_read_is_refused_with_the_reason(source, refusal):
    with pytest.raises(Refusal) as caught:
        html.read(source)
    assert caught.value.as_json() == refusal


# Anything


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("абвґ’ʼ«»8²¹ .;<&", min_size=1, max_size=30), min_size=1, max_size=10))
def test_words_come_back_paragraph_for_paragraph(lines):
    lines = [*lines, "слово"]
    expected = [text for text in (" ".join(line.split()) for line in lines) if text]
    assert [p.text for p in html.read(html_of([Paragraph(line) for line in lines])).paragraphs] == expected


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td rowspan=3>", "</table>", "<ol start=-5>", "<li>", "</ol>", "<sup>", "</sup>", "<br>",
     "<pre>", "\n\n", "слово", "<a name=n1>", "<div", ">", "<!--", "-->", "<svg>", "<math>", "&#0;", "&#xD800;", "<h1>", "</h3>",
     "<![CDATA[", "<?x", "<template>", "<caption>", "<main>", "<del>", "<body>", "<frameset>", "1"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_any_page_is_read_or_refused(pieces):
    try:
        reading = read("".join(pieces))
    except Refusal as refusal:
        assert refusal.code in ("empty", "no_words")
        return
    for paragraph in reading.paragraphs:
        assert paragraph.text == " ".join(paragraph.text.split()) and paragraph.text
