# The budget is used up before the call begins: it is cancelled after 0.0 s.
# @finding scope-entered-cancelled
import asyncio

import anyio


async def ask(deadline):
    with anyio.CancelScope(deadline=deadline) as scope:  # @entered
        await anyio.sleep(60)
    print("cancelled:", scope.cancel_called)


async def main():
    deadline = anyio.current_time() + 0.01
    await anyio.sleep(0.05)
    await ask(deadline)


asyncio.run(main())
