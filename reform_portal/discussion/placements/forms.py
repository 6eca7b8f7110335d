"""What authors and drafters say about the place of a comment."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from ...core.forms import BodyField, Form, LineField, at_most, options, required


class VerdictForm(Form):
    """The author's word on where a comment stands now."""

    verdict = RadioField(
        _l("Чи правильно ми знайшли місце вашого зауваження?"),
        [InputRequired(_l("Оберіть відповідь."))],
        choices=options((("right", _l("Так, місце правильне")), ("wrong", _l("Ні, місце неправильне")))),
    )
    note = BodyField(
        _l("Де має бути зауваження (необов’язково)"), [Optional(), at_most(2000, _l("Задовго: до 2 000 знаків."))]
    )

    def ask_of_lost_words(self) -> None:
        """The question for a comment whose words are gone."""
        self.verdict.label.text = str(_l("Слів, про які ви писали, справді вже немає?"))
        pairs = (("right", _l("Так, їх вилучено")), ("wrong", _l("Ні, вони тепер в іншому місці")))
        self.verdict.choices = options(pairs)


class ReattachForm(Form):
    """Where a drafter puts a comment."""

    clause = LineField(
        _l("Місце в новій редакції"),
        [required(_l("Назвіть місце: наприклад, «ч. 2 ст. 5»."))],
    )
    quote = LineField(
        _l("Слова, про які йдеться (необов’язково)"),
        [Optional(), at_most(5000, _l("Цитата задовга: скопіюйте коротший уривок."))],
    )
