"""A probe in one process, with its counts."""
import re
import time
from typing import Any, Callable, Dict, List, Mapping, Optional

from .. import secrets
from . import expressions

#: Per second, unless the probe says otherwise: what a busy line may cost the program.
DEFAULT_PER_SECOND = {"snap": 200, "log": 5_000}


class ArmedProbe:
    def __init__(self, spec: Dict[str, Any], session: Any) -> None:
        self.spec = spec
        self.session = session
        self.id: str = spec["id"]
        self.kind: str = spec["kind"]
        #: Times that it did what it is for.
        self.hits = 0
        #: Times that it was left out for its rate.
        self.limited = 0
        #: Its condition or text could not be evaluated: why, the last time, and how often.
        self.trouble: Optional[Dict[str, Any]] = None
        self._tell_trouble_at = 1
        self._met = 0
        self._second_start = 0.0
        self._this_second = 0

    @property
    def is_over(self) -> bool:
        most = self.spec.get("maxHits")
        until = self.spec.get("expiresAt")
        return (most is not None and self.hits >= most) or (until is not None and time.time() * 1000 >= until)

    def concerns(self, flow: Any) -> bool:
        if self.session.every_flow:
            return True
        return self.session.id in flow.sessions

    def passes(self, frame: Any, more: Optional[Dict[str, Any]] = None) -> bool:
        """Whether it is to act here and now. `more`: names that are not the frame's."""
        # A retired one keeps its line: what stands there is left alone.
        if self.is_over or self.spec.get("retired") is True:
            return False
        condition = self.spec.get("condition")
        if condition is not None and not self._holds(condition, frame, more):
            return False
        self._met += 1
        first, every = self.spec.get("fromHit", 1), self.spec.get("everyHits", 1)
        if self._met < first or (self._met - first) % every != 0:
            return False
        if not self._may_now():
            self.limited += 1
            return False
        self.hits += 1
        return True

    def text(self, names: Mapping[str, Any], around: Dict[str, Any], show: Callable[[str, Any], str]) -> str:
        """A log's text with its {expressions} evaluated."""
        wrong: List[str] = []

        def one(match: Any) -> str:
            expression = match.group(1)
            try:
                return show(expression, expressions.evaluate(expression, names, around))
            except Exception as error:
                wrong.append(expressions.words_of(error))
                return "{%s}" % wrong[-1]

        text = secrets.hide(re.sub(r"\{([^{}]+)\}", one, self.spec.get("text") or ""))
        if wrong:
            self._failed(wrong[0])
        return text

    def take_trouble_news(self) -> bool:
        """Whether its trouble is news: the first time, and each time that it has doubled. Then it is none until it has again."""
        times = 0 if self.trouble is None else self.trouble["times"]
        if times < self._tell_trouble_at:
            return False
        self._tell_trouble_at = 2 * times
        return True

    def _holds(self, condition: str, frame: Any, more: Optional[Dict[str, Any]]) -> bool:
        try:
            names = {**frame.f_locals, **more} if more else frame.f_locals
            return bool(expressions.evaluate(condition, names, frame.f_globals))
        except Exception as error:
            self._failed(expressions.words_of(error))
            return False

    def _failed(self, why: str) -> None:
        self.trouble = {"why": secrets.hide(why), "times": 1 + (self.trouble["times"] if self.trouble else 0)}

    def _may_now(self) -> bool:
        most = self.spec.get("maxPerSecond", DEFAULT_PER_SECOND.get(self.kind))
        if most is None:
            return True
        now = time.monotonic()
        if now - self._second_start >= 1:
            self._second_start, self._this_second = now, 0
        self._this_second += 1
        return self._this_second <= most
