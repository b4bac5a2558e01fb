"""Encodings, buffering, flags and environment as they are bare."""
import locale
import os
import sys

print(sys.stdout.encoding, sys.stdin.encoding, sys.stderr.errors, sys.stdout.line_buffering, locale.getpreferredencoding(False))
print(sys.flags, sys.argv[0].rpartition("/")[2], sys.path[0] == os.path.dirname(os.path.abspath(__file__)))
print("žluťoučký kůň 🐴")
print([one for one in sys.path if "eddy" in one or one.endswith("/site")], "sitecustomize" in sys.modules)
# What is not loaded bare is not loaded: a file of the program's may be meant by that name.
loaded = ((name, getattr(module, "__file__", None) or "") for name, module in list(sys.modules.items()))
print(sorted(name for name, file in loaded if file.endswith(".py") and not name.startswith(("eddy_agent", "__future__"))))
