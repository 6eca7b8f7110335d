"""A drafter renames, merges and splits themes and moves comments between them; later comments respect it."""

import pytest

from reform_portal.core.database import db
from reform_portal.core.errors import NotAllowed
from reform_portal.feedback.themes import keeping
from reform_portal.feedback.themes.reader import ThemeReader
from reform_portal.journal import readers
from reform_portal.journal.queries import entries_after, last_number
from tests.discussion.acts import kinds_about
from tests.factories import comment, make_person, say
from tests.feedback import answering
from tests.feedback.theming import (
    DESK,
    FEE,
    STRAY,
    TERM,
    check,
    follow,
    let_go,
    members,
    merge,
    move,
    others,
    rename,
    shown,
    tell,
    theme_with,
)

LATE = "Скасуйте плату за довідку, плата завелика."


@pytest.fixture
def people(app, draft):
    return [make_person(f"citizen{number}") for number in range(4)]


@pytest.fixture
def told(people):
    found = tell(people, [*TERM, *FEE, STRAY])
    follow()
    return found


@pytest.fixture
def term(told):
    return theme_with(told[0])


@pytest.fixture
def fee(told):
    return theme_with(told[4])


def entries_since(before):
    db.session.rollback()
    found = [(entry.kind, entry.subject) for entry in entries_after(before, 10)]
    db.session.rollback()
    return found


def theme(public_id):
    return next((one for one in shown().themes if one.public_id == public_id), None)


def test_desk_shows_every_theme_with_its_counts(as_, taras, told, term, fee):
    page = as_(taras).get(DESK)
    for words in (term.label, fee.label, "4 зауваження", "Теми · 2", "Інше · 1 зауваження", "частина перша статті 3"):
        assert words in page.text, words
    assert "Повернути до автоматичного групування" not in page.text


def test_renamed_theme_keeps_its_name_and_members(as_, people, taras, told, fee):
    before = last_number()
    page = as_(taras).submit(f"{DESK}/{fee.public_id}", {"label": "  Гроші за «довідку» з об’єкта "})
    assert page.response.request.path == DESK and "Тему перейменовано" in page.text
    assert entries_since(before) == [("theme.arranged", f"t:{fee.public_id}")]
    late = tell(people, [LATE, *TERM])
    follow()
    check([*told, *late])
    found = theme(fee.public_id)
    assert (found.label, found.fixed, found.labelled_by) == ("Гроші за «довідку» з об’єкта", True, "person")
    assert set(told[4:8]) <= members(found)
    assert late[0] in members(found)


def test_merged_themes_stay_one(as_, client, people, taras, told, term, fee):
    before = last_number()
    page = as_(taras).submit(DESK, {"themes": [term.public_id, fee.public_id], "label": "Строк і плата"})
    assert "Теми об’єднано" in page.text
    found = check(told)
    (one,) = found.themes
    assert one.label == "Строк і плата" and one.size == 8 and one.fixed and found.stale
    assert one.quotes
    assert entries_since(before) == [("theme.arranged", f"t:{one.public_id}")]
    gone = ({term.public_id, fee.public_id} - {one.public_id}).pop()
    assert client.get(f"/themes/{gone}").response.request.path == f"/themes/{one.public_id}"
    late = tell(people, [LATE])
    follow()
    check([*told, *late])
    assert theme_with(late[0]).public_id == one.public_id
    assert not shown().stale


def test_label_of_the_largest_stays_without_another(taras, people, told, term, fee):
    late = tell(people, [LATE])
    follow()
    fee = theme_with(late[0])
    assert theme(merge([term.public_id, fee.public_id], taras)).label == fee.label


def test_split_theme_keeps_its_parts(as_, people, taras, told, fee):
    before = last_number()
    chosen = told[4:6]
    page = as_(taras).submit(
        f"{DESK}/{fee.public_id}/comments", {"comments": chosen, "to": "", "label": "Податки"}
    )  # fmt: skip
    assert "Зауваження перенесено" in page.text
    check(told)
    new = theme_with(chosen[0])
    assert members(new) == set(chosen) and new.label == "Податки"
    assert members(theme(fee.public_id)) == set(told[6:8])
    assert entries_since(before) == [("theme.arranged", f"t:{fee.public_id}")]
    late = tell(people, [*TERM, "Ми вже платимо податки, пенсіонери не мають зайвих грошей."])
    follow()
    check([*told, *late])
    assert set(chosen) <= members(theme(new.public_id)) and theme(new.public_id).quotes
    assert set(told[6:8]) <= members(theme(fee.public_id))


def test_comment_that_was_moved_stays_where_it_was_put(as_, people, taras, told, term, fee):
    as_(taras).submit(f"{DESK}/{fee.public_id}/comments", {"comments": [told[5]], "to": term.public_id})
    late = tell(people, [LATE, *FEE])
    follow()
    check([*told, *late])
    assert theme_with(told[5]).public_id == term.public_id
    assert told[5] not in [quote.comment for quote in theme(fee.public_id).quotes]


def test_comment_that_was_put_aside_stays_aside(as_, people, taras, told, fee):
    page = as_(taras).submit(f"{DESK}/{fee.public_id}/comments", {"comments": [told[4]], "to": "other"})
    assert page.response.request.path == f"{DESK}/{fee.public_id}/comments"
    tell(people, [LATE, *FEE])
    follow()
    assert told[4] in others()
    readers.reset(ThemeReader.name)
    follow()
    assert told[4] in others()


def test_stray_comments_make_a_theme_by_hand(as_, taras, told):
    page = as_(taras).submit(f"{DESK}/other/comments", {"comments": [told[8]], "label": "Погода"})
    assert page.response.request.path == DESK
    follow()
    check(told)
    assert theme_with(told[8]).label == "Погода" and others() == set()


def test_moving_all_of_a_theme_leaves_no_empty_one(taras, told, term, fee):
    move(fee.public_id, told[4:8], taras, to=term.public_id)
    check(told)
    follow()
    assert len(check(told).themes) == 1


def test_letting_go_groups_all_afresh(as_, taras, told, term, fee):
    merge([term.public_id, fee.public_id], taras, "Разом")
    client = as_(taras)
    assert "Разом" in client.get(f"{DESK}/let-go").text
    before = last_number()
    page = client.submit(f"{DESK}/let-go")
    assert "складаються автоматично" in page.text and shown().stale
    assert [kind for kind, _subject in entries_since(before)] == ["theme.arranged"]
    follow()
    found = check(told)
    assert len(found.themes) == 2 and not any(one.fixed for one in found.themes)
    assert "Разом" not in [one.label for one in found.themes]
    assert "нічого не впорядковано" in client.get(f"{DESK}/let-go").text
    client.post(f"{DESK}/let-go", {"csrf_token": client.token()}, status=409)


def test_letting_go_leaves_answered_themes_alone(taras, told, term, fee):
    rename(fee.public_id, taras, "Гроші")
    answering.answer(fee.public_id, taras, kind="theme")
    let_go(taras)
    follow()
    check(told)
    assert theme(fee.public_id).label == "Гроші" and members(theme(fee.public_id)) >= set(told[4:8])


def test_answered_theme_takes_the_other_in_and_answers_its_comments(app, taras, told, term, fee):
    given = answering.answer(fee.public_id, taras, kind="theme")
    assert merge([term.public_id, fee.public_id], taras) == fee.public_id
    readers.run_once(app.extensions["readers"], patience=60)
    assert {answering.holds_for(one) for one in told[:8]} == {given}


def test_two_answered_themes_are_not_merged(as_, taras, told, term, fee):
    for one in (term, fee):
        answering.answer(one.public_id, taras, kind="theme")
    page = as_(taras).submit(
        DESK, {"themes": [term.public_id, fee.public_id], "label": "Усе разом"}, status=409
    )  # fmt: skip
    assert "вже відповіли" in page.text and page.forms[-1].fields["label"] == "Усе разом"
    assert len(check(told).themes) == 2


def test_answer_holds_no_more_for_what_was_taken_out(app, taras, told, term, fee):
    answering.answer(fee.public_id, taras, kind="theme")
    move(fee.public_id, [told[4]], taras, to=term.public_id)
    readers.run_once(app.extensions["readers"], patience=60)
    assert answering.holds_for(told[4]) is None and answering.holds_for(told[5])


def test_arranging_while_themes_are_found_is_not_lost(people, taras, told, fee, monkeypatch):
    found, times = keeping.follow, []

    def slow(*given):
        result = found(*given)
        if not times:
            rename(fee.public_id, taras, "Гроші")
        times.append(1)
        return result

    monkeypatch.setattr(keeping, "follow", slow)
    late = tell(people, [*TERM, LATE])
    follow()
    assert len(times) == 2
    check([*told, *late])
    assert theme(fee.public_id).label == "Гроші"


def test_bad_labels_are_named_and_stay_typed(as_, taras, told, term, fee):
    client = as_(taras)
    assert term.label == "строк розгляду"
    for label, message in (
        ("   ", "Назвіть тему"),
        ("ґ" * 121, "до 120 знаків"),
        ("СТРОК РОЗГЛЯДУ", "з такою назвою вже є"),
        ("а\x00", "службові"),
    ):
        page = client.submit(f"{DESK}/{fee.public_id}", {"label": label}, status=422)
        assert message in page.text
        if "\x00" not in label:
            assert page.forms[-1].fields["label"].strip() == label.strip()
        assert theme(fee.public_id).label == fee.label


def test_bad_merges_are_refused_and_the_ticks_stay(as_, taras, told, term, fee):
    client = as_(taras)
    for themes, label, status, message in (
        ([], "", 422, "принаймні дві"),
        ([term.public_id], "", 422, "принаймні дві"),
        ([term.public_id, term.public_id], "", 422, "принаймні дві"),
        ([term.public_id, fee.public_id], "а" * 121, 422, "до 120 знаків"),
        ([term.public_id, "0000000000000000"], "", 409, "склалися наново"),
    ):
        page = client.submit(DESK, {"themes": themes, "label": label}, status=status)
        assert message in page.text
        assert page.html.count(" checked") == len({term.public_id, fee.public_id} & set(themes))
    assert len(check(told).themes) == 2


def test_bad_moves_are_refused_and_the_ticks_stay(as_, taras, told, fee):
    client = as_(taras)
    nobody = "0000000000000000"
    for comments, to, label, status, message in (
        ([], "", "Нова", 422, "Позначте хоча б одне"),
        ([told[4]], "", "", 422, "Назвіть тему"),
        ([told[4]], fee.public_id, "", 422, "вже в цій темі"),
        ([told[4]], nobody, "", 409, "склалися наново"),
        ([told[0]], "", "Нова", 409, "вже не тут"),
        ([nobody], "", "Нова", 409, "вже не тут"),
    ):
        typed = {"comments": comments, "to": to, "label": label}
        page = client.submit(f"{DESK}/{fee.public_id}/comments", typed, status=status)
        assert message in page.text
        assert page.html.count(" checked") == (told[4] in comments)
        assert page.forms[-1].fields["label"] == label
    client.submit(f"{DESK}/other/comments", {"comments": [told[8]], "to": "other"}, status=422)
    assert members(theme(fee.public_id)) == set(told[4:8])


def test_lost_session_keeps_what_was_typed(as_, taras, told, fee):
    for path, values in (
        (f"{DESK}/{fee.public_id}", {"label": "Гроші"}),
        (DESK, {"label": "Гроші"}),
        (f"{DESK}/{fee.public_id}/comments", {"label": "Гроші"}),
    ):
        page = as_(taras).submit(path, {**values, "csrf_token": "foreign"}, status=400)
        assert page.forms[-1].fields["label"] == "Гроші" and "Сеанс закінчився" in page.text
    assert theme(fee.public_id).label == fee.label


def test_only_drafters_arrange(as_, client, olena, marta, told, fee):
    paths = (DESK, f"{DESK}/{fee.public_id}", f"{DESK}/{fee.public_id}/comments", f"{DESK}/let-go")
    for path in paths:
        assert client.get(path).response.request.path == "/sign-in"
        for person in (olena, marta):
            visitor = as_(person)
            visitor.get(path, status=403)
            visitor.post(path, {"csrf_token": visitor.token(), "label": "Гроші"}, status=403)
    with pytest.raises(NotAllowed):
        rename(fee.public_id, olena, "Гроші")
    assert theme(fee.public_id).label == fee.label


def test_admin_may_arrange(as_, told, fee):
    as_(make_person("boss", "admin")).submit(f"{DESK}/{fee.public_id}", {"label": "Гроші"})
    assert theme(fee.public_id).label == "Гроші"


def test_what_is_not_there_is_not_found(as_, taras, told, fee):
    client = as_(taras)
    for path in ("/desk/none/art_1/themes", "/desk/land/art_99/themes", f"{DESK}/0000000000000000",
                 f"{DESK}/0000000000000000/comments", f"/desk/land/art_2/themes/{fee.public_id}"):  # fmt: skip
        client.get(path, status=404)


def test_other_methods_are_refused(as_, taras, draft):
    client = as_(taras)
    for method in ("put", "delete", "patch"):
        assert client.ask(method, DESK).status_code == 405


def test_clause_without_comments_has_nothing_to_arrange(as_, taras, draft):
    page = as_(taras).get("/desk/land/art_1/themes")
    assert "Тем поки що немає" in page.text


def test_draft_as_a_whole_has_themes_too(as_, people, taras):
    told = tell(people, [*TERM, *FEE], eid="")
    follow()
    as_(taras).get("/desk/land/whole/themes")
    check(told, "whole")
    rename(theme_with(told[0], "whole").public_id, taras, "Довго")
    assert theme_with(told[0], "whole").label == "Довго"


def test_entry_says_what_was_done_but_its_leaf_names_nobody(taras, told, fee):
    rename(fee.public_id, taras, "Секретна назва")
    assert kinds_about(f"t:{fee.public_id}") == ["theme.arranged"]
    assert comment(told[4]).status == "published"


def test_long_lists_are_paged(as_, people, taras, told, fee):
    for number in range(40):
        say(
            people[number % 4],
            f"Скасуйте плату за довідку, плата несправедлива, прошу {number} разів.",
            stance="neutral",
        )
    follow()
    page = as_(taras).get(f"{DESK}/{theme_with(told[7]).public_id}/comments")
    assert "Позначене діє лише на цій сторінці" in page.text
    assert page.html.count('name="comments"') == 40


def test_queue_of_a_clause_leads_to_its_themes(as_, taras, told):
    assert DESK in as_(taras).get("/desk/land?clause=art_3__para_1").links
