"""Another process settles it."""
import asyncio
import sys


async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", "import time; time.sleep(0.8)")
    print(await child.wait())


asyncio.run(main())
