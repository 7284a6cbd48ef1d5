"""From a scan to its working image and its pyramid of tiles. Knows files, no database; runs in a process of its own."""

import pyvips

# libvips remembers opened files by their names; a page that was made again keeps its name.
pyvips.cache_set_max(0)
