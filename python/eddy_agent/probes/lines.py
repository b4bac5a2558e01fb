"""Lines that debugpy watches for us, by number: what its condition calls us with."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple


class Point:
    """One line of one file. What is asked for there can change without debugpy being told."""

    __slots__ = ("at", "file", "line", "number", "probes", "why")

    def __init__(self, number: int, file: str, line: int) -> None:
        self.number = number
        self.file = file
        self.line = line
        self.probes: Tuple[Any, ...] = ()
        #: Where debugpy has it; 0 while it has not said so.
        self.at = 0
        #: Why debugpy cannot have it.
        self.why: Optional[str] = None


class Points:
    """Numbers are never given twice: a condition that was just taken away may still be on its way."""

    def __init__(self) -> None:
        self._by_place: Dict[Tuple[str, int], Point] = {}
        self.by_number: Dict[int, Point] = {}
        self._serial = 0

    def __len__(self) -> int:
        return len(self._by_place)

    def follow(self, wanted: Dict[Tuple[str, int], List[Any]]) -> bool:
        """From now on these and no others; True when debugpy has to be told."""
        changed = False
        for place in [one for one in self._by_place if one not in wanted]:
            del self.by_number[self._by_place.pop(place).number]
            changed = True
        for place, probes in wanted.items():
            point = self._by_place.get(place)
            if point is None:
                changed = True
                self._serial += 1
                point = self._by_place[place] = Point(self._serial, *place)
                self.by_number[point.number] = point
            point.probes = tuple(probes)
        return changed

    def get(self, file: str, line: int) -> Optional[Point]:
        return self._by_place.get((file, line))

    def forget_answers(self) -> None:
        for point in self._by_place.values():
            point.at, point.why = 0, None

    def told(self) -> List[Dict[str, Any]]:
        """As the hub sets them."""
        files: Dict[str, List[Dict[str, Any]]] = {}
        for (file, line), point in sorted(self._by_place.items()):
            condition = f"__import__('sys').modules['{__package__}'].gate({point.number})"
            files.setdefault(file, []).append({"line": line, "condition": condition})
        return [{"file": file, "lines": lines} for file, lines in files.items()]

    def answered(self, file: str, line: int, at: Optional[int], why: Optional[str]) -> None:
        point = self.get(file, line)
        if point is not None:
            point.at, point.why = at or 0, why
