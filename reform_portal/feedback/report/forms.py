"""What a drafter types for the report."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField
from wtforms.validators import Optional

from ...core.forms import BodyField, Form, LineField, at_most
from .actions import MAX_TEXT, Texts
from .content import FREE_TEXTS

_LONG = [Optional(), at_most(MAX_TEXT, _l("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст."))]
_SHORT = [Optional(), at_most(500, _l("Задовго: вистачить одного рядка."))]


class TextsForm(Form):
    """The texts that a drafter writes; ``seen`` is the number of the texts that the form was filled with."""

    body = LineField(_l("Орган"), _SHORT)
    responsible = LineField(_l("Відповідальна особа та її контакти (необов’язково)"), _SHORT)
    introduction = BodyField(_l("Вступне слово (необов’язково)"), _LONG)
    subject = BodyField(_l("Предмет обговорення"), _LONG)
    participants = BodyField(_l("Хто ще взяв участь, поза порталом (необов’язково)"), _LONG)
    events = BodyField(_l("Заходи"), _LONG)
    proposals = BodyField(_l("Про пропозиції загалом (необов’язково)"), _LONG)
    outcomes = BodyField(_l("Про врахування пропозицій загалом (необов’язково)"), _LONG)
    decision = BodyField(_l("Рішення за результатами"), _LONG)
    decided_on = DateField(_l("День рішення"), [Optional()])
    conclusions = BodyField(_l("Висновки (необов’язково)"), _LONG)
    seen = HiddenField()

    def fill(self, written: Texts) -> None:
        """Put in what was written so far."""
        for key in FREE_TEXTS:
            self[key].data = written.texts.get(key, "")
        self.decided_on.data, self.seen.data = written.decided_on, str(written.number)

    def given(self) -> Texts:
        """What the form holds now."""
        seen = self.seen.data or ""
        texts: dict[str, Any] = {key: self[key].data or "" for key in FREE_TEXTS}
        return Texts(texts, self.decided_on.data, int(seen) if seen.isdecimal() and len(seen) < 9 else 0)


class PublishForm(Form):
    """The last look before a report is published; ``note`` is asked for when one was published before."""

    note = BodyField(_l("Що виправлено порівняно з попереднім звітом"), _LONG)
