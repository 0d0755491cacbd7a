"""The command line: one command a stage, and ``run`` for all of them."""
