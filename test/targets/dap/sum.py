import os
import sys


class Box:
    def __init__(self):
        self.inner = {'list': [1, 2, {'deep': 'yes'}]}


def add(box, total, i):
    total = total + i  # @add
    return total


def main():
    box = Box()
    total = 0
    for i in range(5):
        total = add(box, total, i)  # @loop
    result = total  # @after
    print(f'total {result}', flush=True)


def throw_caught():
    try:
        raise ValueError('a caught one')  # @raise
    except ValueError:
        return 'caught'


print('pid', os.getpid(), flush=True)
main()
throw_caught()
if 'throw' in sys.argv:
    raise KeyError('nobody takes it')  # @throw
