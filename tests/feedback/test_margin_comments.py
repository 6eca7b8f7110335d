"""The Word file of a draft with comments in its margin."""

from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports import margin_comments
from tests.factories import say
import docx


def test_x(draft, olena, tmp_path):
    one = say(olena, quote="30 календарних днів")
    p = tmp_path / "a.docx"
    margin_comments.write(draft_by_slug("land"), p, "http://portal.test")
    d = docx.Document(str(p))
    for c in d.comments:
        print(c.comment_id, c.author, c.initials, c.timestamp, c.text)
    assert 0
