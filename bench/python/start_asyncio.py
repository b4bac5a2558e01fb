"""The start of a program that uses asyncio."""
import asyncio

asyncio.run(asyncio.sleep(0))
