"""The catalogue of open data by DCAT-AP 3, as JSON-LD and as Turtle. Pure. Importer of rdflib.

Codes are those of the EU's authority tables (https://op.europa.eu/en/web/eu-vocabularies). Whatever is named has an
address, so that both forms say the same with the same names.
"""

from dataclasses import dataclass

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

from .datasets import DATASETS, LICENCE, Dataset
from .dumps import Dump, DumpFile
from .registry import FREQUENCY, Facts, identifier

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = ("UKR", "ENG")
THEMES = {
    "GOVE": ("Уряд і публічний сектор", "Government and public sector"),
    "JUST": ("Правосуддя, правова система й громадська безпека", "Justice, legal system and public safety"),
}
# ISO 3166-2 of the region whose drafts are discussed.
REGION, REGION_NAMES = "UA-51", ("Одеська область", "Odesa region")
PORTAL_NAMES = ("Портал реформ", "Reform Portal")
# Ending → (code of the EU table of file types, registered media type where there is one).
FILE_TYPES = {"csv": ("CSV", "text/csv"), "jsonl": ("JSON", ""), "zip": ("ZIP", "application/zip")}
FORMS = {"jsonld": ("json-ld", "application/ld+json"), "ttl": ("turtle", "text/turtle; charset=utf-8")}

_CONTEXT = {
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "skos": str(SKOS),
    "vcard": str(VCARD),
    "spdx": str(SPDX),
    "xsd": str(XSD),
}


@dataclass(frozen=True)
class _Names:
    """The addresses of what the whole catalogue speaks of."""

    page: str

    def part(self, name: str) -> URIRef:
        return URIRef(f"{self.page}#{name}")


def catalogue(facts: Facts, dump: Dump | None) -> Graph:
    """The graph; without a dump the datasets have no files yet."""
    graph = Graph()
    for prefix, address in _CONTEXT.items():
        graph.bind(prefix, address)
    names = _Names(facts.page)
    _add_vocabulary(graph, names)
    _add_publisher(graph, names, facts)
    _add_catalogue(graph, names, facts)
    for dataset in DATASETS:
        _add_dataset(graph, names, facts, dataset, dump)
    _add_service(graph, names, facts)
    return graph


def written(graph: Graph, ending: str) -> str:
    """The graph in one of FORMS."""
    if ending == "jsonld":
        return graph.serialize(format="json-ld", context=_CONTEXT, auto_compact=False, indent=1, ensure_ascii=False)
    return graph.serialize(format=FORMS[ending][0])


def _add_vocabulary(graph: Graph, names: _Names) -> None:
    """What the terms of other vocabularies are, so that the catalogue can be checked without fetching them."""
    for code in LANGUAGES:
        graph.add((_authority("language", code), RDF.type, DCTERMS.LinguisticSystem))
    for code, labels in THEMES.items():
        theme = _authority("data-theme", code)
        graph.add((theme, RDF.type, SKOS.Concept))
        _say(graph, theme, SKOS.prefLabel, *labels)
    graph.add((_authority("frequency", FREQUENCY), RDF.type, DCTERMS.Frequency))
    graph.add((URIRef(LICENCE), RDF.type, DCTERMS.LicenseDocument))
    region = names.part("region")
    graph.add((region, RDF.type, DCTERMS.Location))
    graph.add((region, DCTERMS.identifier, Literal(REGION)))
    _say(graph, region, SKOS.prefLabel, *REGION_NAMES)


def _add_publisher(graph: Graph, names: _Names, facts: Facts) -> None:
    """The body as it says itself; while it does not say, the portal by its own name."""
    agent, publisher = names.part("publisher"), facts.publisher
    graph.add((agent, RDF.type, FOAF.Agent))
    _say(graph, agent, FOAF.name, *((publisher.name, publisher.name_en) if publisher.name else PORTAL_NAMES))
    if publisher.code:
        graph.add((agent, DCTERMS.identifier, Literal(publisher.code)))
    if publisher.email:
        contact = names.part("contact")
        graph.add((contact, RDF.type, VCARD.Kind))
        graph.add((contact, VCARD.fn, Literal(publisher.contact or publisher.name or PORTAL_NAMES[0], lang="uk")))
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{publisher.email}")))


def _add_catalogue(graph: Graph, names: _Names, facts: Facts) -> None:
    found = names.part("catalogue")
    graph.add((found, RDF.type, DCAT.Catalog))
    _say(graph, found, DCTERMS.title, "Відкриті дані Порталу реформ", "Open data of the Reform Portal")
    _say(
        graph,
        found,
        DCTERMS.description,
        "Проєкти актів, зауваження громадян до них і відповіді розробників.",
        "Draft laws, what citizens say about them, and what the drafters answer.",
    )
    graph.add((found, FOAF.homepage, URIRef(facts.page)))
    graph.add((URIRef(facts.page), RDF.type, FOAF.Document))
    _add_common(graph, names, found)
    if facts.modified:
        graph.add((found, DCTERMS.modified, Literal(facts.modified, datatype=XSD.dateTime)))
    for dataset in DATASETS:
        graph.add((found, DCAT.dataset, names.part(dataset.name)))
    graph.add((found, DCAT.service, names.part("api")))


def _add_common(graph: Graph, names: _Names, subject: URIRef) -> None:
    """What holds for the catalogue, each dataset and the service alike."""
    graph.add((subject, DCTERMS.publisher, names.part("publisher")))
    graph.add((subject, DCTERMS.license, URIRef(LICENCE)))
    if not _is_service(graph, subject):
        graph.add((subject, DCTERMS.spatial, names.part("region")))
        for code in LANGUAGES:
            graph.add((subject, DCTERMS.language, _authority("language", code)))


def _is_service(graph: Graph, subject: URIRef) -> bool:
    return (subject, RDF.type, DCAT.DataService) in graph


def _add_dataset(graph: Graph, names: _Names, facts: Facts, dataset: Dataset, dump: Dump | None) -> None:
    found = names.part(dataset.name)
    graph.add((found, RDF.type, DCAT.Dataset))
    _say(graph, found, DCTERMS.title, dataset.title_uk, dataset.title_en)
    _say(graph, found, DCTERMS.description, dataset.description_uk, dataset.description_en)
    _add_common(graph, names, found)
    graph.add((found, DCTERMS.identifier, Literal(identifier(dataset, facts.publisher))))
    graph.add((found, DCTERMS.accrualPeriodicity, _authority("frequency", FREQUENCY)))
    graph.add((found, DCAT.landingPage, URIRef(facts.page)))
    for language, words in (("uk", dataset.keywords_uk), ("en", dataset.keywords_en)):
        for word in words:
            graph.add((found, DCAT.keyword, Literal(word, lang=language)))
    for code in THEMES:
        graph.add((found, DCAT.theme, _authority("data-theme", code)))
    if facts.publisher.email:
        graph.add((found, DCAT.contactPoint, names.part("contact")))
    _add_dates(graph, names, found, facts, dump)
    for file in dump.some(dataset.file_names) if dump is not None else ():
        graph.add((found, DCAT.distribution, _add_distribution(graph, names, facts, file)))


def _add_dates(graph: Graph, names: _Names, dataset: URIRef, facts: Facts, dump: Dump | None) -> None:
    if facts.issued:
        graph.add((dataset, DCTERMS.issued, Literal(facts.issued, datatype=XSD.date)))
        period = names.part("period")
        graph.add((dataset, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, Literal(facts.issued, datatype=XSD.date)))
        if dump is not None:
            graph.add((period, DCAT.endDate, Literal(dump.date, datatype=XSD.date)))
    if facts.modified:
        graph.add((dataset, DCTERMS.modified, Literal(facts.modified, datatype=XSD.dateTime)))


def _add_distribution(graph: Graph, names: _Names, facts: Facts, file: DumpFile) -> URIRef:
    found = names.part(file.name)
    address = URIRef(f"{facts.page}/latest/{file.name}")
    graph.add((found, RDF.type, DCAT.Distribution))
    graph.add((found, DCTERMS.title, Literal(file.name)))
    graph.add((found, DCAT.accessURL, URIRef(facts.page)))
    graph.add((found, DCAT.downloadURL, address))
    graph.add((found, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    graph.add((found, DCTERMS.license, URIRef(LICENCE)))
    graph.add((found, DCTERMS.modified, Literal(facts.modified, datatype=XSD.dateTime)))
    _add_form(graph, found, file.name)
    checksum = names.part(f"{file.name}-sha256")
    graph.add((found, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm))
    graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
    return found


def _add_form(graph: Graph, distribution: URIRef, name: str) -> None:
    code, media = FILE_TYPES[name.removesuffix(".gz").rpartition(".")[2]]
    file_type = _authority("file-type", code)
    graph.add((distribution, DCTERMS.format, file_type))
    graph.add((file_type, RDF.type, DCTERMS.MediaTypeOrExtent))
    for term, kind in (
        (DCAT.mediaType, media),
        (DCAT.compressFormat, "application/gzip" if name.endswith(".gz") else ""),
    ):
        if kind:
            graph.add((distribution, term, URIRef(MEDIA + kind)))
            graph.add((URIRef(MEDIA + kind), RDF.type, DCTERMS.MediaType))


def _add_service(graph: Graph, names: _Names, facts: Facts) -> None:
    found = names.part("api")
    graph.add((found, RDF.type, DCAT.DataService))
    _say(graph, found, DCTERMS.title, "Програмний інтерфейс Порталу реформ", "API of the Reform Portal")
    _say(
        graph,
        found,
        DCTERMS.description,
        "Проєкти, зауваження, підсумки й пошук у форматі JSON.",
        "Drafts, comments, summaries and search as JSON.",
    )
    _add_common(graph, names, found)
    for term, path in ((DCAT.endpointURL, "/api/v1/"), (DCAT.endpointDescription, "/api/v1/openapi.json")):
        graph.add((found, term, URIRef(facts.base_url + path)))
        graph.add((URIRef(facts.base_url + path), RDF.type, RDFS.Resource))
    for dataset in DATASETS:
        graph.add((found, DCAT.servesDataset, names.part(dataset.name)))
    if facts.publisher.email:
        graph.add((found, DCAT.contactPoint, names.part("contact")))


def _say(graph: Graph, subject: URIRef, term: URIRef, uk: str, en: str) -> None:
    for language, text in (("uk", uk), ("en", en)):
        if text:
            graph.add((subject, term, Literal(text, lang=language)))


def _authority(table: str, code: str) -> URIRef:
    return URIRef(f"{AUTHORITY}{table}/{code}")
