"""Jobs that run at once, each a task with a name."""

import asyncio


async def job(number):
    total = 0
    order = {"number": number, "items": [1, 2, 3]}
    for item in order["items"]:
        await asyncio.sleep(0.01)
        total += item  # @add
    return total


async def main():
    tasks = [asyncio.create_task(job(n), name=f"job-{n}") for n in range(3)]
    print("totals", await asyncio.gather(*tasks))


asyncio.run(main())
