"""The equality rules the libraries block on: what our first twelve keys join, without what the asking side tries beside it."""

from __future__ import annotations

RULES: tuple[tuple[str, ...], ...] = (
    ("g_p", "b_day"),
    ("s_p", "g_p", "b_year"),
    ("g_p", "f_g_p", "w_g_p"),
    ("s_p", "l_p", "g_p", "f_g_p"),
    ("s_p", "l_p", "g_p", "w_g_p"),
    ("f_n_p", "w_g_p"),
    ("b_day", "f_g_p"),
    ("b_day", "w_g_p"),
    ("g_p", "b_year", "f_g_p"),
    ("g_p", "b_year", "w_g_p"),
    ("b_year", "f_g_p", "w_g_p"),
    ("b_year", "h_c"),
)
