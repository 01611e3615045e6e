"""What anybody does with a log from the command line: one file a command."""
