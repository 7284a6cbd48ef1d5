"""Câu hỏi của người nhập: what officers asked their team leader, answered and closed."""
