"""Error kinds and the exception that carries them; the messages are in `wording/errors.py`."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import Enum
from typing import Iterator, Optional, Sequence


class ErrorKind(Enum):
    """Every user-visible failure; each kind has one message in `wording/errors.py`."""

    NO_NETWORK = "no_network"
    TIMED_OUT = "timed_out"
    PROXY_REFUSED = "proxy_refused"
    PROXY_HOST_INVALID = "proxy_host_invalid"
    SOCKS_NOT_SUPPORTED = "socks_not_supported"
    CERTIFICATE_REFUSED = "certificate_refused"
    INSECURE_ADDRESS = "insecure_address"
    NO_CREDENTIALS = "no_credentials"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_DENIED = "sign_in_denied"
    SINGLE_SIGN_ON = "single_sign_on"
    WEB_PAGE = "web_page"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    LICENCE_NOT_ACCEPTED = "licence_not_accepted"
    ACCESS_RESTRICTED = "access_restricted"
    NOT_FOUND = "not_found"
    INVALID_REQUEST = "invalid_request"
    RATE_LIMITED = "rate_limited"
    TOO_MANY_JOBS = "too_many_jobs"
    NOT_ENOUGH_CREDITS = "not_enough_credits"
    NO_SCENES = "no_scenes"
    NO_BUDGET = "no_budget"
    PLACEMENT_FAILED = "placement_failed"
    SERVER_FAILED = "server_failed"
    UNEXPECTED_ANSWER = "unexpected_answer"
    ANSWER_TOO_LARGE = "answer_too_large"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NOT_SENT = "not_sent"
    ALREADY_STARTED = "already_started"
    ESTIMATE_OUTDATED = "estimate_outdated"
    AREA_OUTDATED = "area_outdated"
    ESTIMATE_UNUSABLE = "estimate_unusable"
    OVER_CREDIT_CAP = "over_credit_cap"
    CAP_UNCERTAIN = "cap_uncertain"
    JOB_FAILED = "job_failed"
    NOT_SUPPORTED = "not_supported"
    LINK_EXPIRED = "link_expired"
    DOWNLOAD_BROKEN = "download_broken"
    DOWNLOAD_DAMAGED = "download_damaged"
    ARCHIVE_BROKEN = "archive_broken"
    ARCHIVE_UNSAFE = "archive_unsafe"
    IMAGE_UNREADABLE = "image_unreadable"
    OUTPUT_UNREADABLE = "output_unreadable"
    FORMAT_MISSING = "format_missing"
    FILE_UNSAFE = "file_unsafe"
    NOT_COMPARABLE = "not_comparable"
    DISK_FULL = "disk_full"
    FOLDER_NOT_WRITABLE = "folder_not_writable"
    HOME_NOT_WRITABLE = "home_not_writable"
    JOURNAL_DAMAGED = "journal_damaged"
    JOURNAL_REPLACED = "journal_replaced"
    INTERNAL = "internal"
    CANCELLED = "cancelled"


# Failures after which the same request may succeed later.
_RETRYABLE = frozenset(
    {
        ErrorKind.NO_NETWORK,
        ErrorKind.TIMED_OUT,
        ErrorKind.RATE_LIMITED,
        ErrorKind.SERVER_FAILED,
        ErrorKind.DOWNLOAD_BROKEN,
        ErrorKind.LINK_EXPIRED,
    }
)


_ON_THE_WAY = frozenset(
    {
        ErrorKind.NO_NETWORK,
        ErrorKind.TIMED_OUT,
        ErrorKind.PROXY_REFUSED,
        ErrorKind.PROXY_HOST_INVALID,
        ErrorKind.SOCKS_NOT_SUPPORTED,
        ErrorKind.CERTIFICATE_REFUSED,
        ErrorKind.INSECURE_ADDRESS,
    }
)


class Up42Error(Exception):
    """A failure of a known kind.

    `detail` is the service's or system's own text, free of secrets and signed links, for a *Details* view.
    `status` is the HTTP status if there was one, `link` a page on which the user can correct the cause,
    `retry_after_s` the pause that the service requested, `missing_megabytes` the space that a full disk lacks,
    `refused` the reason for refusing an archive, `files` the names of files that cannot be shown. `is_nothing_spent`
    is set by `nothing_spent` if certainly nothing was ordered. `claimed` accompanies OUTCOME_UNKNOWN: the kind stated
    by an answer in the service's own form, which is no proof; None if an intermediate server may have sent it.
    """

    def __init__(
        self,
        kind: ErrorKind,
        detail: str = "",
        *,
        status: Optional[int] = None,
        link: Optional[str] = None,
        retry_after_s: Optional[float] = None,
        missing_megabytes: Optional[int] = None,
        refused: Optional[RefusedMember] = None,
        files: Sequence[str] = (),
        claimed: Optional[ErrorKind] = None,
    ) -> None:
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.is_nothing_spent = False
        self.detail = detail
        self.status = status
        self.link = link
        self.retry_after_s = retry_after_s
        self.missing_megabytes = missing_megabytes
        self.refused = refused
        self.files = tuple(files)
        self.claimed = claimed

    @property
    def is_retryable(self) -> bool:
        """Returns whether the same request may succeed later; never a reason to repeat a create request."""
        return self.kind in _RETRYABLE

    @property
    def is_about_the_way(self) -> bool:
        """Returns whether the request did not reach the service: network, proxy or certificate."""
        return self.kind in _ON_THE_WAY


@contextlib.contextmanager
def nothing_spent() -> Iterator[None]:
    """Marks failures inside as certainly free: for work that orders nothing, or whose order was certainly not sent.

    Without it no message states that no credits were spent: a failure alone does not show what happened before.
    """
    try:
        yield
    except Up42Error as error:
        error.is_nothing_spent = True
        raise


class Cancelled(Up42Error):
    """The user asked to stop; nothing went wrong."""

    def __init__(self) -> None:
        super().__init__(ErrorKind.CANCELLED)


class Refusal(Enum):
    """What is wrong with a member of an archive."""

    NO_NAME = "no name"
    ABSOLUTE = "absolute path"
    OUTSIDE = "leaves its folder"
    CONTROL_CHARACTERS = "control characters"
    SEPARATORS = "separators"
    DRIVE = "drive letter"
    NOT_ON_WINDOWS = "characters that this system does not take"
    ENDING = "ends in a dot or a space"
    RESERVED = "reserved name"
    TOO_LONG = "too long"
    COLLISION = "collides"
    NO_FILE = "neither file nor folder"
    TOO_MANY = "too many entries"
    TOO_LARGE = "too large"
    EXPANDS = "expands too much"
    HEADER = "header too long"
    METHOD = "compression method"
    CONTENTS = "list of contents too long"
    MARKUP = "markup"
    HIDDEN = "hidden"

    @property
    def is_limit(self) -> bool:
        """Returns whether the reason is a limit that the user can raise."""
        return self in (Refusal.TOO_MANY, Refusal.TOO_LARGE, Refusal.EXPANDS)


@dataclass(frozen=True)
class RefusedMember:
    """The member for which an archive is refused; `other` is the member that it collides with.

    Both names are safe to show. The name is empty if the archive was refused before the name was read.
    """

    name: str
    reason: Refusal
    other: str = ""

    def __str__(self) -> str:
        """Returns both in a few words for a log."""
        other = f" with {self.other}" if self.other else ""
        return f"{self.name} ({self.reason.value}{other})".strip()
