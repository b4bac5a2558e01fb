# The deadline passes, and the clean-up awaits without a shield: it is cut off at its first await.
# @finding scope-entered-cancelled unshielded-cleanup
import asyncio

import anyio


async def hang_up():
    await anyio.sleep(0.01)
    print("hung up")


async def call():
    try:
        await anyio.sleep(60)
    finally:
        await hang_up()  # @awaiting


async def main():
    with anyio.move_on_after(0.02):  # @entered
        await call()
    print("over")


asyncio.run(main())
