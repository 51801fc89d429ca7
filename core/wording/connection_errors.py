"""Sentences about failures to reach the service or to sign in to it."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import ErrorKind

_translate = QCoreApplication.translate


def denied_sentence(words: str) -> str:
    """Returns that a sign-in was refused, in the service's own words."""
    pattern = _translate(
        "UP42",
        "UP42 refused the sign-in and says: “{words}”. {money} Sign in to the UP42 console in a browser, which shows "
        "what the account still needs, then try again.",
    )
    return pattern.format(words=words, money="{money}")


def web_page_sentence(page: str) -> str:
    """Returns that something between here and the service answered; `page` is the page's status and title."""
    pattern = _translate(
        "UP42",
        "A web page came back instead of UP42's answer{page}: a proxy server, a firewall or the sign-in of a network "
        "is in between. {money} Sign in to the network in a browser, or ask its administrators to allow UP42.",
    )
    return pattern.format(page=f" ({page})" if page else "", money="{money}")


def connection_texts() -> Dict[ErrorKind, str]:
    """Returns the sentences of what keeps requests from reaching the service."""
    return {
        ErrorKind.NO_NETWORK: _translate(
            "UP42",
            "UP42 cannot be reached. {money} Jobs that run already go on. "
            "Check the network connection and try again.",
        ),
        ErrorKind.TIMED_OUT: _translate(
            "UP42",
            "UP42 did not answer in time. {money} Jobs that run already go on. "
            "Try again in a moment.",
        ),
        ErrorKind.PROXY_REFUSED: _translate(
            "UP42",
            "The proxy server did not let the request through. {money} "
            "Check the proxy in the options of QGIS, page Network.",
        ),
        ErrorKind.PROXY_HOST_INVALID: _translate(
            "UP42",
            "The proxy server that is set in QGIS has no valid host name and port, so nothing was sent. {money} "
            "Enter a bare host name, without http://, in the options of QGIS, page Network.",
        ),
        ErrorKind.SOCKS_NOT_SUPPORTED: _translate(
            "UP42",
            "QGIS is set to use a SOCKS proxy, which needs the Python package PySocks. Nothing was sent. {money} "
            "Install PySocks for QGIS's Python, or set an HTTP proxy in the options of QGIS, "
            "page Network.",
        ),
        ErrorKind.CERTIFICATE_REFUSED: _translate(
            "UP42",
            "The server could not prove who it is, so nothing was sent. {money} "
            "Check this computer's date, or the trusted authorities in the options of QGIS, page "
            "Authentication.",
        ),
        ErrorKind.WEB_PAGE: web_page_sentence(""),
        ErrorKind.INSECURE_ADDRESS: _translate(
            "UP42",
            "The address is not encrypted, so nothing was sent. {money} "
            "Use an address that begins with https.",
        ),
    }


def account_texts() -> Dict[ErrorKind, str]:
    """Returns the sentences of what an account may not do or has not done yet."""
    return {
        ErrorKind.NO_CREDENTIALS: _translate(
            "UP42",
            "The sign-in of this connection could not be read, so nothing was sent. {money} "
            "Unlock the authentication database of QGIS, or enter the sign-in again in the settings.",
        ),
        ErrorKind.SIGN_IN_REFUSED: _translate(
            "UP42",
            "UP42 does not accept this sign-in: e-mail and password, or project id and key, are wrong. "
            "{money} Correct them in the settings.",
        ),
        ErrorKind.SIGN_IN_DENIED: _translate(
            "UP42",
            "UP42 refused the sign-in and gave no reason. {money} Sign in to the UP42 console in a "
            "browser, which shows what the account still needs, then try again.",
        ),
        ErrorKind.SINGLE_SIGN_ON: _translate(
            "UP42",
            "This account signs in through its company's page (single sign-on), which a program cannot do. {money} "
            "Use an account with a password of its own; the owner of the account can invite one.",
        ),
        ErrorKind.UNAUTHORIZED: _translate(
            "UP42",
            "The sign-in has ended and could not be renewed, so the request was not carried out. {money} "
            "Sign in again with the refresh button.",
        ),
        ErrorKind.FORBIDDEN: _translate(
            "UP42",
            "This account may not do that. {money} Ask the owner of the account for the "
            "permission.",
        ),
        ErrorKind.LICENCE_NOT_ACCEPTED: _translate(
            "UP42",
            "The licence (EULA) of this product is not accepted yet. {money} "
            "Accept it in the UP42 console, then refresh.",
        ),
        ErrorKind.ACCESS_RESTRICTED: _translate(
            "UP42",
            "This product has to be unlocked for the account first. {money} "
            "Ask for access in the UP42 console, then refresh.",
        ),
    }
