"""``python -m hotich``: the same as the console script."""

from hotich.cli import main

if __name__ == "__main__":
    main(prog_name="hotich")
