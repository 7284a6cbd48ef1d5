"""What a look-up and a batch cost as the register grows: measured, drawn, and as the table of the figures behind it."""
