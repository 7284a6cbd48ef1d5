"""The Merkle tree of RFC 6962 over SHA-256: leaves and nodes are told apart, so neither can be passed off as the other."""

from collections.abc import Iterable
from hashlib import sha256

EMPTY = sha256(b"").digest()


class Tree:
    """Takes leaves one by one and keeps only one hash per level, so an interval of any size fits in memory."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, bytes]] = []  # (leaves below, hash), sizes falling powers of two
        self.size = 0

    def add(self, leaf: bytes) -> None:
        """Appends one leaf."""
        size, node = 1, sha256(b"\x00" + leaf).digest()
        while self._stack and self._stack[-1][0] == size:
            _, left = self._stack.pop()
            size, node = size * 2, sha256(b"\x01" + left + node).digest()
        self._stack.append((size, node))
        self.size += 1

    def root(self) -> bytes:
        """The hash over everything added so far; more may be added afterwards."""
        if not self._stack:
            return EMPTY
        _, node = self._stack[-1]
        for _, left in reversed(self._stack[:-1]):
            node = sha256(b"\x01" + left + node).digest()
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the leaves in the order given."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
