"""Work in threads: of `to_thread`, of an executor, and bare ones. Each time a line on standard input says so; "end" ends it."""
import asyncio
import concurrent.futures
import json
import sys
import threading

pool = concurrent.futures.ThreadPoolExecutor(2)


def half(number):
    rest = number % 2  # @half
    return (number - rest) // 2


def work(name, number):
    total = number + 1  # @work
    total = half(total)  # @call
    return f"{name} {total} {threading.current_thread() is threading.main_thread()}"  # @back


async def job(name, number):
    return await asyncio.to_thread(work, name, number)


async def main():
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while True:
        line = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
        if line in ("", "end"):
            return
        if line == "threads":
            told = []
            threads = [threading.Thread(target=lambda at=at: told.append(work(f"bare-{at}", at)), name=f"bare-{at}") for at in range(2)]
            for one in threads:
                one.start()
            for one in threads:
                await asyncio.to_thread(one.join)
            print(json.dumps(sorted(told)), flush=True)
        elif line == "pool":
            print(json.dumps([await loop.run_in_executor(pool, work, "pooled", 7)]), flush=True)
        else:
            jobs = [asyncio.create_task(job(f"job-{at}", at * 10), name=f"job-{at}") for at in range(4)]
            print(json.dumps(await asyncio.gather(*jobs)), flush=True)


asyncio.run(main())
