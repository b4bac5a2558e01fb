"""Does its job and ends with a status of its own."""

import asyncio
import sys


async def pack(order: int) -> int:
    total = order * 2
    await asyncio.sleep(0)
    return total  # @pack


print("total", asyncio.run(pack(21)))
sys.exit(7)
