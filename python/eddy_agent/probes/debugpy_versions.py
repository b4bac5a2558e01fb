"""
Which debugpy sees the lines of which Python. An older one says that a line is set, and never stops there.

Run by path, by an interpreter: the version of its debugpy, and, with status 1, why that one will not do.
"""

from __future__ import annotations

import re
import sys
from typing import List, Tuple

#: From that minor version of Python on, the first debugpy that will do; as each was tried.
_floors = (((3, 13), "1.8.7"), ((3, 12), "1.8.6"), ((3, 11), "1.6.4"), ((3, 0), "1.6"))
#: Debian's, of Python 3.11: a version between, which will do.
_between = "1.6.3+git"


def why_not(version: str, python: Tuple[int, int] = sys.version_info[:2]) -> str:
    """Empty where it will do, or where nobody knows."""
    floor = next(first for since, first in _floors if python >= since)
    numbers = _numbers(version)
    if not numbers or numbers >= _numbers(floor) or (floor == "1.6.4" and version.startswith(_between)):
        return ""
    return (
        f"Probes in Python {python[0]}.{python[1]} need debugpy {floor} or newer, and this is {version}: one that is too old"
        " may say that it watches a line, and never see it. Install another: python -m pip install --upgrade debugpy."
    )


def _numbers(version: str) -> List[int]:
    return [int(one) for one in re.findall(r"\d+", version)][:3]


def main() -> None:
    # This folder is not a place to import from.
    sys.path.pop(0)
    import debugpy

    print(debugpy.__version__)
    raise SystemExit(why_not(debugpy.__version__) or 0)


if __name__ == "__main__":
    main()
