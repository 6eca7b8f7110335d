"""What the tests of downloads share: a draft that counts as large, and the worker's part done here."""

from importlib.util import find_spec

from reform_portal.core.database import db
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports import formats, making, queries

# The summary as PDF needs the extra «pdf».
FORMATS = [chosen for chosen in formats.FORMATS.values() if chosen.name != "pdf" or find_spec("typst")]
PAGE = "/drafts/land/downloads"


def let_all_be_prepared(monkeypatch):
    """Let every discussion count as a large one."""
    monkeypatch.setattr(formats, "MOST_AT_ONCE", -1)
    monkeypatch.setattr(formats, "MOST_AT_ONCE_HEAVY", -1)


def files(slug="land"):
    """The rows of a draft's files as they stand now, the newest first."""
    db.session.rollback()
    found = queries.files_of(draft_by_slug(slug).id)
    db.session.rollback()
    return found


def ask(client, file_name="comments.csv", status=200):
    """Press the button on the page of downloads."""
    return client.submit(PAGE, form=f"/{file_name}", status=status)


def prepared(client, file_name="comments.csv"):
    """Ask for a file and let it be made; returns its row."""
    ask(client, file_name)
    assert making.make_all() == 1
    return files()[0]
