"""Who is meant: by id, by address, by name or by login, and only where it is one person."""

import pytest

from course.collecting.class_list import ClassList, Person

TARO = Person("s001", "山田", "太郎", "taro@example.ac.jp", "taro-gh")
HANAKO = Person("S002", "鈴木", "花", "", "")
OTHER_TARO = Person("s003", "山田", "太郎")
NAMELESS = Person("s004")


@pytest.fixture
def people():
    return ClassList([TARO, HANAKO, OTHER_TARO, NAMELESS])


@pytest.mark.parametrize(
    "text, student",
    [
        ("s001", "s001"),
        (" Ｓ００１ ", "s001"),
        ("s002", "S002"),
        ("TARO@example.ac.jp", "s001"),
        ("s00", None),
        ("", None),
        (" ", None),
        ("山田太郎", None),
    ],
)
def test_id_or_address_is_found_however_it_is_written(people, text, student):
    assert people.with_id(text) == student


def test_ids_that_differ_in_case_only_are_told_apart_by_their_exact_spelling():
    people = ClassList([Person("s1"), Person("S1")])
    assert (people.with_id("s1"), people.with_id("S1")) == ("s1", "S1")
    assert people.with_id(" s1") is None


def test_address_of_two_people_is_nobodys():
    assert ClassList([Person("a", email="x@y"), Person("b", email="X@y")]).with_id("x@y") is None


@pytest.mark.parametrize(
    "text, found",
    [
        ("山田\u3000太郎", ["s001", "s003"]),
        ("太郎 山田", ["s001", "s003"]),
        ("s001 山田太郎", ["s001"]),
        ("鈴木花", ["S002"]),
        ("s004", ["s004"]),
        ("taro@example.ac.jp", ["s001"]),
        ("だれか", []),
        ("", []),
    ],
)
def test_name_may_mean_several_people(people, text, found):
    assert people.named(text) == found


def test_login_is_that_of_github_where_anyone_has_one(people):
    assert people.with_login("Taro-GH") == "s001"
    assert people.with_login("S002") is None, "anyone could take it"


def test_login_is_an_id_where_nobody_has_one():
    people = ClassList([HANAKO, NAMELESS])
    assert people.with_login("s002") == "S002" and people.with_login("x") is None


@pytest.mark.parametrize(
    "person, name", [(TARO, "山田 太郎"), (NAMELESS, ""), (Person("a", "", "花"), "花")]
)
def test_full_name_is_what_is_known_of_it(person, name):
    assert person.full_name == name
