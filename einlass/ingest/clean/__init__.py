"""Sheet → typed rows: notation, days, units, rules, personal data. What a cell may hold is declared, never guessed."""
