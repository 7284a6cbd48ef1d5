"""The dossier of one book: a file of its entries and a zip with one PDF for each, as the digitisation asks for them."""
