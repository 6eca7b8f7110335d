"""The shape of the house, each rule with a planted breach that shows it can fail."""

import ast
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "reform_portal"
ORDER = {
    "core": 0, "journal": 1, "people": 2, "drafts": 3, "discussion": 4, "feedback": 5, "search": 6, "notices": 6,
    "opendata": 6,
    "api": 7, "web": 8,
}  # fmt: skip
TOP = 9
SAME_LEVEL = ("search", "notices", "opendata")
SAME_LEVEL_STRANGERS = set(permutations(SAME_LEVEL, 2))
ONE_IMPORTER = {
    "whoosh": "search/engines/whoosh_engine.py",
    "bleach": "core/text.py",
    "nh3": "core/text.py",
    "markdown": "core/text.py",
    "simplemma": "core/simplemma_lemmas.py",
    "pymorphy3": "core/pymorphy_lemmas.py",
    "numpy": "search/engines/postings.py",
    "rapidfuzz": "drafts/matching.py",
    "argon2": "people/passwords.py",
    "flask_login": "people/session.py",
    "flask_migrate": "database_form.py",
    "rfc8785": "journal/leaf.py",
    "docx": "core/word.py",
    "typst": "core/typesetting.py",
    "lxml": "drafts/formats/xml.py",
    "xlsxwriter": "core/spreadsheets.py",
    "openpyxl": "core/workbook_reading.py",
    "flask_limiter": "core/limits.py",
    "smtplib": "core/mail.py",
    "rdflib": "opendata/catalogue.py",
    "msgspec": "api/",
    "icalendar": "core/calendars.py",
    "itsdangerous": "notices/following/signatures.py",
}
MAY_TOUCH_SESSION = {"models.py", "queries.py", "actions.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "util", "helper"}
UNSAFE = {"eval", "exec", "render_template_string"}
MAY_MARK_SAFE = {
    "core/text.py",
    "core/templating.py",
    "discussion/marked_text.py",
    "feedback/activity.py",
    "feedback/clause_map.py",
    "web/law_text.py",
    "search/timeline.py",
}

Source = tuple[str, str]


def sources() -> list[Source]:
    """(path within the package, text) of every module."""
    found = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
    return [(str(p.relative_to(PACKAGE)), p.read_text(encoding="utf-8")) for p in found]


def imports(path: str, text: str) -> Iterator[str]:
    """Absolute dotted names that a module imports, imports hidden in functions among them."""
    here = ["reform_portal", *Path(path).parts[:-1]]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def level(parts: list[str]) -> int:
    return ORDER.get(parts[1], TOP) if len(parts) > 1 else TOP


def upward_imports(found: list[Source]) -> list[str]:
    """Modules that import a higher slice, or a neighbour on the same level."""
    faults = []
    for path, text in found:
        slice_name = path.split("/")[0].removesuffix(".py")
        own = ORDER.get(slice_name, TOP)
        for name in imports(path, text):
            parts = name.split(".")
            if parts[0] != "reform_portal" or len(parts) < 2:
                continue
            if level(parts) > own or (slice_name, parts[1]) in SAME_LEVEL_STRANGERS:
                faults.append(f"{path} imports {name}")
    return faults


def session_users(found: list[Source]) -> list[str]:
    """Modules outside of models, queries, actions and core that use the session."""
    faults = []
    for path, text in found:
        parts = Path(path).parts
        inside_slice = parts[0] in ORDER and parts[0] != "core"
        if not inside_slice or parts[-1] in MAY_TOUCH_SESSION:
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "session"
                and isinstance(node.value.value, ast.Name)
                and node.value.value.id == "db"
                and node.attr not in ("rollback", "remove")
                and path != "journal/readers.py"
            ):
                faults.append(f"{path}:{node.lineno} uses db.session.{node.attr}")
    return faults


def wrong_importers(found: list[Source]) -> list[str]:
    faults = []
    for path, text in found:
        for name in imports(path, text):
            owner = ONE_IMPORTER.get(name.split(".")[0])
            if owner is not None and path != owner and not (owner.endswith("/") and path.startswith(owner)):
                faults.append(f"{path} imports {name}; only {owner} may")
    return faults


def commits(found: list[Source]) -> list[str]:
    """Commits anywhere but at the end of the unit of work."""
    return [
        f"{path}:{node.lineno} commits"
        for path, text in found
        if path != "core/database.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr == "commit" and isinstance(node.value, ast.Attribute)
    ]


def unsafe_calls(found: list[Source]) -> list[str]:
    faults = []
    for path, text in found:
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if isinstance(node.func, ast.Name) and name in UNSAFE:
                faults.append(f"{path}:{node.lineno} calls {name}")
            if name == "Markup" and path not in MAY_MARK_SAFE:
                faults.append(f"{path}:{node.lineno} marks text as safe")
            if any(k.arg == "shell" and getattr(k.value, "value", False) for k in node.keywords):
                faults.append(f"{path}:{node.lineno} uses a shell")
    return faults


def unescaped(templates: list[Source]) -> list[str]:
    """Templates that let text through without escaping."""
    return [name for name, text in templates if "|safe" in text.replace(" ", "") or "autoescape" in text]


def forbidden_names(paths: list[str]) -> list[str]:
    return [path for path in paths if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in Path(path).parts}]


def upward_keys() -> list[str]:
    """Foreign keys from a lower slice to a higher one."""
    from reform_portal.core.database import Base

    faults = []
    for mapper in Base.registry.mappers:
        own = level(mapper.class_.__module__.split("."))
        for key in mapper.local_table.foreign_keys:
            target = next(m.class_ for m in Base.registry.mappers if m.local_table is key.column.table)
            if level(target.__module__.split(".")) > own:
                faults.append(f"{mapper.class_.__name__} points up to {target.__name__}")
    return faults


def upward_news(found: list[Source]) -> list[str]:
    """Signals and hooks by which a lower slice could call a higher one past the journal."""
    return [
        f"{path} imports {name}"
        for path, text in found
        for name in imports(path, text)
        if name.split(".")[0] == "blinker"
    ]


def test_one_direction():
    assert upward_imports(sources()) == []


def test_foreign_keys_point_downward(app):
    assert upward_keys() == []


def test_one_place_for_the_database():
    assert session_users(sources()) == []


def test_one_commit():
    assert commits(sources()) == []


def test_one_importer():
    assert wrong_importers(sources()) == []


def test_nothing_unsafe():
    assert unsafe_calls(sources()) == []


def test_names():
    assert forbidden_names([path for path, _text in sources()]) == []


def test_news_goes_up_through_the_journal_alone():
    assert upward_news(sources()) == []


def test_templates_mark_nothing_safe():
    folder = PACKAGE.parent / "templates"
    assert unescaped([(p.name, p.read_text(encoding="utf-8")) for p in folder.rglob("*.html")]) == []


def test_the_guard_of_templates_can_fail():
    assert unescaped([("a.html", "{{ x | safe }}"), ("b.html", "{% autoescape false %}")]) == ["a.html", "b.html"]


@pytest.mark.parametrize(
    ("check", "breach"),
    [
        (upward_imports, ("journal/views.py", "from ..discussion.models import Comment")),
        (upward_imports, ("people/actions.py", "def act():\n    from ..web import views")),
        (upward_imports, ("search/reader.py", "from ..notices import mail")),
        (upward_imports, ("opendata/queries.py", "from ..search import queries")),
        (session_users, ("discussion/views.py", "from ..core.database import db\ndb.session.execute('x')")),
        (commits, ("discussion/actions.py", "from ..core.database import db\ndb.session.commit()")),
        (wrong_importers, ("discussion/views.py", "import nh3")),
        (wrong_importers, ("discussion/views.py", "import msgspec")),
        (unsafe_calls, ("web/views.py", "from markupsafe import Markup\nMarkup('<b>')")),
        (unsafe_calls, ("web/views.py", "eval('1')")),
        (upward_news, ("people/actions.py", "from blinker import signal")),
    ],
)
def test_each_guard_can_fail(check, breach):
    assert check([breach])


def test_the_guard_of_names_can_fail():
    assert forbidden_names(["discussion/utils.py", "helpers/models.py"]) == ["discussion/utils.py", "helpers/models.py"]
