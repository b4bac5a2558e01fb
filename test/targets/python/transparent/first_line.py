"""A file of the program's that is called as one of the standard library's is the one that it finds."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "shadows"))
import json
import queue

print(json.whose, queue.whose)
