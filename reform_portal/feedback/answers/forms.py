"""What a drafter types in an answer."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from ...core.forms import BodyField, Form, LineField, at_most, options, required
from .decisions import DECISIONS, MAX_REASON
from .labels import DECISION_LABELS


class AnswerForm(Form):
    """A decision with its reason; ``changed`` is an address or a citation in the newest version."""

    decision = RadioField(
        _l("Рішення"),
        [InputRequired(_l("Оберіть рішення."))],
        choices=options((decision, DECISION_LABELS[decision]) for decision in DECISIONS),
        # The action refuses any other, in the language of the page.
        validate_choice=False,
    )
    reason = BodyField(
        _l("Обґрунтування"),
        [
            required(_l("Поясніть рішення: без обґрунтування відповідь не публікується.")),
            at_most(MAX_REASON, _l("Задовго: можна щонайбільше 10 000 знаків. Скоротіть текст.")),
        ],
    )
    changed = LineField(
        _l("Де в найновішій редакції змінені слова (необов’язково)"),
        [Optional(), at_most(200, _l("Задовго: назвіть лише місце, наприклад «ч. 2 ст. 5»."))],
    )
    saved = SelectField(_l("Готове формулювання"), [Optional()], choices=options([("", "")]), validate_choice=False)
    save_as = LineField(
        _l("Зберегти це обґрунтування як готове під назвою (необов’язково)"),
        [Optional(), at_most(100, _l("Назва задовга: до 100 знаків."))],
    )


class AnswersForm(AnswerForm):
    """One answer to several comments; with ``copies`` a comment of a campaign stands for all of it."""

    copies = BooleanField(_l("Відповісти й на всі копії однакових звернень"))
