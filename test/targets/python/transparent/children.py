"""Children of each kind: subprocess, fork, multiprocessing by fork and by spawn, asyncio's; with environments of their own."""
import asyncio
import multiprocessing
import os
import subprocess
import sys


def work(number):
    print("work", number, flush=True)
    sys.exit(number)


async def asks():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('of asyncio'); raise SystemExit(9)", stdout=-1)
    out, _ = await child.communicate()
    print(out, child.returncode, flush=True)


if __name__ == "__main__":
    done = subprocess.run([sys.executable, "-c", "import os; print(sorted(os.environ), flush=True)"], env={"ONE": "1"}, stdout=-1)
    named = [one for one in eval(done.stdout) if not one.startswith(("EDDY_", "PYTHONPATH", "LC_CTYPE"))]
    print(named, done.returncode, flush=True)
    pid = os.fork()
    if pid == 0:
        os._exit(4)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
    for method in ("fork", "spawn"):
        child = multiprocessing.get_context(method).Process(target=work, args=(3,))
        child.start()
        child.join()
        print(method, child.exitcode, flush=True)
    try:
        subprocess.run(["/no/such/program"])
    except FileNotFoundError as error:
        print(error, flush=True)
    asyncio.run(asks())
