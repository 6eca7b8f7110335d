"""Saved reasons in the form of an answer: choosing one, putting its words in, keeping new ones."""

from flask import flash, request
from flask_babel import gettext as _

from ...core.access import person
from ...core.errors import BadInput
from ...core.forms import options
from ..answers.decisions import MAX_REASON
from ..answers.forms import AnswerForm
from . import actions, queries

INSERT = "insert"


def offer(form: AnswerForm) -> None:
    """Let a form offer the saved reasons of the drafter who has opened it."""
    visitor = person()
    assert visitor is not None
    found = queries.reasons_of(visitor.id)
    form.saved.choices = options([("", _("— оберіть —")), *((row.public_id, row.title) for row in found)])


def inserted(form: AnswerForm) -> bool:
    """Whether the drafter asked to put a saved reason in; then its words stand below those already typed."""
    if request.method != "POST" or request.form.get("step") != INSERT:
        return False
    visitor = person()
    assert visitor is not None
    chosen = next((row for row in queries.reasons_of(visitor.id) if row.public_id == form.saved.data), None)
    if chosen is None:
        form.saved.errors = [_("Оберіть формулювання зі списку.")]
        return True
    words = "\n\n".join(filter(None, (form.reason.data, chosen.reason)))
    if len(words) > MAX_REASON:
        form.saved.errors = [_("Разом із цим формулюванням вийде понад 10 000 знаків.")]
        return True
    form.reason.data = words
    return True


def keep(form: AnswerForm) -> None:
    """Save the reason of a form under the name that was typed for it, if one was."""
    if form.save_as.data:
        try:
            actions.save_reason(person(), form.save_as.data, form.reason.data)
        except BadInput as error:
            flash(error.message, "error")
