"""Every text of the code and the templates is there in both languages."""

import pytest

from reform_portal import messages


@pytest.mark.parametrize("language", ["en", "uk"])
def test_no_text_is_missing(language):
    assert messages.missing(language) == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_missing_text_is_found(monkeypatch, language):
    catalog = messages.read(language)
    known = next(message for message in catalog if message.id and message.pluralizable)
    catalog.delete(known.id)
    monkeypatch.setattr(messages, "read", lambda _language: catalog)
    assert messages.missing(language) != []
