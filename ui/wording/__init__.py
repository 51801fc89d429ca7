"""Every sentence of the product, as plain text: whoever shows one as rich text escapes it.

English needs no translation file: a count's noun ends in `(s)` in the sources, which `counted` settles.
"""

from __future__ import annotations

from .errors import detail_text, error_sentence, error_title, note_text, sign_in_sentence
from .figures import (
    UNKNOWN,
    area_text,
    balance_text,
    budget_text,
    confirm_hold_text,
    counted,
    credits_range_text,
    credits_text,
    duration_text,
    number_text,
    percent_text,
    time_text,
    volume_text,
)
from .jobs import (
    download_state_text,
    entry_state_text,
    job_headers,
    job_kind_text,
    job_state_text,
    status_text,
    task_headers,
    task_note_text,
    task_state_text,
)
from .problems import geometry_mode_text, problem_sentence, request_error_sentence
from .products import product_name_text, why_not_orderable_text
from .scenes import (
    hidden_scenes_text,
    no_scenes_sentence,
    ordered_scenes_text,
    owned_sentence,
    owned_texts,
    placement_text,
    refused_scenes_sentence,
    scene_count_text,
    scene_headers,
    scene_line_text,
    selected_scenes_text,
    shown_scenes_text,
)
from .states import account_state_text, dry_run_state_text, ordering_state_text
from .storage import date_text, storage_headers, storage_state_text, stored_asset_texts

__all__ = [
    "UNKNOWN",
    "account_state_text",
    "area_text",
    "balance_text",
    "budget_text",
    "confirm_hold_text",
    "counted",
    "credits_range_text",
    "credits_text",
    "date_text",
    "detail_text",
    "download_state_text",
    "dry_run_state_text",
    "duration_text",
    "entry_state_text",
    "error_sentence",
    "error_title",
    "geometry_mode_text",
    "hidden_scenes_text",
    "job_headers",
    "job_kind_text",
    "job_state_text",
    "no_scenes_sentence",
    "note_text",
    "number_text",
    "ordered_scenes_text",
    "ordering_state_text",
    "owned_sentence",
    "owned_texts",
    "percent_text",
    "placement_text",
    "problem_sentence",
    "product_name_text",
    "refused_scenes_sentence",
    "request_error_sentence",
    "scene_count_text",
    "scene_headers",
    "scene_line_text",
    "selected_scenes_text",
    "shown_scenes_text",
    "sign_in_sentence",
    "status_text",
    "storage_headers",
    "storage_state_text",
    "stored_asset_texts",
    "task_headers",
    "task_note_text",
    "task_state_text",
    "time_text",
    "volume_text",
    "why_not_orderable_text",
]
