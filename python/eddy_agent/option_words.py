"""The words of EDDY_OPTIONS: those of `eddy run`, of which a program alone can do `--report` and `--events`."""

from __future__ import annotations

from .native import getpid, os

with_value = frozenset(
    (
        *("--config", "--report", "--events", "--fail-on", "--dump", "--hub", "--name", "--python", "--watch-path", "--include"),
        *("--exclude", "--stop", "--hold", "--snap", "--log", "--on", "--session", "--match", "--hold-for", "--from-hit", "--every"),
        *("--max-hits", "--max-rate", "--expires", "--dashboard"),
    )
)
alone = frozenset(
    (
        *("--no-config", "--record", "--quiet", "-q", "--json", "--wait", "--prompt", "--no-prompt", "--watch", "--observe-only"),
        *("--no-gates", "--help", "-h", "--allow-side-effects", "--open"),
    )
)


class WrongWords(Exception):
    """What is wrong with them, in one sentence, and what to do."""


class FileChoice:
    """Where report and events go. A child of ours would write over its parent's files: it gets names of its own."""

    def __init__(self, report: str | None, events: str | None) -> None:
        self._report = None if report is None else os.path.abspath(report)
        self._events = None if events is None else os.path.abspath(events)

    def __bool__(self) -> bool:
        return self._report is not None or self._events is not None

    def report(self, parent: str | None) -> str | None:
        return _own(self._report, parent)

    def events(self, parent: str | None) -> str | None:
        return _own(self._events, parent)


def _own(file: str | None, parent: str | None) -> str | None:
    if file is None:
        return None
    path = file.replace("%p", str(getpid()))
    return path if parent is None or "%p" in file else f"{path}.{getpid()}"


def read(text: str, parent: str | None) -> FileChoice:
    """Raises WrongWords."""
    given: dict = {}
    words = iter(split(text))
    for word in words:
        if not word.startswith("-") or word in ("-", "--"):
            break
        flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if flag in alone:
            if equals:
                raise WrongWords(f'{flag} takes no value, but "{value}" was given.')
            continue
        if flag not in with_value:
            raise WrongWords(f"There is no option {flag}.")
        # Its port may be left away; nobody serves a page without `eddy run`.
        if flag == "--dashboard":
            continue
        value = value if equals else next(words, "")
        if not value:
            raise WrongWords(f"{flag} needs a value.")
        given[flag] = value
    if "--fail-on" in given:
        raise WrongWords("--fail-on: the status of a Python program is changed by `eddy run` alone.")
    for flag in ("--report", "--events"):
        if given.get(flag) == "-":
            raise WrongWords(f"{flag} - is refused: standard output belongs to the program alone.")
    choice = FileChoice(given.get("--report"), given.get("--events"))
    for path in (choice.report(parent), choice.events(parent)):
        if path is not None and not _is_writable(path):
            raise WrongWords(f"{path} cannot be written. Name a file in a folder that exists and is yours.")
        if path is not None and _is_laid(path):
            raise WrongWords(f"{path} is another user's, in a folder that all may write to. Name a file in a folder of yours.")
    return choice


def _is_writable(path: str) -> bool:
    return os.access(os.path.dirname(path), os.W_OK) and (not os.path.exists(path) or os.access(path, os.W_OK))


def split(text: str) -> list:
    """At spaces; "…" keeps them, and in it a backslash keeps the next character."""
    words: list = []
    word: str | None = None
    quoted = False
    letters = iter(text)
    for one in letters:
        if one == "\\" and quoted:
            one = next(letters, "\\")
        elif one == '"':
            quoted = not quoted
            word = word or ""
            continue
        elif one == " " and not quoted:
            if word is not None:
                words.append(word)
            word = None
            continue
        word = (word or "") + one
    if word is not None:
        words.append(word)
    return words


def _is_laid(path: str) -> bool:
    """It leads where another user wants, or they read what is written to it."""
    if not hasattr(os, "geteuid") or not os.path.lexists(path):
        return False
    there, above = os.lstat(path), os.stat(os.path.dirname(path))
    return there.st_uid not in (os.geteuid(), above.st_uid) and above.st_mode & 0o002 != 0
