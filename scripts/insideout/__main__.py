"""`python -m insideout NAME …`: the commands that people run beside the line."""

import importlib
import os
import pkgutil
import sys

from insideout import commands


def main() -> int:
    """Run the command named first; without one, list them all."""
    modules = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    named = {name.rstrip("_"): name for name in modules}  # `import` is a word of Python's
    if len(sys.argv) > 1 and sys.argv[1] in named:
        module = importlib.import_module(f"insideout.commands.{named[sys.argv[1]]}")
        return int(module.main(sys.argv[2:]))
    print("usage: python -m insideout NAME [-h]", file=sys.stderr)
    for name, of_module in named.items():
        module = importlib.import_module(f"insideout.commands.{of_module}")
        print(f"  {name:<12} {(module.__doc__ or '').splitlines()[0]}", file=sys.stderr)
    return 2


def ended_quietly() -> int:
    """As main; where nobody reads what is said any more, as with `| head`, that is no fault."""
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more
        return 141  # as programs that the signal ends


if __name__ == "__main__":
    sys.exit(ended_quietly())
