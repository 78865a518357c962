"""How fast is it, against a limit or a peer measured in the same run? `python -m bench.relay`, or all: `python -m bench.all`."""
