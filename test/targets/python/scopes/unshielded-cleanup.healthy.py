# The clean-up has a shield, with a deadline of its own.
import asyncio

import anyio


async def hang_up():
    await anyio.sleep(0.01)
    print("hung up")


async def call():
    try:
        await anyio.sleep(60)
    finally:
        with anyio.move_on_after(1, shield=True):
            await hang_up()


async def main():
    with anyio.move_on_after(0.02):
        await call()
    print("over")


asyncio.run(main())
