"""Entries that may be one act or one person registered twice: found by keys, judged by an officer, linked for ever."""
