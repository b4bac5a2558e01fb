"""Comes to the marked line again and again."""
import asyncio
import os


class Order:
    def __init__(self):
        self.lines = [{'item': 'tea', 'price': 4}, {'item': 'milk', 'price': 2}]


async def work(n):
    order = Order()
    text = f'order {n}'
    total = n + len(order.lines)  # @stop
    return text + str(total)


async def main():
    n = 0
    while True:
        await work(n)
        await asyncio.sleep(0)
        n += 1


print('pid', os.getpid(), flush=True)
asyncio.run(main())
