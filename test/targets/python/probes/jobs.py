"""Six jobs at once, each time a line on standard input says so; then their results, as JSON. "end" ends it."""
import asyncio
import json
import sys
import threading

turns = []


async def price(item):
    turns.append(asyncio.current_task().get_name())
    await asyncio.sleep(0)  # @asked
    return 10


def tax(total):
    rate = 2  # @tax
    return total * rate


async def buy(user):
    total = 0
    for item in "ab":  # @loop
        total += await price(item)  # @add
        turns.append(user)  # @after

    # A line without code. @nothing
    total = tax(total)  # @call
    return {"user": user, "total": total}  # @answer


async def job(user):
    answer = await buy(user)  # @buy
    return answer  # @back


async def main():
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line.strip() in ("", "end"):
            return
        if line.strip() == "cut":
            # As if the network did it.
            debugger = getattr(sys.modules.get("pydevd"), "get_global_debugger", lambda: None)()
            if debugger is not None:
                debugger.writer.sock.shutdown(2)
            print("cut", flush=True)
            continue
        if line.strip() == "traced":
            print(json.dumps([sys.gettrace() is not None, sorted(one.name for one in threading.enumerate())]), flush=True)
            continue
        jobs = [asyncio.create_task(job(f"u{at}"), name=f"job-{at}") for at in range(6)]
        print(json.dumps(await asyncio.gather(*jobs)), flush=True)


asyncio.run(main())
