# A call to a server that does not answer, with no deadline on it.
# @finding task-slow
# @limits {"taskSlowMs": 60}
import asyncio


async def ask(answer):
    return await answer.wait()  # @awaiting


async def main():
    answer = asyncio.Event()
    asking = asyncio.create_task(ask(answer), name="asking")  # @created
    await asyncio.sleep(0.4)
    answer.set()
    print(await asking)


asyncio.run(main())
