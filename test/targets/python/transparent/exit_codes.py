"""sys.exit in a coroutine, past an atexit handler and a finally."""
import asyncio
import atexit
import sys

atexit.register(print, "at exit, second")
atexit.register(print, "at exit, first")


async def main():
    try:
        await asyncio.sleep(0)
        sys.exit(7)
    finally:
        print("finally")


asyncio.run(main())
