"""Error messages for downloads, archives, files and the journal."""

from __future__ import annotations

from typing import Dict

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.errors import ErrorKind

_translate = QCoreApplication.translate


def home_sentence(reason: str) -> str:
    """Returns that the plugin's data folder is not writable; `reason` is its path and the system's error text."""
    pattern = _translate(
        "UP42",
        "The plugin's data folder is not writable{reason}. {money} Reconnect its drive, make it writable or "
        "set UP42_JOBS_HOME to another folder, then restart QGIS.",
    )
    return pattern.format(reason=f" ({reason})" if reason else "", money="{money}")


def file_texts() -> Dict[ErrorKind, str]:
    """Returns what happened to files, whether paid outputs are affected, and what to do next."""
    return {
        ErrorKind.LINK_EXPIRED: _translate(
            "UP42",
            "The link to the outputs has expired. They are paid for and stay in your account. "
            "Download again to get a new link.",
        ),
        ErrorKind.DOWNLOAD_BROKEN: _translate(
            "UP42",
            "The download was interrupted. The outputs are paid for and stay in your account, and what has arrived "
            "is kept. Download again to resume.",
        ),
        ErrorKind.DOWNLOAD_DAMAGED: _translate(
            "UP42",
            "The downloaded file is wrong: its length, checksum or content is not as announced, so it was discarded. "
            "The outputs are paid for and stay in your account. Download again.",
        ),
        ErrorKind.ARCHIVE_BROKEN: _translate(
            "UP42",
            "The archive with the outputs is damaged and was not extracted. The outputs are paid for and stay "
            "in your account. Download again.",
        ),
        ErrorKind.ARCHIVE_UNSAFE: _translate(
            "UP42",
            "The archive would write outside its folder, so it was refused. Nothing was extracted, and "
            "no further credits were spent. Contact UP42 support.",
        ),
        ErrorKind.IMAGE_UNREADABLE: _translate(
            "UP42",
            "The files have arrived, but none of them can be shown as a layer. No further credits were "
            "spent. Open their folder to inspect them.",
        ),
        ErrorKind.OUTPUT_UNREADABLE: _translate(
            "UP42",
            "Some of the files cannot be opened: they are damaged or in use by another program. The others are "
            "on the map, and no further credits were spent. The details name them; download again to replace them.",
        ),
        ErrorKind.FORMAT_MISSING: _translate(
            "UP42",
            "This QGIS cannot read the format of some files: it was built without the driver that the details name. "
            "The files are in their folder, and no further credits were spent. Use a QGIS from qgis.org, which has "
            "the driver.",
        ),
        ErrorKind.FILE_UNSAFE: _translate(
            "UP42",
            "Some of the files were not opened, because they would make QGIS read other files of this computer or "
            "addresses on the network. They are in their folder, and no further credits were spent. The details "
            "name them; send those to UP42 support.",
        ),
        ErrorKind.NOT_COMPARABLE: _translate(
            "UP42",
            "These two scenes cannot be compared: their quicklooks share too little ground without clouds. {money} "
            "Choose two that overlap and are clear there.",
        ),
        ErrorKind.DISK_FULL: _translate(
            "UP42",
            "The disk is full. Outputs that are paid for stay in your account. "
            "Free some space or choose another folder in the settings, then download again.",
        ),
        ErrorKind.FOLDER_NOT_WRITABLE: _translate(
            "UP42",
            "The folder is not writable. Outputs that are paid for stay in your "
            "account. Choose another folder in the settings and try again.",
        ),
        ErrorKind.HOME_NOT_WRITABLE: home_sentence(""),
        ErrorKind.JOURNAL_REPLACED: _translate(
            "UP42",
            "The file with the record of your jobs was deleted or replaced while QGIS was running. {money} Nothing can "
            "be ordered until QGIS is restarted; then check the Jobs tab before you order again.",
        ),
        ErrorKind.JOURNAL_DAMAGED: _translate(
            "UP42",
            "The record of your jobs on this computer was damaged and has been replaced; a copy is kept. Jobs and "
            "credits at UP42 are not affected. Check the Jobs tab, which shows UP42's records, before you order "
            "again.",
        ),
    }
