"""What a drafter types about an upload, and about one paragraph of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from ...core.clock import parse_instant
from ...core.errors import BadInput
from ...core.forms import ConsentField, Form, LineField, at_most, options
from ...core.numbers import whole_number
from ...drafts.actions import DraftFacts, check_facts, check_slug
from ...drafts.corrections import check_number, places_of_words
from ...drafts.formats.source_text import MAX_BYTES
from ...drafts.queries import find_draft
from ...drafts.rule_sets import rule_sets

KINDS = {
    "title": _l("назва акта"),
    "preamble": _l("преамбула"),
    "book": _l("книга"),
    "part": _l("розділ"),
    "subpart": _l("підрозділ"),
    "chapter": _l("глава"),
    "section": _l("параграф"),
    "annex": _l("додаток"),
    "heading": _l("заголовок"),
    "article": _l("стаття"),
    "paragraph": _l("частина"),
    "point": _l("пункт"),
    "subpoint": _l("підпункт"),
    "alinea": _l("абзац"),
    "table": _l("таблиця"),
}
PLAIN, NOTE = "plain", "note"
NOT_UNITS = {
    PLAIN: _l("текст без номера, що продовжує одиницю вище"),
    NOTE: _l("примітка видавця, не текст норми"),
}
LONGEST_LINE = _l("Задовго: щонайбільше 500 знаків.")


def _instant(field: Any, end_of_day: bool) -> datetime | None:
    if not field.data:
        return None
    try:
        return parse_instant(field.data, end_of_day=end_of_day)
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("Такої дати немає. Приклад: 2026-09-01 18:00")) from error


class FactsForm(Form):
    """Which draft a text is for, and what is known of it beside the text."""

    draft = SelectField(_l("Для якого проєкту цей текст"), [Optional()], choices=[])
    slug = LineField(_l("Адреса нового проєкту"))
    title = LineField(_l("Назва (необов’язково)"), [at_most(500, LONGEST_LINE)])
    body = LineField(_l("Хто пропонує (необов’язково)"), [at_most(500, LONGEST_LINE)])
    language = SelectField(
        _l("Мова тексту"), default="uk", choices=options([("uk", _l("українська")), ("en", _l("англійська"))])
    )
    opens = LineField(_l("Обговорення починається (необов’язково)"))
    closes = LineField(_l("Обговорення завершується (необов’язково)"))
    rules = SelectField(_l("Правила обговорення"), [Optional()], choices=[])
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def validate_slug(self, field: Any) -> None:
        if self.draft.data:
            return
        if not field.data:
            raise ValidationError(_("Оберіть проєкт зі списку або придумайте адресу нового."))
        try:
            check_slug(field.data)
        except BadInput as error:
            raise ValidationError(error.message) from error
        if find_draft(field.data) is not None:
            raise ValidationError(_("Проєкт із такою адресою вже є. Щоб додати редакцію, оберіть його зі списку."))

    def validate_opens(self, field: Any) -> None:
        self.opens_at = _instant(field, False)

    def validate_closes(self, field: Any) -> None:
        self.closes_at = _instant(field, True)
        known = find_draft(self.draft.data) if self.draft.data else None
        opens_at = self.opens_at or (known.opens_at if known is not None else None)
        closes_at = self.closes_at or (known.closes_at if known is not None else None)
        try:
            check_facts(DraftFacts(opens_at=opens_at, closes_at=closes_at))
        except BadInput as error:
            raise ValidationError(error.message) from error

    @property
    def wanted_slug(self) -> str:
        return self.draft.data or self.slug.data or ""

    def facts(self) -> dict[str, str]:
        """What was typed, as it is kept with the upload; what was left empty is not there."""
        values = {
            "title": self.title.data,
            "body": self.body.data,
            "language": self.language.data,
            "opens_at": self.opens_at.isoformat() if self.opens_at else "",
            "closes_at": self.closes_at.isoformat() if self.closes_at else "",
            "rule_set": self.rules.data,
        }
        return {name: value for name, value in values.items() if value}


class UploadForm(FactsForm):
    file = FileField(_l("Файл із текстом акта"))
    source: bytes = b""

    @property
    def all_errors(self) -> list[tuple[str, str]]:
        """The file stands first on the page."""
        return sorted(super().all_errors, key=lambda error: error[0] != self.file.id)

    def validate_file(self, field: Any) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Оберіть файл."))
        self.source = field.data.read(MAX_BYTES + 1)
        if len(self.source) > MAX_BYTES:
            raise ValidationError(too_large())


class LabelForm(Form):
    """What a paragraph is. ``text`` is the paragraph as printed."""

    op = HiddenField()
    kind = SelectField(_l("Що це"), [InputRequired(_l("Оберіть, що це."))], choices=[])
    num = LineField(_l("Номер, як надруковано"), [at_most(100, _l("Задовго: щонайбільше 100 знаків."))])
    parent = SelectField(_l("До якої одиниці належить"), [Optional()], choices=[])
    text = ""

    def validate_num(self, field: Any) -> None:
        if self.kind.data in NOT_UNITS or self.kind.data in ("table", "title", "preamble", "heading"):
            field.data = ""
        if not check_number(self.text, field.data or ""):
            raise ValidationError(_("Абзац не починається з такого номера. Наберіть номер так, як його надруковано."))


class SplitForm(Form):
    """Where a paragraph is divided: before one of its sentences, or before words that were typed."""

    op = HiddenField()
    place = RadioField(_l("Друга частина починається зі слів"), [Optional()], choices=[])
    words = LineField(_l("Перші слова другої частини"), [at_most(500, LONGEST_LINE)])
    text = ""
    offset = 0

    def validate_words(self, field: Any) -> None:
        if not field.data:
            if not self.place.data:
                raise ValidationError(_("Оберіть місце поділу або наберіть слова, з яких починається друга частина."))
            self.offset = whole_number(self.place.data, digits=9) or 0
            return
        found = [place for place in places_of_words(self.text, field.data) if place > 0]
        if not found:
            raise ValidationError(_("Таких слів усередині абзацу немає. Скопіюйте їх з абзацу."))
        if len(found) > 1:
            raise ValidationError(_("Ці слова трапляються в абзаці кілька разів. Додайте ще слово-два."))
        self.offset = found[0]


class PublishForm(Form):
    seen = HiddenField()
    reviewed = ConsentField(
        _l("Розпізнаний текст переглянуто"),
        [InputRequired(_l("Перегляньте розпізнаний текст і поставте позначку."))],
    )


def too_large() -> str:
    return _("Файл завеликий. Текст акта може мати щонайбільше %(most)s МБ.", most=MAX_BYTES // 1048576)


def with_choices(form: Any, drafts: Any, title_of: Callable[[Any], str], english: bool) -> Any:
    """Fill the lists of a FactsForm."""
    form.draft.choices = options([("", _("Новий проєкт")), *((draft.slug, title_of(draft)) for draft in drafts)])
    names = [(name, found.title_en if english else found.title) for name, found in sorted(rule_sets().items())]
    form.rules.choices = options([("", _("Як є (для нового проєкту — неформальне обговорення)")), *names])
    return form
