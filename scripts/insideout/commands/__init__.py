"""What people run: `python -m insideout NAME`, a module each with a function `main(arguments)`."""
