"""What a drafter sends: the filled-in table, and the word that its answers may be published."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField
from wtforms.validators import ValidationError

from ....core.forms import Form
from ....core.workbook_reading import MOST_BYTES
from .limited import too_large


class FileForm(Form):
    file = FileField(_l("Заповнена таблиця пропозицій (XLSX)"))
    source: bytes = b""

    def validate_file(self, field: FileField) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Оберіть файл."))
        self.source = field.data.read(MOST_BYTES + 1)
        if len(self.source) > MOST_BYTES:
            raise ValidationError(too_large())


class ConfirmForm(Form):
    """``seen`` stands for the changes that the page showed."""

    seen = HiddenField()
