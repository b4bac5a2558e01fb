"""All ways to say `sys.exit`: what is caught, what a thread makes of it, and the status of the program."""
import atexit
import pickle
import sys
import threading
import traceback


def caught(*words):
    try:
        sys.exit(*words)
    except SystemExit as error:
        traceback.print_exc()
        print(repr(error), str(error), error.args, error.code, error)
        print(repr(pickle.loads(pickle.dumps(error))))


for words in ((), (3,), (None,), ("why",), ((1, 2),), (SystemExit(4),), (300,), (True,)):
    caught(*words)
thread = threading.Thread(target=sys.exit, args=(5,))
thread.start()
thread.join()


class Cleaned:
    def __del__(self):
        print("cleaned")


def leave():
    one = Cleaned()
    sys.exit(259)
    print(one)


atexit.register(print, "at exit")
leave()
