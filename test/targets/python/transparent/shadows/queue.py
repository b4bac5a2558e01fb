whose = "the program's queue"
