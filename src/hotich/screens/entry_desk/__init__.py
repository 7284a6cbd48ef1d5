"""The entry desk: the page that carries the TypeScript island."""
