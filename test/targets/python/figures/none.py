# A program without a loop.
import time

time.sleep(0.2)
