"""The daily form coming back: the same workbook the product writes, filled in by a unit that has no access."""
