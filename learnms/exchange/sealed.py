"""Encryption of segments with a passphrase: a key by scrypt, AES-256-GCM for each block.

The library `cryptography` is an extra, imported only where something is encrypted.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER_KEY = "learnms_encrypted"
EXTRA_REMEDY = "Install it with `pip install 'learnms[sync]'`, and sync again."
_VERSION = 1
_COST, _BLOCK_SIZE, _PARALLEL = 2**15, 8, 1
_COSTS = tuple(2**power for power in range(14, 19))
"""Costs that a header may ask for; a higher one would keep the computer busy for minutes."""
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_CHECKED = b"learnms"
_MOST_KEYS = 64
"""A device has one; deriving thousands would keep the computer busy for hours."""


class WrongPassphraseError(LearnmsError):
    """The passphrase is not the one that the files were encrypted with."""

    def __init__(self) -> None:
        super().__init__(
            "The passphrase is not the one that the files in this folder were encrypted with.",
            "Nothing was changed. Use the passphrase of your other computer.",
        )


class NotOurBlockError(ValueError):
    """A header or a block that no key opens: it is damaged, or a newer learnms wrote it."""


def is_installed() -> bool:
    """Whether the extra is there."""
    from importlib.util import find_spec

    return find_spec("cryptography") is not None


@dataclass(slots=True)
class Keys:
    """The keys that a passphrase gives, one for each salt. `owner` is the learner's id: a block
    of one learner does not open in the files of another.

    The passphrase is kept in memory only, and left out of every text of this object.
    """

    passphrase: str = field(repr=False)
    owner: str
    _ciphers: dict[tuple[bytes, int], AESGCM] = field(default_factory=dict, repr=False)

    def new_header(self) -> dict[str, Any]:
        """The header of a device's first segment, with a random salt."""
        salt = os.urandom(_SALT_BYTES)
        header = {
            "version": _VERSION,
            "kdf": "scrypt",
            "n": _COST,
            "r": _BLOCK_SIZE,
            "p": _PARALLEL,
            "cipher": "AES-256-GCM",
            "salt": _text(salt),
        }
        cipher = self._cipher(salt, _COST)
        nonce = os.urandom(_NONCE_BYTES)
        return {**header, "check": _text(nonce + cipher.encrypt(nonce, _CHECKED, self._about))}

    def opened(self, header: Any) -> Sealer:
        """What seals and opens the blocks of a segment with this header.

        Raises:
            NotOurBlockError: the header is not one of ours.
            WrongPassphraseError: its key check does not open.
        """
        from cryptography.exceptions import InvalidTag

        try:
            salt, check = _bytes(header["salt"]), _bytes(header["check"])
            is_ours = (
                header["version"] == _VERSION
                and header["kdf"] == "scrypt"
                and header["n"] in _COSTS
                and (header["r"], header["p"]) == (_BLOCK_SIZE, _PARALLEL)
                and header["cipher"] == "AES-256-GCM"
                and len(salt) == _SALT_BYTES
            )
        except (KeyError, TypeError, ValueError) as error:
            raise NotOurBlockError("the header of its encryption is damaged") from error
        if not is_ours:
            raise NotOurBlockError("its encryption is unknown; update learnms")
        cipher = self._cipher(salt, header["n"])
        try:
            is_right = (
                cipher.decrypt(check[:_NONCE_BYTES], check[_NONCE_BYTES:], self._about) == _CHECKED
            )
        except (InvalidTag, ValueError) as error:
            raise WrongPassphraseError from error
        if not is_right:
            raise NotOurBlockError("the header of its encryption is damaged")
        return Sealer(cipher, self._about)

    def fit(self, header: Any) -> bool:
        """Whether the passphrase is the one of a header."""
        try:
            self.opened(header)
        except (NotOurBlockError, WrongPassphraseError):
            return False
        return True

    @property
    def _about(self) -> bytes:
        return f"learnms {_VERSION} {self.owner}".encode()

    def _cipher(self, salt: bytes, cost: int) -> AESGCM:
        """The cipher of a salt. Deriving its key takes a tenth of a second, so it is kept."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        if (salt, cost) not in self._ciphers:
            if len(self._ciphers) >= _MOST_KEYS:
                raise NotOurBlockError("too many different keys are in use here")
            kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=cost, r=_BLOCK_SIZE, p=_PARALLEL)
            key = kdf.derive(self.passphrase.encode("utf-8", "surrogatepass"))
            self._ciphers[salt, cost] = AESGCM(key)
        return self._ciphers[salt, cost]


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals blocks of lines, and opens them."""

    _cipher: AESGCM
    _about: bytes

    def sealed(self, data: bytes) -> str:
        """A block as text."""
        nonce = os.urandom(_NONCE_BYTES)
        return _text(nonce + self._cipher.encrypt(nonce, data, self._about))

    def unsealed(self, text: Any) -> bytes:
        """The bytes of a block.

        Raises:
            NotOurBlockError: the block is damaged.
        """
        from cryptography.exceptions import InvalidTag

        try:
            data = _bytes(text)
            return self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], self._about)
        except (InvalidTag, ValueError, TypeError) as error:
            raise NotOurBlockError("this block is damaged") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str):
        raise TypeError
    return base64.b64decode(text, validate=True)
