"""What drafters type at their desk."""

from flask_babel import lazy_gettext as _l

from ...core.forms import BodyField, Form, LineField, at_most, required
from ..answers.decisions import MAX_REASON
from .rules import MAX_NOTE, MAX_TITLE


class NoteForm(Form):
    body = BodyField(
        _l("Нотатка для колег"),
        [
            required(_l("Напишіть нотатку.")),
            at_most(MAX_NOTE, _l("Задовго: нотатка може мати до 4 000 знаків.")),
        ],
    )


class SavedReasonForm(Form):
    title = LineField(
        _l("Назва"),
        [
            required(_l("Назвіть формулювання, щоб упізнати його у списку.")),
            at_most(MAX_TITLE, _l("Назва задовга: до 100 знаків.")),
        ],
    )
    reason = BodyField(
        _l("Текст обґрунтування"),
        [
            required(_l("Напишіть текст формулювання.")),
            at_most(MAX_REASON, _l("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст.")),
        ],
    )
