"""Official documents, one file each: a function that takes what queries gave and returns a `support.documents.Document`."""
