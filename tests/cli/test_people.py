"""Accounts from the shell."""

import pytest

from tests.cli.conftest import refused

PASSWORD = "море хвиля маяк"
CHEAP = {"typed": PASSWORD + "\n"}


def test_account_is_made_and_given_another_role(run, change):
    assert run("people", "add", "taras@example.org", "--role", "drafter").out == "taras@example.org\tdrafter\n"
    assert run("people", "add", "Taras@Example.org", "--role", "moderator").code == 0
    assert change("UPDATE people SET role = role WHERE role = 'moderator' AND confirmed_at IS NOT NULL") == 1
    assert change("UPDATE people SET role = role") == 1


def test_password_is_read_from_standard_input_and_never_printed(run, content):
    outcome = run("people", "add", "o@example.org", "--role", "citizen", "--password-stdin", **CHEAP)
    assert outcome.code == 0 and PASSWORD not in outcome.out + outcome.err
    assert PASSWORD not in content() and "$argon2id$" in content()


def test_roles_are_in_the_journal(run):
    run("people", "add", "taras@example.org", "--role", "drafter")
    assert "Записів: 1" in run("journal", "verify").out


@pytest.mark.parametrize(
    ("arguments", "typed", "words", "code"),
    [
        (("add", "no-address", "--role", "citizen"), "", "no-address", 1),
        (("add", "a@example.org", "--role", "emperor"), "", "emperor", 2),
        (("add", "a@example.org"), "", "--role", 2),
        (("add", "a@example.org", "--role", "citizen", "--password-stdin"), "short\n", "закороткий", 1),
        (("add", "a@example.org", "--role", "citizen", "--password-stdin"), "", "закороткий", 1),
        (("token", "nobody@example.org"), "", "nobody@example.org", 1),
    ],
)
def test_account_that_cannot_be_is_one_line(run, content, arguments, typed, words, code):
    before = content()
    assert refused(run("people", *arguments, typed=typed), words, code)
    assert content() == before


def test_token_is_printed_alone_and_kept_as_a_hash(run, content):
    run("people", "add", "o@example.org", "--role", "citizen")
    first, second = run("people", "token", "o@example.org").out, run("people", "token", "O@example.org").out
    assert first.startswith("rp_") and first.count("\n") == 1 and first != second
    assert first.strip() not in content()


def test_token_may_be_named_and_narrowed(run, content):
    run("people", "add", "o@example.org", "--role", "citizen")
    assert run("people", "token", "o@example.org", "--scope", "comments:edit", "--name", "Архів").out.startswith("rp_")
    assert "Архів" in content() and "comments:write" not in content()
    assert refused(run("people", "token", "o@example.org", "--scope", "all"), "all", 2)
