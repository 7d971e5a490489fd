"""`python -m insideout NAME …`: the commands that people run beside the line."""

import importlib
import pkgutil
import sys

from insideout import commands


def main() -> int:
    """Run the command named first; without one, list them all."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    if len(sys.argv) > 1 and sys.argv[1] in names:
        return int(importlib.import_module(f"insideout.commands.{sys.argv[1]}").main(sys.argv[2:]))
    print("usage: python -m insideout NAME [-h]", file=sys.stderr)
    for name in names:
        module = importlib.import_module(f"insideout.commands.{name}")
        print(f"  {name:<12} {(module.__doc__ or '').splitlines()[0]}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
