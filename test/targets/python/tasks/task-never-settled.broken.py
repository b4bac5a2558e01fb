# The answer's future is made and never given a result. (Only a signal ends this program.)
# @finding task-never-settled
import asyncio
import signal


async def ask():
    answer = asyncio.get_running_loop().create_future()
    await answer  # @awaiting


async def main():
    await asyncio.create_task(ask(), name="asking")  # @created


signal.setitimer(signal.ITIMER_REAL, 1.2)
asyncio.run(main())
