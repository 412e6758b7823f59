"""What the product withstands, and the tests that show it: file and name of each."""

from collections.abc import Mapping

_SLACK, _WEB, _SERVICES, _HERE = "tests/slack/", "tests/web/", "tests/services/", "tests/reliability/"

THREATS: Mapping[str, str] = {
    "T1": "a forged Slack request",
    "T2": "a replayed Slack request",
    "T3": "a malformed timestamp",
    "T4": "another's meeting by its id",
    "T5": "another workspace's data",
    "T6": "a colleague who presses a button",
    "T7": "a victim who gets an attacker's Zoom",
    "T8": "a victim who follows an attacker's link",
    "T9": "a link preview that eats a link",
    "T10": "an intercepted or injected code",
    "T11": "grants stolen from the database",
    "T12": "secrets and patients in logs",
    "T13": "injected headers and recipients",
    "T14": "injected HTML and calendar entries",
    "T15": "pings and links in Slack texts",
    "T16": "requests to hosts that somebody else names",
    "T17": "a forged or replayed Zoom report",
    "T18": "a Zoom report about what is not ours",
    "T19": "the validation that signs whatever is asked",
    "T20": "strangers in a meeting",
    "T21": "more about a patient than Zoom and Slack need",
    "T22": "mail to the wrong patient",
    "T23": "mass mail by somebody's stolen account",
    "T24": "an insider who edits the past",
    "T25": "rights that outlive the person",
    "T26": "requests that keep the product busy",
    "T27": "a dependency that was exchanged",
    "T28": "lost and leaked keys",
    "T29": "default secrets and no TLS",
    "T30": "stored objects that run code",
}

SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    "T1": (f"{_SLACK}test_routes.py::test_what_is_not_signed_is_refused_unread",),
    "T2": (
        f"{_HERE}test_submissions.py::test_a_form_has_one_effect_however_often_it_comes",
        f"{_SLACK}test_socket_mode.py::test_an_envelope_that_comes_again_is_done_once_and_answered_alike",
    ),
    "T3": (
        f"{_SLACK}test_routes.py::test_no_header_and_no_body_breaks_the_gate",
        f"{_WEB}test_webhook_fuzz.py::test_no_timestamp_breaks_anything",
        f"{_HERE}test_http_surface.py::test_no_request_breaks_anything",
    ),
    "T4": (
        f"{_SLACK}test_rights.py::test_another_s_meeting_is_refused_like_one_that_there_is_not",
        f"{_HERE}test_rights_in_figures.py::test_nobody_gets_at_what_is_another_s",
    ),
    "T5": (
        f"{_SLACK}test_rights.py::test_a_person_of_another_workspace_in_a_shared_channel_is_refused",
        f"{_SLACK}test_rights.py::test_whom_we_do_not_serve_is_refused_whatever_they_ask_for",
    ),
    "T6": (f"{_SLACK}test_rights.py::test_another_s_meeting_is_refused_like_one_that_there_is_not",),
    "T7": (
        f"{_WEB}test_connecting_pages.py::test_coming_back_in_another_browser_connects_nothing",
        f"{_WEB}test_connecting_pages.py::test_coming_back_a_second_time_connects_nothing",
        "tests/contracts/test_connections.py::test_an_attempt_is_taken_once",
        f"{_SERVICES}test_connecting.py::test_state_has_256_random_bits_and_is_safe_in_an_address",
    ),
    "T8": (
        f"{_HERE}test_who_connects.py::test_who_opens_the_link_of_another_never_reaches_zoom",
        f"{_WEB}test_connecting_pages.py::test_the_page_says_whose_connection_it_will_be",
        f"{_SERVICES}test_signing_in.py::test_who_opened_another_s_link_is_not_led_to_zoom",
    ),
    "T9": (
        f"{_WEB}test_connecting_pages.py::test_looking_at_the_page_changes_nothing",
        f"{_WEB}test_connecting_pages.py::test_a_scanner_that_only_looks_does_not_spend_the_attempt",
    ),
    "T10": (
        "tests/zoom/test_oauth.py::test_the_code_goes_in_the_body_with_the_verifier",
        f"{_WEB}test_pages.py::test_nothing_secret_of_the_journey_is_logged",
    ),
    "T11": (
        "tests/storage/test_secrecy.py::test_a_sealed_value_moved_to_another_row_is_refused",
        "tests/storage/test_vault.py::test_one_changed_bit_is_noticed",
        f"{_WEB}test_starting_page.py::test_the_address_is_kept_and_told_nowhere",
    ),
    "T12": (f"{_HERE}test_canaries.py::test_no_log_line_has_anything_of_a_person_or_a_secret",),
    "T13": (
        "tests/mail/test_injection.py::test_a_name_adds_no_header_and_no_recipient",
        "tests/mail/test_mailer.py::test_nothing_is_sent_to_what_is_not_one_address",
    ),
    "T14": (
        "tests/mail/test_injection.py::test_a_name_adds_nothing_to_the_calendar",
        "tests/mail/test_injection.py::test_what_is_typed_adds_no_element_to_the_page",
    ),
    "T15": (
        f"{_SLACK}test_block_kit.py::test_a_ping_typed_by_somebody_is_only_text",
        f"{_SLACK}test_block_kit.py::test_no_message_has_more_of_a_patient_than_initials",
    ),
    "T16": (
        "tests/zoom/test_hosts.py::test_nothing_is_sent_to_a_host_that_is_not_in_the_settings",
        "tests/zoom/test_hosts.py::test_a_socket_is_opened_to_slack_alone",
        "tests/zoom/test_client.py::test_a_redirect_is_not_followed",
    ),
    "T17": (
        f"{_WEB}test_webhook_signatures.py::test_what_zoom_did_not_sign_is_refused_and_does_nothing",
        f"{_WEB}test_webhook.py::test_the_same_report_again_has_no_second_effect",
    ),
    "T18": (
        f"{_WEB}test_webhook.py::test_what_is_not_for_us_is_acknowledged_so_that_zoom_does_not_repeat_it",
        f"{_WEB}test_webhook.py::test_a_start_is_taken_whether_the_id_is_text_or_a_number",
    ),
    "T19": (
        f"{_WEB}test_webhook_signatures.py::test_an_unsigned_validation_is_no_way_to_a_signature",
        f"{_WEB}test_webhook_signatures.py::test_only_a_plain_token_is_signed",
    ),
    "T20": (
        "tests/zoom/test_client.py::test_zoom_is_told_everything_that_decides_who_may_enter_and_nothing_about_the_patient",
        "tests/zoom/test_client.py::test_a_meeting_found_without_a_waiting_room_is_deleted",
    ),
    "T21": (
        f"{_HERE}test_canaries.py::test_no_log_line_has_anything_of_a_person_or_a_secret",
        "tests/mail/test_letters.py::test_the_subject_names_nobody",
    ),
    "T22": (
        f"{_SERVICES}test_importing.py::test_a_bad_line_says_what_to_mend_and_the_rest_is_imported",
        f"{_SERVICES}test_scheduling.py::test_only_ones_own_patients_can_be_picked",
    ),
    "T24": (
        f"{_HERE}test_audit_trail.py::test_no_tampering_stays_unnoticed",
        "tests/domain/test_audit.py::test_another_row_makes_another_seal",
    ),
    "T25": (
        f"{_SLACK}test_rights.py::test_whom_we_do_not_serve_is_refused_whatever_they_ask_for",
        f"{_SERVICES}test_zoom_access.py::test_a_grant_that_zoom_took_back_breaks_the_connection",
        f"{_WEB}test_starting_page.py::test_who_is_no_longer_a_member_starts_nothing",
    ),
    "T26": (
        f"{_WEB}test_connections.py::test_a_head_that_does_not_come_ends_the_connection",
        f"{_WEB}test_connections.py::test_a_head_without_end_ends_the_connection",
        f"{_WEB}test_security.py::test_a_body_that_does_not_come_is_not_waited_for",
        f"{_WEB}test_security.py::test_a_larger_body_in_pieces_without_a_length_is_refused",
    ),
    "T27": (f"{_HERE}test_threats.py::test_every_dependency_is_locked_by_its_hash_and_by_no_address",),
    "T28": (
        "tests/storage/test_vault.py::test_a_key_taken_off_the_ring_is_named",
        "tests/storage/test_vault.py::test_a_new_first_key_seals_and_the_old_ones_still_open",
    ),
    "T29": ("tests/test_settings.py::test_each_wrong_setting_is_one_line",),
    "T30": (f"{_HERE}test_threats.py::test_nothing_stored_is_run",),
}

# Limits on what one person may send are made elsewhere in this issue; their test belongs here.
AWAITED = frozenset({"T23"})
