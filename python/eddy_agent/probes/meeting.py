"""What happens where somebody who is meant comes to a place: conditions, counts, and what is told. In the program's thread."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional, Sequence

from .armed import ArmedProbe
from .picture import locals_of, own_names, place_of, stack_of
from .shown import short_text
from .stops import Stops


class Meeting:
    """`binding_of`: how a probe stands; None while nothing has been said of it."""

    def __init__(self, rt: Any, stops: Stops, binding_of: Callable[[ArmedProbe], Optional[Dict[str, Any]]]) -> None:
        self._rt = rt
        self._stops = stops
        self._binding_of = binding_of

    def meet(self, probes: Sequence[ArmedProbe], frame: Any, flow: Any, raised: Any = None) -> Optional[ArmedProbe]:
        """Those that only tell have told. Gives the one that stops here."""
        holder: Optional[ArmedProbe] = None
        more = None if raised is None else {"error": raised.error}
        for probe in probes:
            if probe.passes(frame, more):
                if probe.kind == "stop":
                    holder = holder or probe
                else:
                    self._tell(probe, frame, flow, raised)
            # After what it told: a hub counts that, and is told the count here.
            if probe.take_trouble_news():
                self._tell_trouble(probe, flow)
        return holder

    def stop(self, probe: ArmedProbe, frame: Any, flow: Any, raised: Any = None) -> None:
        stop = self._stops.open(probe, frame, flow, raised)
        data = {"hold": stop.id, **self._picture(probe, frame, raised)}
        if stop.until is not None:
            data["until"] = stop.until
        self._rt.tell("stopped", flow, probe.spec["session"], data)

    def _tell(self, probe: ArmedProbe, frame: Any, flow: Any, raised: Any) -> None:
        session = probe.spec["session"]
        if probe.kind != "log":
            self._rt.tell("snap", flow, session, self._picture(probe, frame, raised))
            return
        names = frame.f_locals if raised is None else {**frame.f_locals, "error": raised.error}
        place = place_of(frame) if raised is None else raised.place
        text = probe.text(names, frame.f_globals, short_text)
        self._rt.tell("log", flow, session, {"probe": probe.id, **place, "text": text})

    def _tell_trouble(self, probe: ArmedProbe, flow: Any) -> None:
        binding = self._binding_of(probe)
        if binding is not None:
            self._rt.tell("probe-failed", flow, probe.spec["session"], binding)

    def _picture(self, probe: ArmedProbe, frame: Any, raised: Any) -> Dict[str, Any]:
        names = {} if frame.f_locals is frame.f_globals else own_names(frame.f_locals)
        if raised is None:
            return {"probe": probe.id, **place_of(frame), "locals": locals_of(names), "stack": stack_of(frame)}
        names = {"error": raised.error, **names}
        return {"probe": probe.id, **raised.place, "locals": locals_of(names), "stack": raised.stack}
