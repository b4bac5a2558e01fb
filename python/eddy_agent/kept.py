"""kept: one of a kind for this process. It is made when somebody asks for it first; a forked child, where the parent's is none, makes its own."""

from __future__ import annotations


class Kept:
    """Called, it gives the one that there is."""

    __slots__ = ("_make", "_made")

    def __init__(self, make) -> None:
        self._make = make
        self._made = None

    def __call__(self):
        made = self._made
        if made is None:
            made = self._made = self._make()
        return made

    def begin_again(self) -> None:
        """In a forked child."""
        self._made = None
