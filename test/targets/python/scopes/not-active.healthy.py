# A scope that was left is entered again: that is allowed.
import asyncio

import anyio


async def main():
    scope = anyio.CancelScope()
    for _ in range(2):
        with scope:
            await anyio.sleep(0)
    print("left twice")


asyncio.run(main())
