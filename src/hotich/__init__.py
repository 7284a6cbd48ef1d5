"""hotich: paper civil-status registers become verified electronic records."""
