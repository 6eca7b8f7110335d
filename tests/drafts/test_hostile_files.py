"""Files that were made to do harm: each is refused or read, soon, and nothing is left behind."""

import io
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable

import pytest

from reform_portal.drafts.formats.limited import read_limited
from reform_portal.drafts.formats.reading import Reading
from reform_portal.drafts.remarks import Refusal
from tests.drafts.office_files import children, docx, odt, packed, w_item, w_levels, w_p, w_table, w_text

MOST_SECONDS = 2.0
ENTITIES = "".join(f"<!ENTITY a{n} '{('&a' + str(n - 1) + ';') * 10}'>" for n in range(1, 12))
LAUGHS = f'<!DOCTYPE b [<!ENTITY a0 "ха">{ENTITIES}]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = "<w:document {0}><w:body><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:body></w:document>"
Read = Callable[[bytes, str], Reading]


@pytest.fixture
def read(tmp_path, monkeypatch) -> Read:
    """Read a file in the limited process; fails where that takes long or leaves anything behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def limited(source: bytes, name: str) -> Reading:
        before, running = spent(), children()
        try:
            return read_limited(source, name)
        finally:
            assert spent() - before < MOST_SECONDS
            assert list(tmp_path.iterdir()) == []
            assert children() <= running

    return limited


def spent() -> float:
    """Time of the processor that this process and its children took."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def code_of(read: Read, source: bytes, name: str) -> str:
    with pytest.raises(Refusal) as caught:
        read(source, name)
    return caught.value.code


def stored(source: bytes) -> bytes:
    """The same archive without compression, so that no ratio gives it away."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members, stored=list(members))


# Entities


@pytest.mark.parametrize(
    "declaration",
    [
        LAUGHS,
        '<!DOCTYPE b [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE b [<!ENTITY a11 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE b SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE b>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused_in_every_format(read, declaration, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}'
    word = (head + WORD.format(W, "&a11;")).encode(encoding)
    assert code_of(read, packed({"word/document.xml": word}), "a.docx") == "doctype_in"
    assert code_of(read, packed({"content.xml": word}), "a.odt") == "doctype_in"
    assert code_of(read, (head + "<akomaNtoso>&a11;</akomaNtoso>").encode(encoding), "a.xml") == "doctype"


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes"])
def test_declarations_are_refused_in_every_part_that_is_read(read, part):
    members = {"word/document.xml": WORD.format(W, "а"), f"word/{part}.xml": f"{LAUGHS}<w:{part} {W}>&a11;</w:{part}>"}
    assert code_of(read, packed(members), "a.docx") == "doctype_in"


def test_words_of_a_secret_file_never_come_in(read):
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>слово &x; далі'
    assert "root" not in read(page.encode(), "a.html").paragraphs[0].text


# Archives


def zeros(megabytes: int, parts: int) -> bytes:
    return packed(
        {f"word/{n}.xml": bytes(megabytes * 1024 * 1024) for n in range(parts)} | {"word/document.xml": "<a/>"}
    )


def test_flat_bombs_are_refused_before_anything_is_unpacked(read):
    assert code_of(read, zeros(90, 1), "a.docx") == "packed_too_tightly"
    sparse = io.BytesIO()
    with zipfile.ZipFile(sparse, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(200):
            archive.writestr(f"word/{n}.xml", bytes(1024 * 1024))
        archive.writestr("word/document.xml", "<a/>")
    assert code_of(read, sparse.getvalue(), "a.docx") == "unpacked_too_large"


def test_size_that_the_list_of_parts_hides_is_not_unpacked(read):
    size = 50 * 1024 * 1024
    lying = packed({"content.xml": bytes(size)}).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert code_of(read, lying, "a.odt") in ("broken_member", "not_xml_in")


def test_nested_bomb_is_refused(read):
    inner = packed({f"{n}.zip": packed({"a": bytes(1024 * 1024)}) for n in range(16)})
    assert code_of(read, packed({"word/document.xml": "<a/>", "word/0.zip": inner}), "a.docx") == "nested_package"


def test_archive_of_many_parts_is_refused(read):
    assert code_of(read, packed({f"word/{n}": "" for n in range(1001)}), "a.docx") == "is_archive"
    many = packed({"word/document.xml": "<a/>"} | {f"word/{n}": "" for n in range(1001)})
    assert code_of(read, many, "a.docx") == "too_many_members"
    assert code_of(read, many + b"PK\x01\x02" * 200_000, "a.docx") == "too_many_members"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\x", "C:/x", "word/../../x", "x" * 501])
def test_names_that_lead_out_are_refused(read, name):
    assert code_of(read, packed({"word/document.xml": "<a/>", name: "x"}), "a.docx") == "bad_member_name"


def test_part_that_is_there_twice_is_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", WORD.format(W, "одне"))
        archive.writestr("word/document.xml", WORD.format(W, "інше"))
    assert code_of(read, out.getvalue(), "a.docx") == "repeated_member"


def test_encrypted_archive_is_refused(read):
    source = bytearray(docx(w_p("слово")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = source.find(mark)
        while at >= 0:
            source[at + place] |= 1
            at = source.find(mark, at + 4)
    assert code_of(read, bytes(source), "a.docx") == "password"


def test_packing_that_no_office_writes_is_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", bytes(10_000_000))
    assert code_of(read, out.getvalue(), "a.docx") == "unknown_packing"


def test_sound_archive_passes_every_check(read):
    assert len(read(docx(w_p("слово")), "a.docx").paragraphs) == 1


# Size and depth


def test_deep_pages_and_documents_are_refused(read):
    assert code_of(read, b"<div>" * 100_000 + b"a", "a.html") == "too_deep"
    assert code_of(read, b"<div>" * 2_000_000 + b"a", "a.html") == "too_many_elements"
    deep = "<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000
    assert code_of(read, stored(docx(deep)), "a.docx") == "too_deep"
    assert code_of(read, stored(odt("<text:section>" * 50_000 + "</text:section>" * 50_000)), "a.odt") == "too_deep"


def test_nesting_up_to_the_limit_is_read(read):
    control = "<w:sdt><w:sdtContent>" * 100 + w_p("слово") + "</w:sdtContent></w:sdt>" * 100
    assert len(read(docx(control), "a.docx").paragraphs) == 1
    tables = "<w:tbl><w:tr><w:tc>" * 75 + w_p("слово") + "</w:tc></w:tr></w:tbl>" * 75
    assert len(read(docx(tables), "a.docx").paragraphs) == 1
    sections = "<text:section>" * 200 + "<text:p>слово</text:p>" + "</text:section>" * 200
    assert len(read(odt(sections), "a.odt").paragraphs) == 1
    assert len(read(("<div>" * 200 + "слово").encode(), "a.html").paragraphs) == 1


def test_hundred_thousand_cells_are_refused(read):
    assert code_of(read, stored(docx(w_table([["к"] * 10] * 10_000))), "a.docx") == "too_many_cells"
    row = f"<table:table-row>{'<table:table-cell><text:p>к</text:p></table:table-cell>' * 10}</table:table-row>"
    assert code_of(read, stored(odt(f"<table:table>{row * 10_000}</table:table>")), "a.odt") == "too_many_cells"
    page = "<table>" + ("<tr>" + "<td>к" * 10) * 10_000
    assert code_of(read, page.encode(), "a.html") == "too_many_cells"


def test_cells_that_repeat_themselves_are_counted(read):
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>к</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row>'
    assert code_of(read, odt(f"<table:table>{rows}</table:table>"), "a.odt") == "too_many_cells"
    spans = "<table>" + "<tr><td colspan=9999999 rowspan=9999999>к<td>к" * 3_000
    assert code_of(read, spans.encode(), "a.html") == "too_many_cells"


def test_a_million_empty_paragraphs_are_refused(read):
    assert code_of(read, stored(docx("<w:p/>" * 1_000_000 + w_p("слово"))), "a.docx") == "too_many_paragraphs"
    assert code_of(read, docx("<w:p/>" * 1_000_000 + w_p("слово")), "a.docx") == "packed_too_tightly"
    assert code_of(read, stored(odt("<text:p/>" * 1_000_000)), "a.odt") == "too_many_paragraphs"
    assert code_of(read, b"<p>" * 1_000_000, "a.html") == "too_many_elements"


def test_tag_with_a_million_attributes_is_refused(read):
    page = "<p>слово\n<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">"
    assert code_of(read, page.encode(), "a.html") == "long_tag"


def test_numbering_in_a_circle_and_without_measure_is_read(read):
    styles = (
        '<w:style w:type="numbering" w:styleId="s"><w:name w:val="s"/><w:basedOn w:val="s"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    circle = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="s"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert len(read(docx(w_item("слово"), styles=styles, numbering=circle), "a.docx").paragraphs) == 1
    huge = w_levels(("upperRoman", "%1%1%1%1" * 1000, '<w:start w:val="99999999999999999999"/>'))
    numbering = f'<w:abstractNum w:abstractNumId="1">{huge}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    text = read(docx(w_item("слово") * 100, numbering=numbering), "a.docx").paragraphs[0].text
    assert len(text) < 1_000 and text.endswith("слово")


def test_notes_that_call_each_other_are_read_once(read):
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{w_p(w_text("Примітка") + call * 50)}</w:footnote>'
    found = read(docx(w_p(w_text("слово") + call * 50), footnotes=notes), "a.docx").paragraphs
    assert [paragraph.text for paragraph in found] == ["слово", "{Виноска 1: Примітка}"]


def test_many_images_are_told_shortly(read):
    image = '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'
    reading = read(docx(w_p("слово") + image * 5_000), "a.docx")
    assert len(reading.remarks) <= 101 and reading.remarks[0].as_json() == ["more_images", {"count": 4_900}]
