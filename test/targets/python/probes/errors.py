"""Three tasks that each raise two errors, when a line on standard input says so. "end" ends it; "fail" by an error of its own."""
import asyncio
import json
import sys
import threading


class Refused(Exception):
    pass


def check(user):
    if user == "u1":
        raise Refused(f"{user} may not")  # @raise
    return json.loads("{")  # @library


async def job(user):
    name = user
    try:
        check(user)
    except ValueError as error:
        return f"{name} {type(error).__name__}"  # @caught
    except Refused:
        pass
    try:
        return {}[user]  # @key
    except KeyError:
        return f"{name} KeyError"


def thread():
    lost = "thread"
    raise OSError(f"of a {lost}")  # @thread


async def main():
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while True:
        line = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
        if line in ("", "end"):
            return
        if line == "fail":
            reason = "told so"
            raise Refused(reason)  # @fail
        if line == "thread":
            threading.excepthook = lambda _: None
            one = threading.Thread(target=thread)
            one.start()
            await loop.run_in_executor(None, one.join)
            print("joined", flush=True)
            continue
        if line == "many":
            began = loop.time()
            for _ in range(100):
                try:
                    check("u1")
                except Refused:
                    pass
            print(round((loop.time() - began) * 10, 2), flush=True)
            continue
        jobs = [asyncio.create_task(job(f"u{at}"), name=f"job-{at}") for at in range(3)]
        print(json.dumps(await asyncio.gather(*jobs)), flush=True)


asyncio.run(main())
