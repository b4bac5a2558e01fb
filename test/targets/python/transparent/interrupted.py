"""Ctrl-C: the traceback of KeyboardInterrupt, and the end by SIGINT."""
import asyncio
import os
import signal


async def main():
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    await asyncio.sleep(30)


asyncio.run(main())
