import asyncio


async def inner(name, i):
    await asyncio.sleep(0.001)
    return i  # @inner


async def work(name):
    total = 0
    for i in range(3):
        total += await inner(name, i)
        count = i  # @count
    return total


async def main():
    tasks = [asyncio.create_task(work(f'w{n}'), name=f'task-{n}') for n in range(6)]
    print('sums', await asyncio.gather(*tasks), flush=True)


asyncio.run(main())
