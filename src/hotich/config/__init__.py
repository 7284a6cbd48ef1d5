"""Settings, addresses, the web door: where the parts are put together."""
