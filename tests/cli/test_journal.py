"""The journal is checked from the shell, and every tampering is found."""

import json

import pytest


@pytest.fixture
def discussed(published, tmp_path):
    file = tmp_path / "c.jsonl"
    rows = [{"external_id": str(n), "body": f"Думка {n}.", "clause": "art_3"} for n in range(3)]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert published("comments", "import", "land", file).code == 0
    return published


def test_sound_journal(discussed):
    outcome = discussed("journal", "verify")
    assert outcome.code == 0 and "Записів: 4" in outcome.out and outcome.err == ""


def test_empty_journal_is_sound(run):
    assert run("journal", "verify").code == 0


TAMPERINGS = (
    "UPDATE comments SET body = 'Інші слова.' WHERE external_id = '1'",
    "UPDATE comments SET stance = 'support' WHERE external_id = '1'",
    "UPDATE journal_openings SET content = replace(content, 'Думка 1', 'Думка 7')",
    "UPDATE journal_openings SET salt = zeroblob(32) WHERE number = 3",
    "DELETE FROM journal_openings WHERE number = 3",
)
PAST_THE_TRIGGERS = (
    "UPDATE journal_entries SET second = second - 1 WHERE number = 2",
    "UPDATE journal_entries SET kind = 'comment.posted' WHERE number = 2",
    "UPDATE journal_entries SET leaf_hash = lower(hex(randomblob(32))) WHERE number = 2",
    "UPDATE journal_entries SET leaf = zeroblob(10) WHERE number = 2",
    "DELETE FROM journal_entries WHERE number = 2",
)


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_changed_words_are_found(discussed, change, statement):
    assert change(statement) >= 1
    outcome = discussed("journal", "verify")
    assert outcome.code == 1 and "не сходиться" in outcome.err and outcome.out == ""


@pytest.mark.parametrize("statement", PAST_THE_TRIGGERS)
def test_entries_changed_past_the_fence_are_found(discussed, change, statement):
    with pytest.raises(Exception, match="only grows"):
        change(statement)
    for trigger in ("update", "delete"):
        change(f"DROP TRIGGER journal_entries_no_{trigger}")
    assert change(statement) == 1
    outcome = discussed("journal", "verify")
    assert outcome.code == 1 and "entr" in outcome.err


def test_comment_slipped_in_past_the_journal_is_found(discussed, change):
    columns = [
        "public_id", "draft_id", "provision_id", "version_id", "clause_id", "author", "author_role", "name_mode", "source",
        "stance", "body", "body_html", "quote", "prefix", "suffix", "created_at", "status", "supports", "replies", "entry",
    ]  # fmt: skip
    names = ", ".join(columns)
    values = names.replace("public_id", "'slippedin'").replace("source", "'slip'")
    assert change(f"INSERT INTO comments ({names}) SELECT {values} FROM comments LIMIT 1") == 1
    assert "slippedin" in discussed("journal", "verify").err
