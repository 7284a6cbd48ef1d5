"""An extract of the population register as a file: rows of citizens, read in bounded memory."""

from hotich.integration.population.reading import COLUMNS, Citizens, open_population

__all__ = ["COLUMNS", "Citizens", "open_population"]
