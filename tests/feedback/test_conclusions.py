"""What drafters write under «Висновки»."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.feedback.answers.file.conclusions import TwoReasons, UnknownConclusion, read_conclusion


@pytest.mark.parametrize(
    ("conclusion", "reason", "read"),
    [
        ("Враховано", "Бо так.", ("accepted", "Бо так.")),
        ("  ВРАХОВАНО  частково ", "Бо так.", ("partly", "Бо так.")),
        ("відхилено.", "Бо так.", ("rejected", "Бо так.")),
        ("Поза\u00a0предметом", "Бо так.", ("out_of_scope", "Бо так.")),
        ("Не враховано", "Бо так.", ("rejected", "Бо так.")),
        ("Відхилено. Бо суперечить ст. 5.", "", ("rejected", "Бо суперечить ст. 5.")),
        ("Відхилено: бо так", " ", ("rejected", "бо так")),
        ("Відхилено — бо так", "", ("rejected", "бо так")),
        ("Враховано частково\nБо так.", "", ("partly", "Бо так.")),
        ("Відхилено. Бо так.", "Бо так.", ("rejected", "Бо так.")),
        ("Враховано редакційно", "Слова змінено.", ("accepted", "Враховано редакційно. Слова змінено.")),
        ("враховано по суті.", "Див. ст. 7.", ("accepted", "Враховано по суті. Див. ст. 7.")),
        ("Враховано редакційно", "", ("accepted", "")),
        ("Враховано редакційно", "Враховано редакційно. Так.", ("accepted", "Враховано редакційно. Так.")),
        ("", "Бо так.", (None, "Бо так.")),
        (" \n", "", (None, "")),
    ],
)
def test_words_and_reasons(conclusion, reason, read):
    assert read_conclusion(conclusion, reason) == read


@pytest.mark.parametrize("word", ["так", "Врахованo", "Враховано бо так", "Відхилити", ".", "accepted?"])
def test_other_words_are_no_conclusion(word):
    with pytest.raises(UnknownConclusion):
        read_conclusion(word, "Бо так.")


def test_two_different_reasons_are_not_guessed_between():
    with pytest.raises(TwoReasons):
        read_conclusion("Відхилено. Бо одне.", "Бо інше.")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["Враховано", "Враховано частково", "Відхилено", "Поза предметом"]), st.text(max_size=60))
def test_any_reason_of_its_own_column_is_kept(word, reason):
    assert read_conclusion(word, reason)[1] == reason.strip()
