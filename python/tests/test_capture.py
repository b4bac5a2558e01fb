import collections
import datetime
import decimal
import enum
import unittest
import unittest.mock

from eddy_agent.capture import capture, capture_locals, capture_named, limits


class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)


class Slots:
    __slots__ = ("one", "two")


class Hostile:
    """Whatever of it runs fails the test."""

    def __init__(self):
        object.__setattr__(self, "seen", 1)

    def fails(self, *given):
        raise AssertionError("It ran.")

    __getattr__ = __getattribute__ = __repr__ = __str__ = __len__ = __iter__ = __eq__ = __hash__ = __bool__ = fails
    part = property(fails)


class HostileDict(dict):
    def fails(self, *given):
        raise AssertionError("It ran.")

    __getitem__ = __iter__ = __len__ = __contains__ = items = keys = values = __repr__ = fails


class HostileBytes(bytes):
    def fails(self, *given):
        raise AssertionError("It ran.")

    __bytes__ = __len__ = __getitem__ = __iter__ = __repr__ = fails


class Refusal(Exception):
    def __init__(self, user, password):
        self.password = password


class Field(str, enum.Enum):
    password = "password"


class Colour(enum.IntEnum):
    red = 1


class Capture(unittest.TestCase):
    def test_what_json_has_stands_for_itself(self):
        for value in (None, True, 0, -7, 1.5, "text", ""):
            self.assertEqual(capture(value), value)

    def test_numbers_that_json_has_not(self):
        self.assertEqual(capture(float("nan")), {"t": "number", "v": "NaN"})
        self.assertEqual(capture(float("-inf")), {"t": "number", "v": "-Infinity"})
        self.assertEqual(capture(2**60), {"t": "bigint", "v": str(2**60)})
        self.assertEqual(capture(10**5000), {"t": "bigint", "v": "larger than 1024 bits"})

    def test_collections(self):
        self.assertEqual(capture([1, (2,)])["v"], [1, {"t": "array", "class": "tuple", "length": 1, "v": [2]}])
        self.assertEqual(capture({"a": 1}), {"t": "object", "class": "dict", "v": {"a": 1}})
        self.assertEqual(capture({1: "a"}), {"t": "map", "class": "dict", "length": 1, "v": [[1, "a"]]})
        self.assertEqual(capture({3}), {"t": "set", "class": "set", "length": 1, "v": [3]})
        self.assertEqual(capture(collections.deque([1]))["class"], "deque")
        self.assertEqual(capture(b"secret"), {"t": "bytes", "class": "bytes", "length": 6})

    def test_fields_of_dictionaries_and_slots(self):
        slots = Slots()
        slots.one = 1
        self.assertEqual(capture(slots)["v"], {"one": 1})
        self.assertEqual(capture(Plain(a=[1]))["v"]["a"]["v"], [1])

    # Time is not what this is about: a busy machine may take more than it gives.
    @unittest.mock.patch.dict(limits, timeMs=60_000)
    def test_limits(self):
        many = capture(list(range(1000)))
        self.assertEqual((many["length"], len(many["v"]), many["cut"]), (1000, 100, "size"))
        long = capture("x" * 1000)
        self.assertEqual((long["t"], len(long["v"]), long["length"]), ("string", 255, 1000))
        deep = capture([[[[["too deep"]]]]])
        self.assertEqual(deep["v"][0]["v"][0]["v"][0]["cut"], "depth")
        wide = capture([[[0]] * 1 + [[number]] for number in range(100)])
        huge = capture_locals({"huge": [[[one] for one in range(100)] for _ in range(100)], "near": [1]})
        self.assertEqual(huge["near"]["v"], [1])
        self.assertIn('"cut": "budget"', __import__("json").dumps(huge))
        self.assertEqual(len(wide["v"]), 100)

    def test_the_same_object_twice(self):
        value = [1]
        value.append(value)
        self.assertEqual(capture(value), {"t": "array", "class": "list", "length": 2, "id": 1, "v": [1, {"t": "ref", "id": 1}]})

    def test_nothing_of_the_program_runs(self):
        self.assertEqual(capture(Hostile()), {"t": "object", "class": "Hostile", "v": {"seen": 1}})
        self.assertEqual(capture(HostileDict(a=1))["v"], {"a": 1})
        self.assertEqual(capture(HostileBytes(b"abc"))["length"], 3)
        self.assertEqual(capture(Plain(password=Hostile()))["v"], {"password": {"t": "redacted", "why": "key"}})

    def test_bytes_are_counted_as_they_are(self):
        view = memoryview(b"abcd")
        self.assertEqual(capture(view)["length"], 4)
        view.release()
        self.assertEqual(capture(view), {"t": "bytes", "class": "memoryview"})

    def test_secrets_by_name_and_by_shape(self):
        self.assertEqual(capture_named("api_key", "abc"), {"t": "redacted", "why": "key"})
        self.assertEqual(capture(Plain(password="abc", attempts=3))["v"], {"password": {"t": "redacted", "why": "key"}, "attempts": 3})
        hidden = {"t": "redacted", "why": "key"}
        self.assertEqual(capture({1: 2, "password": "abc"})["v"], [[1, 2], ["password", hidden]])
        self.assertEqual(capture({Field.password: "abc", b"cookie": "abc"})["v"][0][1], hidden)
        self.assertEqual(capture({b"cookie": "abc"})["v"][0][1], hidden)
        self.assertEqual(capture(Refusal("ann", "abc"))["v"]["args"]["v"], ["ann", hidden])
        self.assertEqual(capture("Bearer abcdefghijkl"), "Bearer [redacted: authorization]")
        self.assertEqual(capture(4111111111111111), {"t": "redacted", "why": "card"})
        self.assertNotIn("4111", str(capture("x" * 249 + " 4111 1111 1111 1111")))

    def test_errors_functions_classes_and_plain_texts(self):
        error = capture(KeyError("who", 3))
        self.assertEqual((error["t"], error["class"], error["v"]["message"]), ("error", "KeyError", "who"))
        self.assertEqual(capture(Plain)["class"], "class")
        self.assertEqual(capture(len)["name"], "len")
        self.assertEqual(capture(decimal.Decimal("1.50"))["v"], "1.50")
        self.assertEqual(capture(datetime.datetime(2026, 1, 2))["t"], "date")
        self.assertEqual(capture(Colour.red), {"t": "boxed", "class": "Colour", "v": 1})


if __name__ == "__main__":
    unittest.main()
