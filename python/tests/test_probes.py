import json
import os
import sys
import tempfile
import types
import unittest

from eddy_agent.probes import debugger, expressions, places
from eddy_agent.probes.armed import ArmedProbe
from eddy_agent.probes.errors import Errors, Raised
from eddy_agent.probes.lines import Points
from eddy_agent.probes.placing import Placing
from eddy_agent.probes.probes import Probes
from eddy_agent.probes.shown import short_text
from eddy_agent.probes.stopped import Stopped
from eddy_agent.probes.steps import Step, lines_of


class Session:
    def __init__(self, every_flow=True, name="s1"):
        self.every_flow = every_flow
        self.id = name


class Flow:
    sessions = frozenset({"s1"})


def armed(**more):
    place = more.pop("place", {"file": "shop.py", "line": 3})
    return ArmedProbe({"id": "p1", "session": "s1", "kind": "snap", "place": place, **more}, Session())


def hits(probe, times):
    frame = sys._getframe()
    return [probe.passes(frame) for _ in range(times)]


class Counts(unittest.TestCase):
    def test_from_and_every_hit(self):
        self.assertEqual(hits(armed(fromHit=3, everyHits=2), 7), [False, False, True, False, True, False, True])

    def test_it_is_taken_away_after_so_many_or_when_its_time_is_over(self):
        probe = armed(maxHits=2)
        self.assertEqual(hits(probe, 4), [True, True, False, False])
        self.assertTrue(probe.is_over)
        self.assertTrue(armed(expiresAt=1).is_over)
        self.assertFalse(armed(expiresAt=10**14).is_over)

    def test_a_rate_leaves_out_and_counts(self):
        probe = armed(maxPerSecond=2)
        self.assertEqual(hits(probe, 50).count(True) + probe.limited, 50)
        self.assertGreater(probe.limited, 0)

    def test_trouble_is_news_the_first_time_and_each_time_that_it_has_doubled(self):
        probe = armed(condition="nothing > 1")
        frame, told = sys._getframe(), []
        for _ in range(9):
            probe.passes(frame)
            if probe.take_trouble_news():
                told.append(probe.trouble["times"])
        self.assertEqual(told, [1, 2, 4, 8])
        text = armed(kind="log", text="{nothing} {a} {b}")
        text.text({"a": 1}, {}, lambda expression, value: str(value))
        self.assertEqual((text.trouble["times"], "nothing" in text.trouble["why"]), (1, True))

    def test_a_condition_is_met_in_the_frame_and_one_that_fails_is_not(self):
        times = 2
        frame = sys._getframe()
        self.assertTrue(armed(condition="times == 2").passes(frame))
        self.assertFalse(armed(condition="times == 3").passes(frame))
        wrong = armed(condition="nothing > 1")
        self.assertFalse(wrong.passes(frame))
        self.assertIn("NameError", wrong.trouble["why"])
        self.assertEqual(times, 2)

    def test_whom_it_concerns(self):
        probe = armed()
        probe.session = Session(every_flow=False)
        self.assertTrue(probe.concerns(Flow()))
        probe.session = Session(every_flow=False, name="s2")
        self.assertFalse(probe.concerns(Flow()))

    def test_a_text_says_what_could_not_be_evaluated(self):
        probe = armed(kind="log", text="{a} and {b} of {a + 1}")
        text = probe.text({"a": 1}, {}, lambda expression, value: str(value))
        self.assertEqual(text, "1 and {NameError: name 'b' is not defined} of 2")


    def test_a_text_hides_secrets_also_of_errors(self):
        probe = armed(kind="log", text="token={a} {int('password=' + a)}", condition="int('password=' + a)")
        text = probe.text({"a": "hunter2hunter2"}, {}, lambda expression, value: str(value))
        self.assertNotIn("hunter2", text)
        a = "hunter2hunter2"
        self.assertFalse(probe.passes(sys._getframe()))
        self.assertNotIn(a, probe.trouble)


class Expressions(unittest.TestCase):
    def test_names_are_seen_in_comprehensions_too(self):
        self.assertEqual(expressions.evaluate("[n * k for n in range(3)]", {"k": 2}, {}), [0, 2, 4])

    def test_what_is_no_expression_says_so(self):
        for text, words in (("a = 1", "eddy set"), ("await go()", "nothing can be awaited"), ("1 +", "cannot be read")):
            with self.assertRaisesRegex(expressions.BadExpression, words):
                expressions.evaluate(text, {}, {})


class Lines(unittest.TestCase):
    def test_numbers_are_never_given_twice_and_changes_are_told(self):
        points = Points()
        self.assertTrue(points.follow({("/a.py", 1): [1], ("/a.py", 2): []}))
        self.assertFalse(points.follow({("/a.py", 1): [2], ("/a.py", 2): []}))
        first = points.get("/a.py", 1).number
        self.assertTrue(points.follow({("/a.py", 2): []}))
        self.assertTrue(points.follow({("/a.py", 1): [1], ("/a.py", 2): []}))
        self.assertNotEqual(points.get("/a.py", 1).number, first)
        (file,) = points.told()
        self.assertEqual([one["line"] for one in file["lines"]], [1, 2])
        self.assertIn("eddy_agent.probes", file["lines"][0]["condition"])

    def test_lines_of_a_function_are_those_inside_it(self):
        def inside():
            one = 1
            return one

        first = inside.__code__.co_firstlineno
        self.assertEqual(lines_of(inside.__code__), {first + 1, first + 2})

    def test_a_step_ends_in_its_own_run_or_who_called_it(self):
        def called():
            return sys._getframe()

        frame = called()
        here = sys._getframe()
        over = Step(armed(), "over", frame, None)
        self.assertTrue(over.ends_at(frame))
        self.assertFalse(over.ends_at(called()))
        out = Step(armed(), "out", here, None)
        self.assertFalse(out.ends_at(here))


class Places(unittest.TestCase):
    def test_a_name_is_a_path_or_its_end(self):
        self.assertTrue(places.is_meant("/app/shop.py", "shop.py"))
        self.assertTrue(places.is_meant("/app/shop.py", "./shop.py"))
        self.assertFalse(places.is_meant("/app/workshop.py", "shop.py"))
        self.assertTrue(places.is_meant("/app/shop.py", "/app/shop.py"))

    def test_what_a_text_says_of_its_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "shop.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write('"""Text."""\n\nclass Shop:\n    def buy(self):\n        # nothing\n        return 1\n')
            source = places.Source(path)
            self.assertEqual(source.function_at(6), "Shop.buy")
            self.assertEqual(source.function_at(1), "<module>")
            self.assertEqual(source.near(5), [3, 4, 6])
            self.assertEqual(source.last_line, 6)

    def test_a_hook_hears_files_and_nothing_when_nobody_listens(self):
        heard = []
        places.listen(heard.append)
        try:
            exec(compile("x = 1", "/nowhere/one.py", "exec"), {})
        finally:
            places.listen(None)
        exec(compile("x = 1", "/nowhere/two.py", "exec"), {})
        self.assertEqual(heard, ["/nowhere/one.py"])

    def test_what_is_refused_says_what_to_do_instead(self):
        placing = Placing()

        def stands(trouble=None, **more):
            return placing.stands(armed(**more), Points(), Errors(), trouble, True)

        hold = stands(kind="hold")
        self.assertEqual(hold["state"], "refused")
        self.assertIn("--stop", hold["reason"])
        self.assertIn("throw or uncaught", stands(place={"on": "abort"})["reason"])
        self.assertEqual(stands("No debugpy.", place={"on": "throw"})["reason"], "No debugpy.")
        placing.observe_only = True
        self.assertEqual(stands(kind="stop")["state"], "refused")
        self.assertEqual(stands(place={"file": "no-such-file.py", "line": 1})["state"], "waiting")


class OfErrors(unittest.TestCase):
    def test_what_debugpy_has_to_stop_for_and_since_when_it_does(self):
        errors = Errors()
        thrown, uncaught = armed(place={"on": "throw"}), armed(place={"on": "uncaught"})
        self.assertTrue(errors.follow([thrown]))
        self.assertFalse(errors.follow([thrown, armed(place={"on": "throw", "name": "KeyError"})]))
        self.assertTrue(errors.follow([thrown, uncaught]))
        self.assertEqual(errors.wanted, ["raised", "uncaught"])
        self.assertEqual(errors.stands(thrown, True)["state"], "waiting")
        errors.answered(["raised", "uncaught"], False)
        self.assertIn("20 to 60 ms", errors.stands(thrown, True)["reason"])
        errors.answered(["raised", "uncaught"], True)
        self.assertNotIn("20 to 60 ms", errors.stands(thrown, True)["reason"])
        self.assertIn("rejection-unhandled", errors.stands(uncaught, True)["reason"])
        self.assertEqual([errors.meant(ValueError, one) for one in (False, True)], [[thrown], [uncaught]])
        self.assertEqual(errors.meant(KeyboardInterrupt, False), [thrown])
        for kind, at_end in ((SystemExit, True), (SystemExit, False), (KeyboardInterrupt, True), (StopIteration, False)):
            self.assertEqual(errors.meant(kind, at_end), [], kind)
        errors.follow([armed(place={"on": "throw", "name": "KeyError"})])
        self.assertTrue(errors.meant(KeyError, False))
        self.assertFalse(errors.meant(ValueError, False) or errors.meant(KeyError, True))
        errors.follow([armed(place={"on": "uncaught", "name": "KeyError"})])
        self.assertTrue(errors.meant(KeyError, True))
        self.assertFalse(errors.meant(ValueError, True) or errors.meant(KeyError, False))
        errors.follow([])
        self.assertEqual(errors.stands(thrown, True)["state"], "gone")

    def test_an_error_is_new_where_the_program_first_sees_it(self):
        def inner():
            return json.loads("{")

        try:
            inner()
        except ValueError as error:
            trace = error.__traceback__
            self.assertFalse(Raised(error, trace, False).is_new)
            first = Raised(error, trace.tb_next, False)
            self.assertTrue(first.is_new)
            self.assertTrue(first.place["function"].endswith("inner"))
            # When nobody caught it, it is told at the innermost function, whoever else it went through.
            last = Raised(error, trace, True)
            self.assertTrue(last.is_new)
            self.assertEqual(last.place, first.place)

    def test_an_error_is_judged_once_in_its_thread(self):
        errors, one = Errors(), ValueError()
        errors.judge(one)
        self.assertEqual([errors.was_judged(one), errors.was_judged(one)], [True, False])
        errors.judge(one)
        self.assertFalse(errors.was_judged(KeyError()))


class OfStopped(unittest.TestCase):
    def test_who_is_stopped_keeps_those_that_go_on_where_they_are(self):
        class Runtime:
            stopped = False
            stops = 0

            def tell(self, *told):
                pass

        class Waits:
            id, held, name, spec = "s", (), "main", {"id": "p1", "session": "s1"}

        class Raised:
            place, stack, error = {}, [], None

        pushed, suspended = [], debugger.is_suspended
        debugger.is_suspended, resume, debugger.resume = lambda ident: True, debugger.resume, lambda: pushed.append(1)
        try:
            stopped = Stopped(Runtime(), lambda: None)
            first, second = (stopped.stops.open(Waits(), None, Waits(), Raised()) for _ in range(2))
            first.ident, second.ident = 1, 2
            stopped.let_go(first, "its limit passed")
            stopped.look()
            self.assertEqual(pushed, [])
            stopped.let_go(second, "its limit passed")
            self.assertNotEqual(pushed, [])
            self.assertEqual(stopped._leaving, {})
        finally:
            debugger.is_suspended, debugger.resume = suspended, resume


class OneTime(unittest.TestCase):
    def test_debugpy_keeps_the_line_while_a_thread_stands_there(self):
        rt = types.SimpleNamespace(target="t", stopped=False, stops=0)
        rt.every = rt.tell = lambda *told: None
        rt.line = types.SimpleNamespace(say=lambda *said: None, threads=[])
        where, debugger.where = debugger.where, lambda: "/debugpy"
        probes = Probes(rt)
        spec = {"id": "p1", "session": "s1", "kind": "stop", "maxHits": 1, "place": {"file": __file__, "line": 3}}
        try:
            probes.follow({"sessions": [{"id": "s1", "match": []}], "probes": [spec]})
            probe = probes._armed["p1"]
            self.assertTrue(probe.passes(sys._getframe()) and probe.is_over)
            stop = probes._stopped.stops.open(probe, sys._getframe(), Flow())
            probes._bindings["p1"]["state"] = "bound"
            probes._look()
            self.assertEqual(len(probes._points), 1)
            probes._stopped.stops.end(stop, "resumed")
            probes._look()
            self.assertEqual(len(probes._points), 0)
        finally:
            debugger.where = where
            probes.follow({"sessions": [], "probes": []})


class Shown(unittest.TestCase):
    def text(self, value, name="value"):
        return short_text(name, value)

    def test_as_python_prints_it(self):
        for value in (None, True, 3, 2.5, 10**20, [1, "a"], (1,), (1, 2), {"a": [None]}, {1: "x"}, {1}, set(), [], {}, ValueError("x")):
            self.assertEqual(self.text(value), repr(value))
        self.assertEqual(self.text("it's"), "it's")
        self.assertEqual(self.text(["it's", float("inf")]), "[\"it's\", Infinity]")
        self.assertEqual(self.text(frozenset({2})), "frozenset({2})")
        self.assertEqual(self.text(armed), "<function armed>")
        self.assertEqual(self.text(Session), "<class Session>")
        self.assertEqual(self.text(Session()), "Session(every_flow=True, id='s1')")
        self.assertEqual(self.text(b"abc"), "bytes(3 bytes)")
        self.assertEqual(self.text(sys), "<module sys>")
        self.assertEqual(self.text(OSError(2, "no")), "FileNotFoundError(2, 'no')")

    def test_what_is_hidden_or_cut_says_so(self):
        self.assertEqual(self.text("hunter2", "password"), "[redacted: key]")
        self.assertEqual(self.text({"user": "ann", "password": "hunter2"}), "{'user': 'ann', 'password': [redacted: key]}")
        self.assertEqual(self.text(["Bearer abcdefghijkl"]), "['Bearer [redacted: authorization]']")
        ring = []
        ring.append(ring)
        self.assertEqual(self.text(ring), "#1 [<see #1>]")
        self.assertIn("…", self.text("x" * 5_000))
        self.assertTrue(self.text(list(range(200))).endswith(" 19, …]"))
        self.assertNotIn('"t"', self.text([[[[[1]]]], object(), iter([])]))


if __name__ == "__main__":
    unittest.main()
