"""Settings that cannot be used stop the start; the doctor says what is wrong; samples make a new portal speak."""

import shutil
import stat

import pytest

from tests.cli.conftest import refused

PUBLIC = {
    "REFORM_PORTAL_BASE_URL": "https://portal.example.org",
    "REFORM_PORTAL_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "REFORM_PORTAL_SMTP_URL": "smtp://user:password@mail.example.org:587",
}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({**PUBLIC, "REFORM_PORTAL_SECRET_KEY": ""}, "REFORM_PORTAL_SECRET_KEY"),
        ({**PUBLIC, "REFORM_PORTAL_SMTP_URL": ""}, "REFORM_PORTAL_SMTP_URL"),
        ({**PUBLIC, "REFORM_PORTAL_SECRET_KEY": "short"}, "REFORM_PORTAL_SECRET_KEY"),
        ({**PUBLIC, "REFORM_PORTAL_SMTP_URL": "mail.example.org"}, "REFORM_PORTAL_SMTP_URL"),
        ({"REFORM_PORTAL_BASE_URL": "portal.example.org"}, "REFORM_PORTAL_BASE_URL"),
        ({"REFORM_PORTAL_BASE_URL": "https://"}, "REFORM_PORTAL_BASE_URL"),
        ({"REFORM_PORTAL_BASE_URL": "ftp://portal.example.org"}, "REFORM_PORTAL_BASE_URL"),
        ({"REFORM_PORTAL_DATABASE_URL": "mysql://localhost/x"}, "REFORM_PORTAL_DATABASE_URL"),
        ({"REFORM_PORTAL_SEARCH_URL": "elastic:x"}, "REFORM_PORTAL_SEARCH_URL"),
        ({"REFORM_PORTAL_SEARCH_URL": "whoosh:"}, "REFORM_PORTAL_SEARCH_URL"),
        (
            {"REFORM_PORTAL_LABELS_URL": "models.example.org/v1", "REFORM_PORTAL_LABELS_MODEL": "m"},
            "REFORM_PORTAL_LABELS_URL",
        ),
        ({"REFORM_PORTAL_LABELS_URL": "https://models.example.org/v1"}, "REFORM_PORTAL_LABELS_MODEL"),
        ({"REFORM_PORTAL_DATA_DIR": "/dev/null/x"}, "/dev/null/x"),
    ],
)
@pytest.mark.parametrize("command", [("drafts", "list"), ("serve",), ("worker", "--once")])
def test_unsafe_setting_stops_the_start_with_a_clear_line(run, command, settings, words):
    outcome = run(*command, **settings)
    assert refused(outcome, words)
    assert "password" not in outcome.err or "user:password@" in outcome.err


def test_public_portal_with_its_settings_starts(run, folder):
    assert run("drafts", "list", **PUBLIC).code == 0
    assert not (folder / "secret_key").exists()


def test_secret_is_made_once_and_kept_private(run, folder):
    run("drafts", "list")
    secret = (folder / "secret_key").read_text()
    run("drafts", "list")
    assert (folder / "secret_key").read_text() == secret and len(secret) >= 32
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("option", [("--port", "0"), ("--port", "x"), ("--workers", "0"), ("--nonsense",)])
def test_server_with_an_option_that_cannot_be_is_one_line(run, option):
    assert refused(run("serve", *option), code=2)


# The doctor


def test_doctor_finds_a_sound_portal_sound(published):
    assert published("worker", "--once").code == 0
    outcome = published("doctor")
    assert outcome.code == 0 and "✗" not in outcome.out
    for name in ("schema", "durability", "search index", "reader search", "mail", "free disk"):
        assert f"✓ {name}" in outcome.out


def test_doctor_finds_a_missing_index(published, folder):
    published("worker", "--once")
    shutil.rmtree(folder / "index")
    outcome = published("doctor")
    assert outcome.code == 1 and "✗ search index" in outcome.out and "search rebuild" in outcome.out


def test_doctor_finds_an_old_or_missing_schema(run, change, folder):
    change("UPDATE alembic_version SET version_num = '0001'")
    outcome = run("doctor")
    assert outcome.code == 1 and "✗ schema" in outcome.out
    (folder / "portal.sqlite").unlink()
    assert run("doctor").code == 1


def test_doctor_finds_a_broken_database(run, folder):
    (folder / "portal.sqlite").write_bytes(b"no database at all " * 500)
    outcome = run("doctor")
    assert outcome.code == 1 and "✗ database" in outcome.out


def test_broken_database_is_one_line(run, folder):
    (folder / "portal.sqlite").write_bytes(b"no database at all " * 500)
    assert refused(run("drafts", "list"))


# Samples


def test_samples_are_loaded_once_with_accounts_to_sign_in(run, tmp_path, content):
    outcome = run("samples", "load", "--accounts")
    assert outcome.code == 0 and outcome.err == ""
    assert run("drafts", "list").out.count("\n") == 3
    assert outcome.out.count("@example.org") == 4 and "чорне море взимку" in outcome.out
    assert all(": 0" not in line for line in outcome.out.splitlines() if "@" not in line)
    before = content()
    again = run("samples", "load", "--accounts")
    assert again.code == 0 and content() == before
    assert run("journal", "verify").code == 0


def test_a_new_database_is_made_by_migrate(run, folder):
    (folder / "portal.sqlite").unlink()
    assert run("migrate").code == 0 and run("migrate").code == 0
    assert run("drafts", "list").code == 0
