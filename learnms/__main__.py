"""`python -m learnms` is `learnms`."""

from learnms.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
