"""The letter about what a person follows: made of references when it is sent, so that it has only what is public then."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from ...core.languages import in_language
from ...core.mail import Letter
from ...core.text import shorten
from ...journal.queries import last_number
from ..happenings import words
from ..happenings.queries import entries_numbered, things_from, with_words
from ..happenings.things import Item
from . import queries
from .labels import called
from .signatures import ALL, ONE, token_for
from .timing import DAILY, WEEKLY

WORDS_OF_ONE = 280
TITLE_IN_SUBJECT = 80
RENDERED_KEPT = 64
SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One happening of a letter."""

    what: str
    who: str
    said: str
    address: str


@dataclass(frozen=True)
class Section:
    """A draft in a letter: (citation or empty, its happenings) in the order of their newest one."""

    title: str
    address: str
    places: Sequence[tuple[str, Sequence[Line]]]


@dataclass(frozen=True)
class News:
    """What many letters have in common."""

    count: int
    sections: Sequence[Section]


class LetterMaker:
    """Makes the words of letters; those of the same news are put together once for many people."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple, News] = OrderedDict()

    def __call__(self, contents: dict[str, Any]) -> Letter | None:
        """The letter for what ``sending`` kept; None when nothing of it is public or wanted any more."""
        person = queries.addressees([contents["person"]]).get(contents["person"])
        mine = queries.still_mailed(contents["followings"])
        if person is None or not mine:
            return None
        with in_language(person.language):
            news = self._news(tuple(contents["things"]), person.language)
            return _letter(news, contents, person, mine) if news.count else None

    def _news(self, numbers: tuple[int, ...], language: str) -> News:
        # Any entry since may have hidden some of the words.
        key = (numbers, language, last_number())
        if key not in self._kept:
            self._kept[key] = _gather(with_words(things_from(entries_numbered(numbers))), language)
            if len(self._kept) > RENDERED_KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]


def _gather(items: Sequence[Item], language: str) -> News:
    base = _base(language)
    drafts: OrderedDict[str, list[Item]] = OrderedDict()
    for item in items:
        drafts.setdefault(item.thing.slug, []).append(item)
    sections = []
    for slug, mine in drafts.items():
        places: OrderedDict[str, list[Line]] = OrderedDict()
        for item in mine:
            line = Line(words.headline(item), words.who(item), words.said(item, WORDS_OF_ONE), base + item.path)
            places.setdefault(words.place(item, language), []).append(line)
        sections.append(Section(words.title_of(mine[0], language), f"{base}/drafts/{slug}/", list(places.items())))
    return News(len(items), sections)


def _letter(news: News, contents: dict[str, Any], person: Any, mine: Sequence[Any]) -> Letter:
    base = _base(person.language)
    more = _more(contents)
    stops = [(called(one, person.language), f"{base}/unsubscribe/{token_for(ONE, one.public_id)}") for one in mine]
    stop_all = f"{base}/unsubscribe/{token_for(ALL, person.handle)}"
    settings = f"{base}/account/following"
    why = _("Ви отримали цей лист, бо стежите за цим на Порталі реформ.")
    body = "\n\n".join(
        [
            *(_section(section) for section in news.sections),
            *([f"{more}\n{base}/account/notices"] if more else []),
            f"{why}\n" + _("Змінити, як часто надходять листи: %(address)s", address=settings),
            "\n".join(_("Більше не надсилати про «%(name)s»: %(address)s", name=n, address=a) for n, a in stops[:10]),
            _("Не надсилати жодних листів про те, за чим стежу: %(address)s", address=stop_all),
        ]
    )
    subject = _subject(news, contents)
    html = render_template(
        "notices/letter.html",
        language=person.language,
        subject=subject,
        sections=news.sections,
        more=more,
        notices=f"{base}/account/notices",
        all_news=_("Усі новини в кабінеті"),
        why=why,
        settings=settings,
        change=_("Змінити, як часто надходять листи"),
        stops=[(_("Більше не надсилати про «%(name)s»", name=name), address) for name, address in stops[:10]],
        stop_all=stop_all,
        stop_all_words=_("Не надсилати жодних листів про те, за чим стежу"),
    )
    return Letter(subject, body + "\n", html, _headers(stops[0][1] if len(stops) == 1 else stop_all))


def _headers(stop: str) -> dict[str, str]:
    host = urlsplit(current_app.extensions["settings"].base_url).hostname or "localhost"
    return {
        "List-Id": f"<following.{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def _subject(news: News, contents: dict[str, Any]) -> str:
    what = _what(news, contents)
    if contents["frequency"] == DAILY:
        return _("За день: %(what)s", what=what)
    if contents["frequency"] == WEEKLY:
        return _("За тиждень: %(what)s", what=what)
    return what


def _what(news: News, contents: dict[str, Any]) -> str:
    count = news.count + contents["more"]
    if len(news.sections) > 1:
        news_of_all = ngettext("%(num)s новина", "%(num)s новин", count)
        drafts = ngettext("%(num)s проєкт", "%(num)s проєкти", len(news.sections))
        return _("%(news)s, %(drafts)s", news=news_of_all, drafts=drafts)
    title = shorten(news.sections[0].title, TITLE_IN_SUBJECT)
    if count == 1:
        return f"{news.sections[0].places[0][1][0].what} — «{title}»"
    return ngettext("%(num)s новина", "%(num)s новин", count) + f" — «{title}»"


def _more(contents: dict[str, Any]) -> str:
    if not contents["more"]:
        return _("І є ще новини.") if contents["cut"] else ""
    if contents["cut"]:
        return _("І ще понад %(n)s.", n=contents["more"])
    return ngettext("І ще %(num)s новина.", "І ще %(num)s новин.", contents["more"])


def _section(section: Section) -> str:
    lines = [section.title, section.address]
    for place, happenings in section.places:
        lines += ["", f"{place}:"] if place else [""]
        for line in happenings:
            lines.append(f"— {line.what}" + (f" · {line.who}" if line.who else ""))
            lines += [f"  «{line.said}»"] if line.said else []
            lines.append(f"  {line.address}")
    return "\n".join(lines)


def _base(language: str) -> str:
    return current_app.extensions["settings"].base_url + ("/en" if language == "en" else "")
