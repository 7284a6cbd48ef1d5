"""Argon2id, bounded so that a sign-in takes at most about 40 ms on the plan's machines."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """OWASP's second choice of parameters: 19 MiB, two passes, one lane."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
