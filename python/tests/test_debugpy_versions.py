import unittest

from eddy_agent.probes.debugpy_versions import why_not


class DebugpyVersionsTest(unittest.TestCase):
    def test_what_is_too_old_for_a_python_says_what_to_install(self):
        for version, python, floor in (
            ("1.5.1", (3, 9), "1.6"),
            ("1.6.3", (3, 11), "1.6.4"),
            ("1.8.5", (3, 12), "1.8.6"),
            ("1.8.6", (3, 13), "1.8.7"),
            ("1.8.6", (3, 20), "1.8.7"),
        ):
            self.assertIn(f"need debugpy {floor} or newer, and this is {version}", why_not(version, python))

    def test_what_was_tried_and_what_is_newer_will_do(self):
        for version, python in (
            ("1.6.0", (3, 10)),
            ("1.6.3+git20221103.a2a3328", (3, 11)),
            ("1.6.4", (3, 11)),
            ("1.8.22", (3, 13)),
            ("2.0", (3, 14)),
            ("unknown", (3, 13)),
        ):
            self.assertEqual(why_not(version, python), "")


if __name__ == "__main__":
    unittest.main()
