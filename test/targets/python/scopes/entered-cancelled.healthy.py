# What is left of the budget is looked at first; and to ask with no time at all is a way to poll.
import asyncio

import anyio


async def ask(deadline):
    if anyio.current_time() >= deadline:
        print("no time is left")
        return
    with anyio.CancelScope(deadline=deadline):
        await anyio.sleep(60)


async def main():
    deadline = anyio.current_time() + 0.01
    await anyio.sleep(0.05)
    await ask(deadline)
    with anyio.move_on_after(0):
        await anyio.sleep(60)


asyncio.run(main())
