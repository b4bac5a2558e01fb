// In place of the preload: the program beside it speaks to the hub by itself.
