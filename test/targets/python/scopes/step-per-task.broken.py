# Each step of the stream runs in a fresh task, so the scope inside it is entered in one and left in another.
# @finding scope-crossed step-per-task
import asyncio

import anyio


async def numbers():
    with anyio.move_on_after(60):  # @entered @exited
        for number in range(2):
            yield number


async def main():
    stream = numbers()
    while True:
        step = asyncio.ensure_future(stream.__anext__())
        try:
            print("read", await step)
        except StopAsyncIteration:
            break
        except RuntimeError as error:
            print(error)
            break


asyncio.run(main())
