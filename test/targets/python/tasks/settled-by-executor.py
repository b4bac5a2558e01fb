"""A thread of the loop's executor settles it."""
import asyncio
import os
import threading


async def main():
    loop = asyncio.get_running_loop()
    reads, writes = os.pipe()
    threading.Timer(0.8, os.write, (writes, b"a line")).start()
    print(await loop.run_in_executor(None, os.read, reads, 100))


asyncio.run(main())
