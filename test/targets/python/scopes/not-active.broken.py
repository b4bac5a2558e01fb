# A scope is closed by hand, and then once more by a finally block.
# @finding scope-not-active
import asyncio

import anyio


async def main():
    scope = anyio.CancelScope()
    scope.__enter__()  # @entered
    try:
        scope.__exit__(None, None, None)
    finally:
        try:
            scope.__exit__(None, None, None)  # @exited
        except RuntimeError as error:
            print(error)


asyncio.run(main())
