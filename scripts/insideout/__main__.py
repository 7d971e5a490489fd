"""`python -m insideout NAME …`: the commands that people run beside the line."""

import importlib
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


if __name__ == "__main__":
    sys.exit(main())
