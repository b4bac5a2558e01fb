"""orders: the orders in which locks of one permit were taken, one inside the other."""

from __future__ import annotations

max_edges = 1_000
#: A task that holds more is the place where others meet, and its locks are not taken one inside the other.
max_held = 16


class Edge:
    __slots__ = ("flow", "gates", "held", "held_at", "taken", "taken_at")

    def __init__(self, held, taken, gates) -> None:
        self.held = held.lock.name
        self.taken = taken.lock.name
        self.flow = taken.flow
        self.held_at = held.asked
        self.taken_at = taken.asked
        #: Locks held around both: two tasks cannot be in here at once.
        self.gates = gates


class Orders:
    def __init__(self) -> None:
        self._edges: dict = {}
        self._told: set = set()

    def add(self, taken, held: list) -> list:
        """Pairs of edges in opposite orders, found with this grant."""
        found = []
        if taken.lock.capacity != 1 or len(held) > max_held:
            return found
        for one in held:
            if one.lock.capacity != 1 or one.lock is taken.lock:
                continue
            key = (one.lock.serial, taken.lock.serial)
            if key in self._edges:
                continue
            if len(self._edges) >= max_edges:
                self._edges.pop(next(iter(self._edges)))
            edge = self._edges[key] = Edge(one, taken, {other.lock.serial for other in held if other is not one})
            opposite = self._edges.get((key[1], key[0]))
            if opposite is None or opposite.gates & edge.gates or opposite.flow is taken.flow:
                continue
            if frozenset(key) not in self._told:
                found.append(Pair(self, frozenset(key), opposite, edge))
        return found

    def told(self, ring: list) -> None:
        """A ring says more than the orders that led to it."""
        serials = [wait.lock.serial for wait, _hold in ring]
        if len(self._told) < max_edges:
            self._told.update(frozenset((a, b)) for a in serials for b in serials if a != b)

    def is_told(self, key: frozenset) -> bool:
        return key in self._told


class Pair:
    __slots__ = ("first", "key", "orders", "second")

    def __init__(self, orders: Orders, key: frozenset, first: Edge, second: Edge) -> None:
        self.orders = orders
        self.key = key
        self.first = first
        self.second = second

    def was_told(self, kind: str, key: str) -> None:
        self.orders._told.add(self.key)
