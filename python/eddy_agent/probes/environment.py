"""Variables that others read from the environment, for a moment. What the program had there is there again after."""

from __future__ import annotations

from typing import Dict

from ..native import os


class SetForAMoment:
    def __init__(self, environment: Dict[str, str]) -> None:
        self._environment = environment
        self._before = {name: os.environ.get(name) for name in environment}

    def __enter__(self) -> None:
        os.environ.update(self._environment)

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
