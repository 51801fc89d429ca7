"""Error messages for connections, sign-in and permissions."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import ErrorKind

_translate = QCoreApplication.translate


def denied_sentence(words: str) -> str:
    """Returns that a sign-in was refused; quotes the service."""
    pattern = _translate(
        "UP42",
        "UP42 refused the sign-in and answered: “{words}”. {money} Sign in to the UP42 console in a browser to see "
        "what the account still needs, then try again.",
    )
    return pattern.format(words=words, money="{money}")


def web_page_sentence(page: str) -> str:
    """Returns that a proxy or similar answered instead of the service; `page` is the page's status and title."""
    pattern = _translate(
        "UP42",
        "A web page arrived instead of UP42's answer{page}, probably from a proxy server, a firewall or the sign-in "
        "page of a network. {money} Sign in to the network in a browser, or ask its administrators to allow UP42.",
    )
    return pattern.format(page=f" ({page})" if page else "", money="{money}")


def jobs_go_on_sentence() -> str:
    """Returns that a failure of the connection stops no job."""
    return _translate("UP42", "Jobs already running are not affected.")


def connection_texts() -> Dict[ErrorKind, str]:
    """Returns the messages for requests that do not reach the service."""
    return {
        ErrorKind.NO_NETWORK: _translate(
            "UP42",
            "UP42 cannot be reached. {money} {jobs} Check the network connection and try again.",
        ).replace("{jobs}", jobs_go_on_sentence()),
        ErrorKind.TIMED_OUT: _translate(
            "UP42",
            "UP42 did not answer in time. {money} {jobs} Try again in a moment.",
        ).replace("{jobs}", jobs_go_on_sentence()),
        ErrorKind.PROXY_REFUSED: _translate(
            "UP42",
            "The proxy server did not let the request through. {money} "
            "Check the proxy in the QGIS options, page Network.",
        ),
        ErrorKind.PROXY_HOST_INVALID: _translate(
            "UP42",
            "The proxy server that is set in QGIS has no valid host name and port, so nothing was sent. {money} "
            "Enter a bare host name, without http://, in the QGIS options, page Network.",
        ),
        ErrorKind.SOCKS_NOT_SUPPORTED: _translate(
            "UP42",
            "QGIS is set to use a SOCKS proxy, which needs the Python package PySocks. Nothing was sent. {money} "
            "Install PySocks for QGIS's Python, or set an HTTP proxy in the QGIS options, "
            "page Network.",
        ),
        ErrorKind.CERTIFICATE_REFUSED: _translate(
            "UP42",
            "The server's identity could not be verified (TLS certificate). Nothing was sent. {money} "
            "Check this computer's date, or the trusted authorities in the QGIS options, page Authentication.",
        ),
        ErrorKind.WEB_PAGE: web_page_sentence(""),
        ErrorKind.INSECURE_ADDRESS: _translate(
            "UP42",
            "The address is not encrypted, so nothing was sent. {money} "
            "Use an address that starts with https.",
        ),
    }


def account_texts() -> Dict[ErrorKind, str]:
    """Returns the messages for missing permissions, licences and credentials."""
    return {
        ErrorKind.NO_CREDENTIALS: _translate(
            "UP42",
            "The credentials of this connection could not be read, so nothing was sent. {money} "
            "Unlock the QGIS authentication database, or enter the credentials again in the settings.",
        ),
        ErrorKind.SIGN_IN_REFUSED: _translate(
            "UP42",
            "UP42 does not accept these credentials: e-mail and password, or project ID and key, are wrong. "
            "{money} Correct them in the settings.",
        ),
        ErrorKind.SIGN_IN_DENIED: _translate(
            "UP42",
            "UP42 refused the sign-in and gave no reason. {money} Sign in to the UP42 console in a "
            "browser to see what the account still needs, then try again.",
        ),
        ErrorKind.SINGLE_SIGN_ON: _translate(
            "UP42",
            "This account signs in through its company's page (single sign-on), which a program cannot do. {money} "
            "Use an account with its own password; the account owner can invite one.",
        ),
        ErrorKind.UNAUTHORIZED: _translate(
            "UP42",
            "The session has expired and could not be renewed, so the request was not carried out. {money} "
            "Sign in again with the refresh button.",
        ),
        ErrorKind.FORBIDDEN: _translate(
            "UP42",
            "This account does not have permission to do that. {money} Ask the account owner for it.",
        ),
        ErrorKind.LICENCE_NOT_ACCEPTED: _translate(
            "UP42",
            "The licence (EULA) of this product is not accepted yet. {money} "
            "Accept it in the UP42 console, then refresh.",
        ),
        ErrorKind.ACCESS_RESTRICTED: _translate(
            "UP42",
            "This account has no access to the product yet. {money} "
            "Ask for access in the UP42 console, then refresh.",
        ),
    }
