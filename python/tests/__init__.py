"""Tests of the agent's parts that need no program round them: python3 -m unittest discover -s python -t python."""
