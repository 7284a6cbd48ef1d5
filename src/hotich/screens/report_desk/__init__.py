"""Báo cáo ngày."""
