"""Reading annotations and preferences: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.api.annotation_reading import Meant, read_annotation, words_in
from reform_portal.api.annotation_shapes import Preferred, read_preference
from reform_portal.core.errors import BadInput
from tests.api.programs import BASE, annotation, on

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["@context", "type", "motivation", "body", "bodyValue", "target"])
SELECTORS = st.fixed_dictionaries(
    {"type": st.sampled_from(["FragmentSelector", "TextQuoteSelector", "TextPositionSelector", "SvgSelector"])},
    optional=dict.fromkeys(("value", "exact", "prefix", "suffix", "start", "end", "refinedBy"), ANYTHING),
)
KEYS = {"@context", "type", "motivation", "body", "target"}


def refused(content):
    """The fields that are wrong; nothing else may be raised."""
    try:
        read_annotation(content, BASE, "land")
    except BadInput as error:
        assert set(error.fields) <= KEYS
        return set(error.fields)
    return set()


@pytest.fixture
def request_of_the_portal(app):
    with app.test_request_context("/"):
        yield


def test_anything_is_read_or_refused_by_field(request_of_the_portal):
    @given(st.dictionaries(NAMES, ANYTHING, max_size=6), st.dictionaries(NAMES, ANYTHING, max_size=2))
    def check(whole, change):
        refused(whole)
        refused({**annotation(), **change})

    check()


def test_any_selector_is_read_or_refused(request_of_the_portal):
    @given(st.lists(SELECTORS, max_size=3))
    def check(selectors):
        assert refused(annotation(target={**on(), "selector": selectors})) <= {"target"}

    check()


@given(st.text(alphabet="аґїе\u0301 𝔄🏠«’", min_size=1, max_size=40), st.data())
def test_position_gives_the_words_at_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = words_in(Meant(start=start, end=end), text)
    assert found.quote == text[start:end] and (found.start, found.end) == (start, end)
    with pytest.raises(ValueError):
        words_in(Meant(start=start, end=len(text) + 1), text)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", Preferred()),
        ("return=minimal", Preferred()),
        (
            'return=representation;include="http://www.w3.org/ns/oa#PreferContainedIRIs"',
            Preferred(iris=True, said=True),
        ),
        ('return=representation; include="http://www.w3.org/ns/oa#PreferContainedDescriptions"', Preferred(said=True)),
        (
            'respond-async, return="representation" ; include = "http://www.w3.org/ns/ldp#PreferMinimalContainer http://www.w3.org/ns/oa#PreferContainedIRIs"',
            Preferred(True, True, True),
        ),
        ('return=representation;include="http://example.org/x"', Preferred()),
        ('return=representation;include="', Preferred()),
    ],
)
def test_preference(header, found):
    assert read_preference(header) == found


@given(st.text(max_size=300))
def test_any_preference_is_read(header):
    assert isinstance(read_preference(header), Preferred)
