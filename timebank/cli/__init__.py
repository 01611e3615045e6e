"""What an operator does from the command line: one file a command, and how they begin and end."""
