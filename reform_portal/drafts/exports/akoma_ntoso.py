"""A version as Akoma Ntoso 3.0, valid against the schema of the OASIS Standard of 29 August 2018.

Units are nested as the act nests them; ``@eId`` is the clause's address (Naming Convention 1.0), ``@wId`` the
lasting id of its provision. What has no element of its own is told by ``@class``
(see ``formats.akoma_ntoso_marks``), so that reading the file back gives the same clauses and notes. Editorial
notes are ``authorialNote`` with the status ``editorial``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...core.clock import in_kyiv
from ..formats.akoma_ntoso_marks import (
    LANGUAGES,
    NAMESPACE,
    NOTE,
    PORTAL,
    Marks,
    text_of_rows,
    written,
)
from ..formats.xml import etree
from ..structure import CONTAINERS, Note
from .version import ExportedClause, ExportedVersion
from .xml_text import legal

# Deeper than any act nests; what would stand deeper names its parent instead.
DEEPEST = 40
_ELEMENTS = {kind: kind for kind in (*CONTAINERS, "article", "paragraph", "point", "alinea")} | {"subpoint": "point"}
_SENTENCE_ENDS = ".;:!?…,"
Element: TypeAlias = etree._Element


def to_akoma_ntoso(act: ExportedVersion) -> bytes:
    """The file, UTF-8 with an XML declaration."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    kind = "bill" if act.is_bill else "act"
    document = _add(root, kind, name=kind)
    _write_meta(_add(document, "meta"), act, kind)
    _Text(document, act).write()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_meta(meta: Element, act: ExportedVersion, kind: str) -> None:
    """Identification by the naming convention: work, expression, manifestation."""
    language = LANGUAGES.get(act.language, act.language)
    day = in_kyiv(act.published_at).date().isoformat()
    work = f"/akn/ua/{kind}/{act.first_published_on.isoformat()}/{act.slug}"
    expression = f"{work}/{language}@{day}!v{act.number}"
    author = "#body" if act.body.strip() else PORTAL
    identification = _add(meta, "identification", source=PORTAL)
    level = _level(identification, "FRBRWork", f"{work}/!main", work, act.first_published_on.isoformat(), author)
    for position, (name, value) in enumerate((("title", act.title), ("address", act.address)), start=2):
        alias = etree.Element(f"{{{NAMESPACE}}}FRBRalias", name=name, value=legal(value))
        level.insert(position, alias)
    _add(level, "FRBRcountry", value="ua")
    _add(level, "FRBRnumber", value=act.slug)
    level = _level(identification, "FRBRExpression", f"{expression}/!main", expression, day, author)
    _add(level, "FRBRversionNumber", value=str(act.number))
    _add(level, "FRBRlanguage", language=language)
    level = _level(identification, "FRBRManifestation", f"{expression}/!main.xml", f"{expression}.akn", day, PORTAL)
    _add(level, "FRBRformat", value="application/akn+xml")
    references = _add(meta, "references", source=PORTAL)
    _organization(references, PORTAL, "reform-portal", "Портал реформ")
    if author != PORTAL:
        _organization(references, author, "body", act.body)


def _level(identification: Element, name: str, this: str, uri: str, day: str, author: str) -> Element:
    level = _add(identification, name)
    _add(level, "FRBRthis", value=this)
    _add(level, "FRBRuri", value=uri)
    _add(level, "FRBRdate", date=day, name="publication")
    _add(level, "FRBRauthor", href=author)
    return level


def _organization(references: Element, reference: str, name: str, shown: str) -> None:
    href = f"/akn/ontology/organization/ua/{name}"
    _add(references, "TLCOrganization", eId=reference.removeprefix("#"), href=href, showAs=legal(shown))


@dataclass
class _Host:
    """A unit that further clauses may be put into."""

    eid: str
    element: Element


class _Text:
    """Writes the clauses and notes below the document element."""

    def __init__(self, document: Element, act: ExportedVersion) -> None:
        self._document = document
        self._clauses = act.clauses
        self._notes = act.notes_after()
        self._parents = {clause.parent for clause in act.clauses}
        self._ids = {clause.eid for clause in act.clauses} | {PORTAL.removeprefix("#"), "body"}
        self._open: list[_Host] = []

    def write(self) -> None:
        preface, preamble, body = self._divided()
        leading = self._notes.get(None, [])
        if preface or leading:
            element = _add(self._document, "preface")
            if leading:
                self._add_notes(_add(element, "p"), None)
            self._write_all(element, preface)
        if preamble:
            self._write_all(_add(self._document, "preamble"), preamble)
        element = _add(self._document, "body")
        self._write_all(element, body)
        if not len(element):
            _add(element, "hcontainer", eId=self._free("body__hcontainer_1"), name="empty")

    def _divided(self) -> tuple[Sequence[ExportedClause], Sequence[ExportedClause], Sequence[ExportedClause]]:
        """(to the title, from there to the first unit, the units), each with all that belongs below."""
        front: set[str] = set()
        end = 0
        titled = 0
        for clause in self._clauses:
            at_front = clause.parent is None and clause.kind in ("title", "preamble")
            if not at_front and clause.parent not in front:
                break
            front.add(clause.eid)
            end += 1
            titled = end if clause.kind == "title" or (titled == end - 1 and clause.parent is not None) else titled
        return self._clauses[:titled], self._clauses[titled:end], self._clauses[end:]

    def _write_all(self, division: Element, clauses: Sequence[ExportedClause]) -> None:
        self._open = []
        in_body = etree.QName(division).localname == "body"
        for clause in clauses:
            self._close_to(clause.parent)
            host = self._open[-1] if self._open else None
            parent = clause.parent if clause.parent != (host.eid if host else None) else None
            marks = Marks(clause.kind, clause.quoted, clause.source_id, parent)
            element = self._clause(host.element if host else division, clause, marks, in_body)
            if clause.eid in self._parents and len(self._open) < DEEPEST:
                self._open.append(_Host(clause.eid, element))

    def _close_to(self, parent: str | None) -> None:
        """Leaves the units that do not hold what comes; one whose parent is out of reach stays where it is."""
        if parent is None or any(host.eid == parent for host in self._open):
            while self._open and self._open[-1].eid != parent:
                self._open.pop()

    def _clause(self, around: Element, clause: ExportedClause, marks: Marks, in_body: bool) -> Element:
        alone = not clause.num and clause.table is None and clause.eid not in self._parents
        if not in_body:
            return self._front_block(around, clause, marks, alone)
        if clause.kind == "heading" and alone and etree.QName(around).localname != "body":
            return self._heading(around, clause, marks)
        return self._unit(around, clause, marks)

    def _front_block(self, around: Element, clause: ExportedClause, marks: Marks, alone: bool) -> Element:
        if alone:
            paragraph = self._add_clause(around, "p", clause, marks)
            if clause.kind == "title":
                _add(paragraph, "docTitle").text = legal(clause.text)
            else:
                paragraph.text = legal(clause.text)
            self._add_notes(paragraph, clause.eid)
            return paragraph
        block = self._add_clause(around, "tblock", clause, marks)
        self._number(block, clause)
        self._add_notes(self._blocks(block, clause), clause.eid)
        return block

    def _heading(self, around: Element, clause: ExportedClause, marks: Marks) -> Element:
        """Below a unit that has only its number the heading of that unit, else one between units."""
        only_numbered = all(etree.QName(child).localname == "num" for child in around)
        heading = self._add_clause(
            around, "heading" if len(around) and only_numbered else "crossHeading", clause, marks
        )
        heading.text = legal(clause.text)
        self._add_notes(heading, clause.eid)
        return heading

    def _unit(self, around: Element, clause: ExportedClause, marks: Marks) -> Element:
        name = _ELEMENTS.get(clause.kind, "hcontainer")
        unit = self._add_clause(around, name, clause, marks)
        if name == "hcontainer":
            unit.set("name", clause.kind)
        last = self._number(unit, clause)
        if clause.text and clause.table is None and _is_heading(clause):
            last = _add(unit, "heading", eId=self._free(f"{clause.eid}__heading"))
            last.text = legal(clause.text)
        elif clause.text or clause.table is not None or (last is None and clause.eid in self._notes):
            part = "intro" if clause.eid in self._parents else "content"
            last = self._blocks(_add(unit, part, eId=self._free(f"{clause.eid}__{part}")), clause)
        self._add_notes(last, clause.eid)
        return unit

    def _add_clause(self, around: Element, name: str, clause: ExportedClause, marks: Marks) -> Element:
        element = _add(around, name, eId=clause.eid)
        if clause.provision is not None:
            element.set("wId", f"provision_{clause.provision}")
        element.set("class", written(marks))
        return element

    def _number(self, unit: Element, clause: ExportedClause) -> Element | None:
        if not clause.num:
            return None
        num = _add(unit, "num")
        num.text = legal(clause.num)
        return num

    def _blocks(self, around: Element, clause: ExportedClause) -> Element:
        """The text or the table of a clause; returns what its notes can stand in."""
        if clause.table is None:
            paragraph = _add(around, "p")
            paragraph.text = legal(clause.text)
            return paragraph
        table = _add(around, "table", eId=self._free(f"{clause.eid}__table_1"))
        if clause.text != text_of_rows(clause.table):
            table.set("title", legal(clause.text))
        for row in clause.table or (("",),):
            line = _add(table, "tr")
            for cell in row or ("",):
                paragraph = _add(_add(line, "td"), "p")
                paragraph.text = legal(cell)
        return _add(around, "p") if clause.eid in self._notes else table

    def _add_notes(self, last: Element | None, eid: str | None) -> None:
        for note in self._notes.get(eid, ()):
            assert last is not None
            self._add_note(last, note)

    def _add_note(self, around: Element, note: Note) -> None:
        above = f"{note.after}__" if note.after else ""
        eid = self._free(f"{above}authorialNote_1")
        element = _add(around, "authorialNote", eId=eid, status="editorial", placement="inline")
        element.set("class", written(Marks(NOTE, source_id=note.source_id)))
        _add(element, "p").text = legal(note.text)

    def _free(self, eid: str) -> str:
        """An eId that nothing else has."""
        found = eid
        for found in _counted(eid):
            if found not in self._ids:
                break
        self._ids.add(found)
        return found


def _counted(eid: str) -> Iterator[str]:
    yield eid
    stem = re.sub(r"_\d+\Z", "", eid)
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _is_heading(clause: ExportedClause) -> bool:
    """Whether a text is the heading of its unit and not its first sentence."""
    if clause.kind == "article":
        return clause.text[-1] not in _SENTENCE_ENDS
    return clause.kind in (*CONTAINERS, "annex", "heading")


def _add(around: Element, name: str, /, **attributes: str) -> Element:
    return etree.SubElement(around, f"{{{NAMESPACE}}}{name}", attributes)
