"""The interface's texts: the same keys and fields in both languages, and no key without a text."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import tutor
from tutor.lesson import SHIPPED, Texts, choose_language
from tutor.lesson.texts import own_texts

ENGLISH, CHINESE = own_texts(SHIPPED, "en"), own_texts(SHIPPED, "zh")
CODE = list(Path(tutor.__file__).parent.rglob("*.py"))
CALL = re.compile(r"""\btexts\(\s*"([a-z_0-9]+(?:\.[a-z_0-9]+)+)\"""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys():
    assert sorted(ENGLISH) == sorted(CHINESE)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_both_languages_use_the_same_fields(key):
    assert fields(ENGLISH[key]) == fields(CHINESE.get(key, ""))


def test_every_key_in_the_code_has_a_text():
    used = {key for path in CODE for key in CALL.findall(path.read_text("utf-8"))}
    assert sorted(used - set(ENGLISH)) == []


def test_a_missing_translation_falls_back_to_english(write):
    write("a: {one: One, two: 'Two {n}'}", "interface.yaml")
    write("a: {one: 一}", "zh/interface.yaml")
    texts = Texts("zh", Path.cwd())
    assert (texts("a.one"), texts("a.two", n=2)) == ("一", "Two 2")


def test_one_of_a_kind_has_a_sentence_of_its_own(write):
    write("a: {cats: '{count} cats', cats_one: One cat, dogs: '{count} dogs'}", "interface.yaml")
    texts = Texts("en", Path.cwd())
    said = [texts("a.cats", count=count) for count in (1, 2)] + [texts("a.dogs", count=1)]
    assert said == ["One cat", "2 cats", "1 dogs"]


def test_a_text_that_lacks_a_fact_still_shows(write):
    write("a: 'Of {n}'", "interface.yaml")
    texts = Texts("en", Path.cwd())
    assert (texts("a"), texts("b.missing")) == ("Of {n}", "b.missing")


@pytest.mark.parametrize(
    ("wanted", "variable", "remembered", "locale", "expected"),
    [
        ("zh", "en", None, "C.UTF-8", "zh"),
        (None, "zh", "en", "C.UTF-8", "zh"),
        (None, None, "zh", "en_US.UTF-8", "zh"),
        (None, None, None, "zh_TW.UTF-8", "zh"),
        (None, None, None, "C", "en"),
        ("fr", None, None, "zh_CN", "en"),
    ],
)
def test_the_language_is_asked_for_set_remembered_or_the_locales(
    monkeypatch, wanted, variable, remembered, locale, expected
):
    for name in ("LC_ALL", "LC_MESSAGES", "D2L_TUTOR_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    if variable:
        monkeypatch.setenv("D2L_TUTOR_LANG", variable)
    assert choose_language(wanted, remembered) == expected


@pytest.mark.parametrize(
    ("language", "said"), [("en", "no such file or folder"), ("zh", "没有这个文件或文件夹")]
)
def test_what_the_system_says_is_said_in_the_language(language, said):
    texts = Texts(language)
    assert said in texts("progress.unwritable", path="a", error=FileNotFoundError(2, "No such file", "a"))
    unknown = OSError(99999, "Something rare")
    assert "Something rare" in texts("progress.unwritable", path="a", error=unknown)
