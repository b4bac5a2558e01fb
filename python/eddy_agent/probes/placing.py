"""Where a probe belongs: in which file of the program, whether it can be had there at all, and how it stands."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from .. import stacks
from . import places
from .armed import ArmedProbe
from .errors import Errors, event_of
from .expressions import BadExpression, compiled
from .lines import Points

no_hold = (
    "debugpy can only pause the whole process, and with it the event loop of all tasks: in Python no flow is held alone."
    " Use --stop, which pauses the process when this flow comes there, or --snap, or --log."
)
attaching = "debugpy is being attached."


class Placing:
    def __init__(self) -> None:
        self.observe_only = False
        self._files: Dict[str, None] = {}
        self._sources = places.Sources()

    def begin(self) -> None:
        """Files that were loaded before anybody asked."""
        if not self._files:
            self._files = dict.fromkeys(places.loaded_files())

    def add(self, file: str) -> Optional[str]:
        """Its path, the first time that it is loaded."""
        path = stacks.absolute(file)
        if file[:1] == "<" or path in self._files or stacks.kind_of(file) == "ours":
            return None
        self._files[path] = None
        return path

    def path_of(self, probe: ArmedProbe) -> Optional[str]:
        if self._refusal(probe) is not None or event_of(probe) is not None:
            return None
        found = self._meant(probe)
        return found[0] if len(found) == 1 else None

    def keep(self, paths: Any) -> None:
        """Texts of others are let go."""
        self._sources.keep(paths)

    def is_of_errors(self, probe: ArmedProbe) -> bool:
        return event_of(probe) is not None and self._refusal(probe) is None

    def stands(
        self, probe: ArmedProbe, points: Points, errors: Errors, trouble: Optional[str], is_in: bool
    ) -> Dict[str, Any]:
        """Its binding, as far as it differs from none. `trouble`: why debugpy cannot be had."""
        refusal = self._refusal(probe)
        if refusal is not None:
            return _refused(refusal)
        if event_of(probe) is not None:
            return _refused(trouble) if trouble is not None else errors.stands(probe, is_in)
        name, line = probe.spec["place"]["file"], probe.spec["place"]["line"]
        found = self._meant(probe)
        if not found:
            return {"state": "waiting", "reason": f"No file of that name is loaded: {name}."}
        if len(found) > 1:
            return _refused(f"{name} could be {', '.join(found[:5])}: name more of its path.")
        if trouble is not None:
            return _refused(trouble)
        point = points.get(found[0], line)
        source = self._sources.of(found[0])
        if point is None:
            return {"state": "gone", "reason": "It did what it was for, or its time is over."}
        why = "the file ends before" if source.last_line is not None and line > source.last_line else point.why
        if why is not None:
            near = source.near(line)
            hint = f" Lines near it that have code: {', '.join(str(one) for one in near)}." if near else ""
            return {**_refused(f"{name}:{line} has no code ({why}).{hint}"), **({"near": near} if near else {})}
        if point.at == 0 or not is_in:
            return {"state": "waiting", "reason": attaching}
        place = {"file": found[0], "line": point.at, "column": 1, "function": source.function_at(point.at)}
        reasons = _but(probe, line, point.at)
        return {
            "state": "bound",
            "mechanism": "debugpy",
            "places": [place],
            **({"reason": " ".join(reasons)} if reasons else {}),
        }

    def _meant(self, probe: ArmedProbe) -> List[str]:
        name = probe.spec["place"]["file"]
        return [path for path in list(self._files) if places.is_meant(path, name)]

    def _refusal(self, probe: ArmedProbe) -> Optional[str]:
        if probe.kind == "hold":
            return no_hold
        if probe.kind == "stop" and self.observe_only:
            return "This run is --observe-only."
        on = probe.spec["place"].get("on")
        if on is not None and event_of(probe) is None:
            return f"In Python there is no probe on {on}: set one on a line, FILE:LINE, or on throw or uncaught."
        # Only where its file is: a program of several languages may have it in another.
        return _unreadable(probe) if on is not None or self._meant(probe) else None


def _refused(reason: str) -> Dict[str, Any]:
    return {"state": "refused", "reason": reason}


def _unreadable(probe: ArmedProbe) -> Optional[str]:
    condition = probe.spec.get("condition")
    if condition is None:
        return None
    try:
        compiled(condition)
    except BadExpression as error:
        return f"Its condition: {error}"
    return None


def _but(probe: ArmedProbe, line: int, at: int) -> List[str]:
    """What is not as asked."""
    reasons = []
    if at != line:
        reasons.append(f"Line {line} has no code: line {at} is the next that has.")
    if probe.spec.get("condition") is not None and not probe.spec.get("allowSideEffects"):
        reasons.append("Python cannot tell whether a condition changes the program: see that it does not.")
    return reasons
