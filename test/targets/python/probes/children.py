"""Starts a child of the kind that each line on standard input names, and says how it ended. "end" ends it."""
import multiprocessing
import os
import subprocess
import sys


def work(kind):
    answer = kind.upper()  # @work
    return answer


def forked():
    pid = os.fork()
    if pid == 0:
        os._exit(len(work("fork")))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def by_multiprocessing(way):
    child = multiprocessing.get_context(way).Process(target=work, args=(way,))
    child.start()
    child.join()
    return child.exitcode


def by_command():
    return subprocess.run([sys.executable, __file__, "child"]).returncode


def main():
    print("ready", flush=True)
    for line in sys.stdin:
        kind = line.strip()
        if kind == "end":
            return
        if kind == "import":
            import late

            print(late.answer, flush=True)
        elif kind == "fork":
            print(forked(), flush=True)
        elif kind == "command":
            print(by_command(), flush=True)
        else:
            print(by_multiprocessing(kind.replace("multiprocessing ", "")), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        work("command")
    else:
        main()
