"""Sentences about downloads, archives, files and the journal."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import ErrorKind

_translate = QCoreApplication.translate


def home_sentence(reason: str) -> str:
    """Returns that the plugin's own folder takes no files; `reason` is its path and what the system said."""
    pattern = _translate(
        "UP42",
        "The plugin's own folder cannot be written to{reason}. {money} Connect its drive again, make it writable or "
        "set UP42_JOBS_HOME to another folder, then restart QGIS.",
    )
    return pattern.format(reason=f" ({reason})" if reason else "", money="{money}")


def file_texts() -> Dict[ErrorKind, str]:
    """Returns what happened to files, what it means for what was paid, and what to do next."""
    return {
        ErrorKind.LINK_EXPIRED: _translate(
            "UP42",
            "The link to the outputs has expired. They are paid for and stay in your account. "
            "Download again: a new link is fetched.",
        ),
        ErrorKind.DOWNLOAD_BROKEN: _translate(
            "UP42",
            "The download broke off. The outputs are paid for and stay in your account, and what has arrived "
            "is kept. Download again to go on from there.",
        ),
        ErrorKind.DOWNLOAD_DAMAGED: _translate(
            "UP42",
            "The file that arrived is not the one that was announced: its length, checksum or content is wrong, so it "
            "was thrown away. The outputs are paid for and stay in your account. Download again.",
        ),
        ErrorKind.ARCHIVE_BROKEN: _translate(
            "UP42",
            "The archive with the outputs is damaged and was not unpacked. The outputs are paid for and stay "
            "in your account. Download again.",
        ),
        ErrorKind.ARCHIVE_UNSAFE: _translate(
            "UP42",
            "The archive tries to write outside its folder and was refused; nothing of it was unpacked. "
            "No further credits were spent. Tell UP42's support.",
        ),
        ErrorKind.IMAGE_UNREADABLE: _translate(
            "UP42",
            "The files have arrived, but none of them can be shown as a layer. No further credits were "
            "spent. Look at them in their folder.",
        ),
        ErrorKind.OUTPUT_UNREADABLE: _translate(
            "UP42",
            "Some of the files cannot be opened: they are damaged, or another program holds them. The others are "
            "on the map, and no further credits were spent. The details name them; download again to fetch them "
            "anew.",
        ),
        ErrorKind.FORMAT_MISSING: _translate(
            "UP42",
            "This QGIS cannot read the format of some of the files, since it was built without the driver that "
            "the details name. The files are in their folder, and no further credits were spent. Use the QGIS of "
            "qgis.org, which has it.",
        ),
        ErrorKind.FILE_UNSAFE: _translate(
            "UP42",
            "Some of the files were not opened, because they would make QGIS read other files of this computer or "
            "addresses on the network. They are in their folder, and no further credits were spent. The details "
            "name them; send those to UP42 support.",
        ),
        ErrorKind.DISK_FULL: _translate(
            "UP42",
            "The disk is full. Nothing is lost: outputs that are paid for stay in your account. "
            "Make room, or choose another folder in the settings, and download again.",
        ),
        ErrorKind.FOLDER_NOT_WRITABLE: _translate(
            "UP42",
            "The folder cannot be written to. Nothing is lost: outputs that are paid for stay in your "
            "account. Choose another folder in the settings and try again.",
        ),
        ErrorKind.HOME_NOT_WRITABLE: home_sentence(""),
        ErrorKind.JOURNAL_REPLACED: _translate(
            "UP42",
            "The file with the record of your jobs was deleted or replaced while QGIS was running. {money} Nothing can "
            "be ordered until QGIS is restarted; then look at the Jobs tab before you order again.",
        ),
        ErrorKind.JOURNAL_DAMAGED: _translate(
            "UP42",
            "The record of your jobs on this computer was damaged and has been set aside. Jobs and credits "
            "at UP42 are untouched. Look at the Jobs tab, which shows what UP42 knows, before you order "
            "again.",
        ),
    }
