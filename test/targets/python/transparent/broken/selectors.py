raise ImportError("a file of the program's has this name by mistake")
