from einlass.cli import main

raise SystemExit(main())
