import ast
import os
import sys
import unittest

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def sources():
    for folder in ("eddy_agent", "site"):
        for at, _, names in os.walk(os.path.join(root, folder)):
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(at, name)


class Versions(unittest.TestCase):
    def test_every_file_is_python_3_9(self):
        files = list(sources())
        self.assertGreater(len(files), 20)
        for file in files:
            with self.subTest(file=os.path.relpath(file, root)), open(file, encoding="utf-8") as opened:
                ast.parse(opened.read(), file, feature_version=(3, 9))

    def test_hints_are_not_evaluated(self):
        """`str | None` is a hint of 3.10: nothing may evaluate it on 3.9."""
        for file in sources():
            with open(file, encoding="utf-8") as opened:
                tree = ast.parse(opened.read())
            lazy = any(isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in tree.body)
            hints = [one.annotation for one in ast.walk(tree) if isinstance(one, (ast.AnnAssign, ast.arg)) and one.annotation]
            hints += [one.returns for one in ast.walk(tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.returns]
            new = [ast.unparse(one) for one in hints if any(isinstance(part, ast.BitOr) for part in ast.walk(one))]
            self.assertTrue(lazy or not new, f"{os.path.relpath(file, root)}: {new}")

    def test_standard_library_alone(self):
        known = getattr(sys, "stdlib_module_names", None)
        if known is None:
            self.skipTest("This Python does not say what its library has.")
        for file in sources():
            with open(file, encoding="utf-8") as opened:
                tree = ast.parse(opened.read())
            for one in ast.walk(tree):
                names = []
                if isinstance(one, ast.Import):
                    names = [alias.name for alias in one.names]
                elif isinstance(one, ast.ImportFrom) and one.level == 0:
                    names = [one.module or ""]
                for name in names:
                    top = name.split(".")[0]
                    allowed = top in known or top in ("eddy_agent", "sitecustomize", "debugpy", "pydevd", "_pydevd_bundle", "_interpreters", "_xxsubinterpreters", "_pydev_bundle")
                    self.assertTrue(allowed, f"{os.path.relpath(file, root)} imports {name}")
