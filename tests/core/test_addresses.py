"""A form never leads to another host."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.addresses import safe_next

HERE = "http://portal.test/sign-in"
PROPERTY = settings(deadline=None, max_examples=300)
PIECES = (
    "/", "//", "\\", "evil.example", "http:", "https://", "javascript:", "@", ":", "%2f", "%5c", "?", "#", "..", "\t", "\n",
    "\r", " ", "\x00", "．", "/drafts/",
)  # fmt: skip
ADDRESSES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map("".join)


def as_a_browser_reads_it(address):
    """The host that a browser goes to: it drops tabs and line breaks, and takes a backslash for a slash."""
    plain = address.strip("".join(map(chr, range(0x21))))
    for char in "\t\n\r":
        plain = plain.replace(char, "")
    try:
        return urlsplit(urljoin(HERE, plain.replace("\\", "/"))).netloc
    except ValueError:
        return "nowhere"


@PROPERTY
@given(ADDRESSES)
def test_whatever_is_asked_for_the_host_stays(address):
    assert as_a_browser_reads_it(safe_next(address, "/account/")) == "portal.test"


def test_other_hosts_would_be_seen_by_these_tests():
    for address in ("//evil.example", "/\t/evil.example", "/\\evil.example", "https://evil.example", " //evil.example"):
        assert as_a_browser_reads_it(address) == "evil.example"


@PROPERTY
@given(ADDRESSES)
def test_answer_is_the_address_or_the_default(address):
    found = safe_next(address, "/account/")
    assert found in (address, "/account/") and found.startswith("/") and "\n" not in found


@pytest.mark.parametrize(
    "address", ["/", "/drafts/land/art_2?sort=oldest#comment-1", "/en/", "/comments/ї", "/a//b", "/a:b@c"]
)
def test_paths_of_the_portal_are_kept(address):
    assert safe_next(address, "/account/") == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "drafts/land", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "http://evil.example", "https:evil.example", "javascript:alert(1)", " /drafts/", "/a\r\nSet-Cookie: x=y", "/a\x00",
        "/a\\b", "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_everything_else_is_replaced(address):
    assert safe_next(address, "/account/") == "/account/"
