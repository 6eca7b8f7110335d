"""Reading OpenDocument texts as LibreOffice prints them."""

import contextlib
import io

import odfdo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.formats import odt
from reform_portal.drafts.remarks import Refusal
from reform_portal.drafts.structure import Paragraph
from tests.drafts.office_files import odt as odt_file
from tests.drafts.office_files import odt_of

UP = '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="{0}"/></style:style>'


def read(body: str, styles: str = "", common: str = ""):
    return odt.read(odt_file(body, styles, common))


def texts(body: str, styles: str = "", common: str = "") -> list[str]:
    return [paragraph.text for paragraph in read(body, styles, common).paragraphs]


def codes(body: str, styles: str = "") -> dict[str, dict]:
    return {told.code: told.values for told in read(body, styles).remarks}


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def item(*inside: str, start: int | None = None) -> str:
    value = f' text:start-value="{start}"' if start is not None else ""
    return f"<text:list-item{value}>{''.join(inside)}</text:list-item>"


def list_(*items: str, style: str = ' text:style-name="L1"', more: str = "") -> str:
    return f"<text:list{style}{more}>{''.join(items)}</text:list>"


def level(number: int, form: str, **more: str) -> str:
    attributes = "".join(f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}"{attributes}/>'


def list_style(*levels: str, name: str = "L1") -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ('ст. 8<text:span text:style-name="up">2</text:span>. Назва', "ст. 8². Назва"),
        ("зако\u00adно<text:line-break/>про<text:s text:c='3'/>єкт<text:tab/>тут", "законо про єкт тут"),
        ("об’єкт м'яч «ґанок» \u00a0 далі", "об’єкт м'яч «ґанок» далі"),
        ('за <text:a xlink:href="http://a.ua">Законом № 5</text:a> діє', "за Законом № 5 діє"),
        ("стор. <text:page-number>7</text:page-number>далі", "стор. далі"),
        ("від <text:date>1 травня</text:date>", "від 1 травня"),
        ("<text:soft-page-break/>слово", "слово"),
        (
            "<text:ruby><text:ruby-base>слово</text:ruby-base><text:ruby-text>вимова</text:ruby-text></text:ruby>",
            "слово",
        ),
    ],
)
def test_line_is_read_as_it_is_printed(inside, printed):
    assert texts(p(inside), UP.format("super 58%")) == [printed]


@pytest.mark.parametrize(
    ("position", "printed"), [("33% 58%", "а¹"), ("-33% 58%", "а1"), ("sub 58%", "а1"), ("0% 100%", "а1")]
)
def test_what_is_a_superscript(position, printed):
    assert texts(p('а<text:span text:style-name="up">1</text:span>'), UP.format(position)) == [printed]


def test_styles_are_followed_to_those_they_stand_on_and_not_round_in_a_circle():
    common = UP.format("super 58%") + (
        '<style:style style:name="T1" style:family="text" style:parent-style-name="up"/>'
        '<style:style style:name="c1" style:family="text" style:parent-style-name="c2"/>'
        '<style:style style:name="c2" style:family="text" style:parent-style-name="c1"/>'
    )
    body = p('а<text:span text:style-name="T1">1</text:span><text:span text:style-name="c1">2</text:span>')
    assert texts(body, common=common) == ["а¹2"]


def test_headings():
    common = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="Art" style:family="paragraph" style:default-outline-level="3"/>'
    )
    body = '<text:p text:style-name="P1">а</text:p><text:h text:outline-level="2">б</text:h>'
    body += '<text:p text:style-name="Art">в</text:p><text:h text:outline-level="9">г</text:h>' + p("ґ")
    assert [found.heading for found in read(body, common=common).paragraphs] == [1, 2, 3, 6, 0]


# Lists


@pytest.mark.parametrize(
    ("form", "more", "printed"),
    [
        ("1", {"style_num_suffix": "."}, ["1. а", "2. б"]),
        ("1", {"style_num_prefix": "(", "style_num_suffix": ")"}, ["(1) а", "(2) б"]),
        ("1", {"loext_num_list_format": "Стаття %1%."}, ["Стаття 1. а", "Стаття 2. б"]),
        ("a", {"style_num_suffix": ")"}, ["a) а", "b) б"]),
        ("I", {"style_num_suffix": "."}, ["I. а", "II. б"]),
        ("а, б, .., аа, аб, ... (ru)", {"style_num_suffix": ")"}, ["а) а", "б) б"]),
        ("А, Б, .., Аа, Аб, ... (uk)", {"style_num_suffix": ")", "text_start_value": "4"}, ["Г) а", "Ґ) б"]),
        ("1", {"style_num_suffix": ".", "text_start_value": "7"}, ["7. а", "8. б"]),
        ("", {}, ["а", "б"]),
    ],
)
def test_kinds_of_numbers(form, more, printed):
    assert texts(list_(item(p("а")), item(p("б"))), list_style(level(1, form, **more))) == printed


def test_levels_count_and_begin_anew():
    styles = list_style(
        level(1, "1", style_num_suffix="."), level(2, "1", style_num_suffix=")", text_display_levels="2")
    )
    inner = list_(item(p("б")), item(p("в")), style="")
    body = list_(item(p("а"), inner), item(p("г"), p("далі"), list_(item(p("ґ")), style="")))
    assert texts(body, styles) == ["1. а", "1.1) б", "1.2) в", "2. г", "далі", "2.1) ґ"]


def test_list_goes_on_where_it_says_so():
    styles = list_style(level(1, "1", style_num_suffix="."), level(2, "a", style_num_suffix=")"))
    first = list_(item(p("а")), item(p("б")), more=' xml:id="list1"')
    deeper = list_(item(list_(item(p("в")), style="")), more=' text:continue-numbering="true"')
    again = list_(item(p("г")), more=' text:continue-list="list1"')
    fresh = list_(item(p("ґ")))
    expected = ["1. а", "2. б", "між", "a) в", "3. г", "1. ґ"]
    assert texts(first + p("між") + deeper + again + fresh, styles) == expected


def test_item_that_starts_at_a_number_and_header_without_one():
    styles = list_style(level(1, "1", style_num_suffix=")"))
    header = f"<text:list-header>{p('Заголовок')}</text:list-header>"
    assert texts(list_(header, item(p("а"), start=5), item(p("б"))), styles) == ["Заголовок", "5) а", "6) б"]


def test_bullets_are_printed():
    style = list_style('<text:list-level-style-bullet text:level="1" text:bullet-char="–"/>')
    assert texts(list_(item(p("а"))), style) == ["– а"]


def test_numbers_of_headings_come_from_the_outline_where_their_style_belongs_to_it():
    heads = "".join(
        f'<style:style style:name="H{n}" style:family="paragraph" style:default-outline-level="{n}"/>' for n in (1, 2)
    )
    outline = f"<text:outline-style>{level(1, 'I', style_num_suffix='.')}{level(2, '1', loext_num_list_format='Стаття %2%.')}</text:outline-style>"
    body = "".join(
        f'<text:h text:style-name="H{n}" text:outline-level="{n}">{text}</text:h>'
        for n, text in ((1, "а"), (2, "б"), (2, "в"), (1, "г"), (2, "ґ"))
    )
    body += '<text:h text:outline-level="1">без стилю</text:h>'
    printed = ["I. а", "Стаття 1. б", "Стаття 2. в", "II. г", "Стаття 1. ґ", "без стилю"]
    assert texts(body, common=outline + heads) == printed


# What is beside the text


def test_recorded_changes_are_read_as_accepted_and_told():
    changes = (
        "<text:tracked-changes>"
        "<text:changed-region><text:insertion/></text:changed-region>"
        f"<text:changed-region><text:deletion>{p('старе')}</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    body = changes + p("Рада <text:change-start/>щороку<text:change-end/><text:change/> звітує.")
    assert texts(body) == ["Рада щороку звітує."]
    assert codes(body)["tracked_changes"] == {"insertions": 1, "deletions": 1, "moves": 0}


def test_hidden_text_comments_and_contents_are_left_out_and_told():
    styles = (
        '<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = p(
        'Видно<text:span text:style-name="h"> нишком</text:span><office:annotation><text:p>порада</text:p></office:annotation>'
    )
    body += f'<text:section text:display="none">{p("сховано")}</text:section>'
    body += f"<text:table-of-content><text:index-body>{p('Стаття 1 … 3')}</text:index-body></text:table-of-content>"
    assert texts(body, styles) == ["Видно"]
    told = codes(body, styles)
    assert told["hidden_text"]["count"] == 2 and told["comments"]["count"] == 1 and told["contents"]["count"] == 1


def test_footnotes_follow_their_paragraph():
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{0}</text:note-body></text:note>"
    body = p("Один" + note.format(p("Перше.") + p("Друге.")) + " і два.") + p("Далі")
    assert texts(body) == ["Один і два.", "{Виноска 1: Перше. Друге.}", "Далі"]


def test_boxes_are_read_and_images_told():
    box = f"<draw:frame><draw:text-box>{p('У рамці.')}</draw:text-box></draw:frame>"
    image = (
        '<draw:frame draw:name="Рис1"><draw:image xlink:href="Pictures/a.png"/><svg:desc>мапа</svg:desc></draw:frame>'
    )
    thing = (
        '<draw:frame draw:name="Об’єкт"><draw:object xlink:href="./Object 1"/><draw:image xlink:href="x"/></draw:frame>'
    )
    reading = read(p("Перед." + box) + p("Межі" + image) + p(thing))
    assert [found.text for found in reading.paragraphs] == ["Перед.", "У рамці.", "Межі"]
    assert [told.as_json() for told in reading.remarks] == [
        ["image", {"name": "мапа — a.png", "after": "Межі"}],
        ["object", {"name": "Об’єкт — Object 1", "after": "Межі"}],
    ]


def test_table_keeps_its_cells():
    cell = "<table:table-cell{1}>{0}</table:table-cell>"
    head = cell.format(p("Вид"), "") + cell.format(p("Плата"), "") + "<table:covered-table-cell/>"
    rows = f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
    rows += "<table:table-row><table:covered-table-cell/>" + cell.format(p("рік") + p("дві"), "")
    rows += cell.format(p("х"), ' table:number-columns-repeated="1"') + "</table:table-row>"
    found = read(f"<table:table>{rows}</table:table>").paragraphs[0]
    assert found.table == (("Вид", "Плата", ""), ("", "рік дві", "х"))
    assert found.text == "Вид Плата рік дві х"


def test_file_protected_by_a_password_is_refused():
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(Refusal, match="password"):
        odt.read(odt_file(p("а"), **{"META-INF/manifest.xml": manifest}))


def test_text_that_lies_in_another_file_is_refused_by_name():
    with pytest.raises(Refusal) as caught:
        read('<text:section><text:section-source xlink:href="file:///etc/passwd"/></text:section>' + p("слово"))
    assert caught.value.as_json() == ["outside_text", {"name": "file:///etc/passwd"}]


def test_file_of_another_writer_is_read():
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Про воду"))
    document.body.append(odfdo.Paragraph("Перший абзац."))
    table = odfdo.Table("Т", width=2, height=1)
    table.set_values([["а", "б"]])
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    found = odt.read(out.getvalue()).paragraphs
    assert [(item.heading, item.text) for item in found[:2]] == [(1, "Про воду"), (0, "Перший абзац.")]
    assert found[2].table == (("а", "б"),)


# Anything


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("абвґ’ʼ«»8²¹ .;", min_size=1, max_size=30), min_size=1, max_size=10))
def test_words_come_back_paragraph_for_paragraph(lines):
    lines = [*lines, "слово"]
    expected = [text for text in (" ".join(line.split()) for line in lines) if text]
    assert [found.text for found in odt.read(odt_of([Paragraph(line) for line in lines])).paragraphs] == expected


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=6))
def test_damaged_file_is_read_or_refused(place, bytes_):
    source = bytearray(
        odt_of([Paragraph("Про воду", None, 1), Paragraph("8¹ слово"), Paragraph("а", table=(("а", "б"),))])
    )
    place %= len(source)
    source[place : place + len(bytes_)] = bytes_
    with contextlib.suppress(Refusal):
        assert odt.read(bytes(source)).paragraphs


_TAGS = st.sampled_from(
    ["text:p", "text:h", "text:list", "text:list-item", "text:list-header", "text:span", "text:note", "text:note-body",
     "table:table", "table:table-row", "table:table-cell", "table:covered-table-cell", "draw:frame", "draw:text-box",
     "draw:image", "text:section", "text:s", "office:annotation", "text:numbered-paragraph", "draw:object"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(st.text("а1 ", max_size=4), lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)), max_leaves=25)
)
def test_any_nesting_of_elements_is_read(tree):
    def markup(node) -> str:
        if isinstance(node, str):
            return node
        inside = "".join(map(markup, node[1]))
        return f'<{node[0]} text:style-name="L1" text:level="2" table:number-columns-repeated="2">{inside}</{node[0]}>'

    assert read(p("слово") + markup(tree), list_style(level(1, "1", style_num_suffix="."))).paragraphs
