"""Standard input is the program's."""
import sys

print(repr(input("say: ")), repr(sys.stdin.read()))
