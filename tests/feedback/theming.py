"""What the tests of themes share: comments that make themes, and the themes as they are kept and shown."""

from typing import Any

from sqlalchemy import select

from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion.queries import find_comment
from reform_portal.drafts.queries import history_of, place_of
from reform_portal.feedback.themes import queries
from reform_portal.feedback.themes.arranging import actions as arranging
from reform_portal.feedback.themes.models import Theme, ThemeMember, ThemeOther, ThemeState
from reform_portal.feedback.themes.reader import ThemeReader
from reform_portal.journal import readers
from tests.factories import say

PLACE = "/drafts/land/art_3__para_1/themes"
DESK = "/desk/land/art_3__para_1/themes"
TERM = [
    "Тридцять днів — задовгий строк розгляду, люди чекають відповіді.",
    "Скоротіть строк розгляду заяви до п’яти днів!",
    "Строк розгляду заяви надто довгий: сусідня громада відповідає за сім днів.",
    "Чому строк розгляду аж тридцять днів? Відповідь можна дати за тиждень.",
]
FEE = [
    "Плату за довідку треба скасувати, ми вже платимо податки.",
    "Я проти плати за довідку: пенсіонери не мають зайвих грошей.",
    "Довідка без плати для пенсіонерів — це справедливо.",
    "Скасуйте плату за довідку, плата несправедлива.",
]
STRAY = "Дощ."


def follow(reader: Any = None) -> None:
    readers.run_once([reader or ThemeReader()])
    db.session.rollback()


def tell(people: list[Any], bodies: list[str], eid: str = "art_3__para_1") -> list[str]:
    """One comment by each person; returns their public ids."""
    return [say(people[at % len(people)], body, eid=eid, stance="neutral") for at, body in enumerate(bodies)]


def provision(eid: str = "art_3__para_1") -> int:
    return place_of("land", eid).provision_id


def shown(eid: str = "art_3__para_1") -> queries.ShownThemes:
    db.session.rollback()
    found = queries.themes_of(provision(eid))
    db.session.rollback()
    return found


def members(theme: Any) -> set[str]:
    """Public ids of the comments that the list of a theme shows, over all its pages."""
    found: set[str] = set()
    cursor = None
    while True:
        page = queries.members_of_theme(theme.id, cursor, 3)
        found |= {row.public_id for row in page.items}
        cursor = page.next
        if cursor is None:
            db.session.rollback()
            return found


def others(eid: str = "art_3__para_1") -> set[str]:
    found: set[str] = set()
    cursor = None
    while True:
        page = queries.other_of(provision(eid), cursor, 3)
        found |= {row.public_id for row in page.items}
        cursor = page.next
        if cursor is None:
            db.session.rollback()
            return found


def theme_with(comment: str, eid: str = "art_3__para_1") -> Any:
    """The shown theme that a comment is in, or None."""
    return next((theme for theme in shown(eid).themes if comment in members(theme)), None)


def check(comments: list[str], eid: str = "art_3__para_1") -> queries.ShownThemes:
    """Every comment is in exactly one list, and counts are those of the lists."""
    found = shown(eid)
    lists = [members(theme) for theme in found.themes] + [others(eid)]
    assert sorted(one for part in lists for one in part) == sorted(comments)
    assert [theme.size for theme in found.themes] == [len(part) for part in lists[:-1]]
    assert found.other == len(lists[-1]) and found.comments == len(comments)
    for theme in found.themes:
        assert 1 <= theme.people <= theme.size
        for comment, text in theme.quotes:
            assert comment in members(theme) and text in find_comment(comment).body
    db.session.rollback()
    return found


def place(eid: str = "art_3__para_1") -> Any:
    return place_of("land", eid)


def rename(public_id: str, person: Any, label: str) -> None:
    with unit_of_work():
        theme = queries.theme_by_public_id(public_id)
        arranging.rename(_place_of(theme), theme, person, label)


def merge(public_ids: list[str], person: Any, label: str = "") -> str:
    with unit_of_work():
        return arranging.merge(place(), public_ids, person, label)


def move(source: str | None, comments: list[str], person: Any, to: str = "", label: str = "") -> str:
    with unit_of_work():
        theme = queries.theme_by_public_id(source) if source else None
        return arranging.move(place(), theme, comments, person, to, label)


def let_go(person: Any) -> None:
    with unit_of_work():
        arranging.let_go(place(), person)


def _place_of(theme: Any) -> Any:
    eid = next((row.eid for row in history_of(theme.provision_id)), "whole")
    return place_of("land", eid)


def everything() -> list[Any]:
    """All that the reader keeps, without the random ids of themes and the time."""
    db.session.rollback()
    labels = {row.id: row.label for row in db.session.execute(select(Theme.__table__))}
    themes = db.session.execute(
        select(Theme.label, Theme.quotes, Theme.size, Theme.people, Theme.fixed, Theme.labelled_by).where(
            Theme.merged_into_id.is_(None)
        )
    )
    placed = {row.comment_id: labels[row.theme_id] for row in db.session.execute(select(ThemeMember.__table__))}
    other = db.session.execute(select(ThemeOther.__table__)).all()
    states = [
        (row.provision_id, row.rests_on, row.other, row.grouped, row.weights, row.unknown)
        for row in db.session.execute(select(ThemeState.__table__))
    ]
    db.session.rollback()
    return [sorted(map(repr, themes)), placed, sorted(map(repr, other)), sorted(map(repr, states))]
