"""The interface's texts, by key and language: `lessons/interface.yaml` and an overlay for each language."""

from __future__ import annotations

import errno
import locale
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tutor.lesson.course import SHIPPED
from tutor.lesson.source import read_yaml

LANGUAGES = ("en", "zh")


def choose_language(wanted: str | None = None, remembered: str | None = None) -> str:
    """The language to speak: `wanted`, `D2L_TUTOR_LANG`, the one `remembered`, the locale's, English.

    >>> choose_language("zh_CN.UTF-8")
    'zh'
    >>> choose_language("fr")
    'en'
    """
    named = wanted or os.environ.get("D2L_TUTOR_LANG") or remembered or _locale_language()
    short = named.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in LANGUAGES else "en"


def _locale_language() -> str:
    # The variables come first: without setlocale, which is the caller's, getlocale knows nothing.
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    return locale.getlocale()[0] or ""


class Refusal(Exception):
    """Why something was not done: the key of a text, and its facts."""

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts

    def said(self, texts: Texts) -> str:
        """The reason as a sentence."""
        return texts(self.key, **self.facts)


class Texts:
    """The interface's texts in one language; English where a translation is missing.

    >>> texts = Texts("en")
    >>> texts("not there")
    'not there'
    """

    def __init__(self, language: str, folder: Path = SHIPPED) -> None:
        self.language = language
        self._texts = catalogue(folder, language)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of `key` with its `{fields}` filled in; the key itself where there is no text.

        What the system says in an `OSError` is said in this language where it is known. For a `count` of 1
        there may be a text of its own, under the key with `_one` behind it.
        """
        text = self._texts.get(key)
        if facts.get("count") == 1:
            text = self._texts.get(f"{key}_one", text)
        told = {
            name: self._reason(fact) if isinstance(fact, OSError) else fact for name, fact in facts.items()
        }
        return key if text is None else text.format_map(_Facts(told))

    def _reason(self, error: OSError) -> str:
        name = errno.errorcode.get(error.errno or 0, "")
        return self._texts.get(f"system.{name}") or error.strerror or str(error)

    def __contains__(self, key: str) -> bool:
        return key in self._texts


class _Facts(dict[str, Any]):
    """A field without a fact stays visible: half a sentence helps more than a crash."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


@cache
def catalogue(folder: Path, language: str) -> Mapping[str, str]:
    """All texts of a language by their dotted keys, over the English ones."""
    texts = own_texts(folder, "en")
    return texts if language == "en" else {**texts, **own_texts(folder, language)}


@cache
def own_texts(folder: Path, language: str) -> Mapping[str, str]:
    """The texts that a language's own file holds."""
    path = (folder if language == "en" else folder / language) / "interface.yaml"
    return dict(_flat(read_yaml(path).data)) if path.exists() else {}


def _flat(section: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    result: list[tuple[str, str]] = []
    for key, value in section.items():
        if isinstance(value, Mapping):
            result += _flat(value, f"{prefix}{key}.")
        else:
            result.append((prefix + key, str(value).strip()))
    return result
