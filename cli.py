"""`python cli.py` is the installed command `simsales`, from a checkout."""

from simsales.commands.main import main

raise SystemExit(main())
