"""Words of a command line without the secrets among them."""

from __future__ import annotations

from . import secrets
from .redaction import redaction

hidden = "[redacted: key]"


def hide_in_words(words: list) -> list:
    told = []
    before = ""
    for word in words:
        told.append(_hide(word, before))
        before = word
    return told


def _hide(word: str, before: str) -> str:
    name, found, value = word.partition("=")
    if found and _is_name(name.lstrip("-")) and redaction.hides_key(name.lstrip("-"), value):
        return f"{name}={hidden}"
    flag = before.lstrip("-")
    if before.startswith("-") and _is_name(flag) and not word.startswith("-") and redaction.hides_key(flag, word):
        return hidden
    return secrets.hide(word)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 100 and all(one.isalnum() or one in "_.-" for one in text)
