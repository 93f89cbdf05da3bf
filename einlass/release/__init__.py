"""From a finding to a citable figure: record, wording, disclosure control, ledger, static pages."""
