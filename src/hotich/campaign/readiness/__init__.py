"""Sẵn sàng: what each unit has said, beside what the installation itself knows."""
