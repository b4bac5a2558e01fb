whose = "the program's json"
