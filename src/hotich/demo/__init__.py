"""The demo town and its campaign: the plan with all dates moved so that today is its 22nd day of keying.

Everything is drawn from `synthetic/` and written once: units, officers, machines, books, an extract of the synthetic
country, and the log of the past days with what follows from it. `town.fill` is the entrance.
"""
