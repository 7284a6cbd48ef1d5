"""Cập nhật dân cư: what is to reach the population register."""
