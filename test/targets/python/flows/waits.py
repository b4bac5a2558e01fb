"""Tasks that wait in chains; then the loop is blocked, or all is cancelled, as standard input says."""
import asyncio
import sys
import threading
import time


async def leaf(event):
    await event.wait()  # @leaf


async def middle(event):
    return await leaf(event)  # @middle


async def numbers(event):
    yield 1
    await event.wait()  # @generator
    yield 2


async def reads(event):
    async for _ in numbers(event):  # @reads
        pass


def in_thread(said):
    from_context.append(eddy_flow())
    said.wait()


def eddy_flow():
    agent = sys.modules.get("eddy_agent.flows")
    return None if agent is None else agent.current().name


from_context = []


async def thread_work(said):
    await asyncio.to_thread(in_thread, said)  # @thread


async def canceller(tasks):
    for task in tasks:
        task.cancel("enough")  # @cancels
    await asyncio.gather(*tasks, return_exceptions=True)


async def fails():
    raise ValueError("password=hunter22")


async def main():
    event, said = asyncio.Event(), threading.Event()
    tasks = [asyncio.create_task(middle(event), name=f"waits {number}") for number in range(2)]  # @created
    tasks.append(asyncio.create_task(reads(event), name="reads"))
    worker = asyncio.create_task(thread_work(said), name="works")
    await asyncio.sleep(0.01)
    failed = asyncio.create_task(fails(), name="fails")
    await asyncio.wait([failed])
    print("ready", from_context, flush=True)
    loop = asyncio.get_running_loop()
    while True:
        word = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
        if word == "block":
            print("blocking", flush=True)
            sys.stdin.readline()  # @blocks
        elif word == "cancel":
            await asyncio.create_task(canceller(tasks), name="canceller")
            said.set()
            await worker
        else:
            return failed.exception()


asyncio.run(main())
