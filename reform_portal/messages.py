"""Catalogues of texts: taken out of the code, compiled for use. Ukrainian is written in the code itself.

``python -m reform_portal.messages update|compile|missing``
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
TRANSLATIONS = PACKAGE / "translations"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """All texts that stand in the code and the templates now."""
    catalog = Catalog(project="Reform Portal", charset="utf-8")
    for folder, methods in ((PACKAGE, [("**.py", "python")]), (ROOT / "templates", [("**.html", "jinja2")])):
        found = extract_from_dir(str(folder), methods, keywords=KEYWORDS, comment_tags=())
        for name, _line, message, _comments, _context in found:
            catalog.add(message, None, [(f"{folder.name}/{name}", 0)])
    return catalog


def path_of(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalogue of a language, an empty one if there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Reform Portal", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring both catalogues up to the code: new texts come in empty, gone ones go."""
    fresh = extracted()
    for language in ("uk", "en"):
        catalog = read(language)
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if language == "uk":
            # The texts of the code are Ukrainian; only the forms of numbers need a catalogue.
            for message in list(catalog):
                if message.id and not message.pluralizable:
                    catalog.delete(message.id)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(
                file,
                catalog,
                width=110,
                omit_header=False,
                include_lineno=False,
                sort_output=True,
                ignore_obsolete=True,
            )


def compile_all() -> None:
    """Write the ``.mo`` files."""
    for language in ("uk", "en"):
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def missing(language: str) -> list[str]:
    """Texts of the code that a language's catalogue does not have."""
    catalog = read(language)
    wanted = [message for message in extracted() if message.id and (language == "en" or message.pluralizable)]
    return [str(message.id) for message in wanted if not _has(catalog, message)]


def _has(catalog: Catalog, message) -> bool:
    found = catalog.get(message.id)
    if found is None:
        return False
    texts = found.string if isinstance(found.string, tuple | list) else (found.string,)
    return bool(texts) and all(texts)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
    elif arguments == ["compile"]:
        compile_all()
    elif arguments == ["missing"]:
        found = missing("en") + missing("uk")
        print("\n".join(found))
        return 1 if found else 0
    else:
        print("update | compile | missing", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
