"""Real acts through every format and back; Akoma Ntoso is checked against the schema of its standard."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from reform_portal.drafts.exports.akoma_ntoso import to_akoma_ntoso
from reform_portal.drafts.exports.docx import to_docx
from reform_portal.drafts.exports.markdown import to_markdown
from reform_portal.drafts.formats import akoma_ntoso, docx, markdown, plain_text
from reform_portal.drafts.formats.xml import etree
from reform_portal.drafts.structure import Structure, parse_structure
from tests.conftest import CORPORA
from tests.drafts.acts import acts, exported, known, whole_act

pytestmark = pytest.mark.corpora

NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
XSD = "{http://www.w3.org/2001/XMLSchema}"
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def schema() -> etree.XMLSchema:
    """The schema as the standard means it: every element that may have an ``eId`` must have one."""
    tree = etree.parse(CORPORA / "akn" / "akomantoso30.xsd")
    group = next(g for g in tree.getroot().iter(f"{XSD}attributeGroup") if g.get("name") == "idreq")
    for attribute in group.iter(f"{XSD}attribute"):
        if attribute.get("name") == "eId":
            attribute.set("use", "required")
    return etree.XMLSchema(tree)


def faults(source: bytes) -> list[str]:
    root = etree.fromstring(source)
    return [] if schema().validate(root) else [f"{e.line}: {e.message}" for e in schema().error_log]


def redactions(corpora: Path) -> list[Path]:
    found = sorted(corpora.glob("ua-law-versions/*/*.md")) + sorted(corpora.glob("ua-law*/**/*.txt"))
    assert len(found) >= 32 + 27
    return found


def structure_of(path: Path) -> Structure:
    text = path.read_text(encoding="utf-8")
    return parse_structure(markdown.read(text) if path.suffix == ".md" else plain_text.read(text))


def foreign(corpora: Path) -> list[Path]:
    found = sorted((corpora / "akn" / "examples").glob("*.xml"))
    assert len(found) == 9
    return found


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


def letters_of_file(source: bytes) -> tuple[str, str]:
    """The letters of the text and of its notes, read without any of the product's rules."""
    root = etree.fromstring(source, etree.XMLParser(remove_comments=True))
    for index in root.iter(f"{NAMESPACE}sup"):
        index.text = (index.text or "").translate(SUPERSCRIPTS)
    for meta in root.iter(f"{NAMESPACE}meta"):
        for child in list(meta):
            meta.remove(child)
    notes = ""
    for note in root.iter(f"{NAMESPACE}authorialNote"):
        notes += "".join(note.itertext())
        for child in list(note):
            note.remove(child)
        note.text = ""
    return letters("".join(root.itertext())), letters(notes)


def test_the_schema_finds_faults(corpora):
    good = to_akoma_ntoso(exported(whole_act()))
    assert faults(good) == []
    assert faults(to_akoma_ntoso(exported(whole_act(), is_bill=False, body="", language="en"))) == []
    assert faults(good.replace(b"<paragraph", b"<paragraf").replace(b"</paragraph", b"</paragraf"))
    assert faults(good.replace(b'eId="art_1"', b""))
    assert faults(good.replace(b'eId="art_1"', b'eId="part_I"'))


def test_real_acts_come_back_from_valid_akoma_ntoso(corpora):
    for path in redactions(corpora):
        act = structure_of(path)
        source = to_akoma_ntoso(exported(act))
        assert faults(source) == [], path.name
        back = akoma_ntoso.read(source).structure
        assert known(back) == known(act) and back.title == act.title, path.name


def test_real_acts_come_back_from_markdown(corpora):
    for path in redactions(corpora):
        act = structure_of(path)
        assert known(parse_structure(markdown.read(to_markdown(exported(act))))) == known(act), path.name


def test_real_acts_come_back_from_word(app, corpora):
    for path in redactions(corpora)[::3]:
        act = structure_of(path)
        back = parse_structure(docx.read(to_docx(exported(act))).paragraphs)
        assert without_drawings(back) == without_drawings(act), path.name


def without_drawings(structure: Structure):
    """Without the characters that a source drew its tables with: in Word a table is a table."""
    clauses, notes = known(structure)
    drawn = {c.eid for c in structure.clauses if c.table is not None}
    return [(*c[:3], "" if c[0] in drawn else c[3], *c[4:]) for c in clauses], notes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=acts())
def test_any_act_is_valid_akoma_ntoso(corpora, act):
    assert faults(to_akoma_ntoso(exported(act))) == []


def test_acts_of_other_countries_have_every_word_once_and_in_order(corpora):
    for path in foreign(corpora):
        found = akoma_ntoso.read(path.read_bytes()).structure
        words, notes = letters_of_file(path.read_bytes())
        assert letters("".join(c.num + c.text for c in found.clauses)) == words, path.name
        assert letters("".join(n.text for n in found.notes)).startswith(notes), path.name
        assert all(c.printed for c in found.clauses), path.name


def test_acts_of_other_countries_come_back_from_valid_akoma_ntoso(corpora):
    for path in foreign(corpora):
        once = akoma_ntoso.read(path.read_bytes()).structure
        source = to_akoma_ntoso(exported(once))
        assert faults(source) == [], path.name
        twice = akoma_ntoso.read(source).structure
        assert known(twice) == known(once) and twice.title == once.title, path.name


def test_acts_of_other_countries_have_good_addresses(corpora):
    for path in foreign(corpora):
        found = akoma_ntoso.read(path.read_bytes()).structure.clauses
        seen: set[str] = set()
        for clause in found:
            assert clause.eid not in seen and len(clause.eid) <= 200, path.name
            assert clause.parent is None or clause.parent in seen, path.name
            assert clause.eid.isascii() and "list" not in clause.eid and len(clause.source_id or "") <= 60, path.name
            seen.add(clause.eid)


@pytest.mark.parametrize(
    ("name", "eids"),
    [
        (
            "eu_COM(2013)0619_EN-8.xml",
            {"art_1__para_2", "art_2__para_nn_1__point_a", "art_6__para_2__point_g", "chp_IX", "annex_1"},
        ),
        ("uk_pga-2014-27-enacted-data.xml", {"art_1__para_2__point_f", "art_4__para_7__point_b", "title"}),
        ("us_Title9-Chap3-eng.xml", {"chp_3", "art_303__para_b", "art_301__para_nn_1"}),
        ("it_senato_ddl_2013.xml", {"art_1__para_1__point_a", "art_1__para_1__point_d__point_1"}),
    ],
)
def test_units_of_other_countries_are_where_a_lawyer_looks_for_them(corpora, name, eids):
    found = akoma_ntoso.read((corpora / "akn" / "examples" / name).read_bytes()).structure.clauses
    assert eids <= {clause.eid for clause in found}
