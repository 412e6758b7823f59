"""The tables of people: who is a professional, who their patients are, and who chose whom.

`sealed` holds a row's personal texts (see vault); everything else may be read by whoever has the file. Times are in UTC
of the product's clock.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from bot.domain.admission import OnLeaving, WhoServes
from bot.domain.invitation import InvitationState
from bot.domain.people import Standing
from bot.domain.preferences import MailWording, NamesShown
from bot.domain.trust import HowChosen
from storage.metadata import HMAC, ID, METADATA, SLACK_ID
from storage.types import Seconds, UtcDateTime, Zone, words

workspace = Table(
    "workspace",
    METADATA,
    Column("slack_team_id", SLACK_ID, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("slack_app_id", SLACK_ID, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("who_serves", words(WhoServes, "who_serves"), nullable=False, server_default=WhoServes.MEMBERS.value),
    Column("slack_group_id", SLACK_ID),
    Column("slack_group_name", String(255)),
    Column("group_seen_at", UtcDateTime),
    Column("on_leaving", words(OnLeaving, "on_leaving"), nullable=False, server_default=OnLeaving.ASK.value),
)

# Who was in the policy's user group when Slack was last asked.
group_member = Table("group_member", METADATA, Column("slack_user_id", SLACK_ID, primary_key=True))

professional = Table(
    "professional",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("slack_team_id", SLACK_ID, nullable=False),
    Column("slack_user_id", SLACK_ID, nullable=False),
    Column("name", String(255), nullable=False),
    Column("zone", Zone, nullable=False),
    Column("language", String(16), nullable=False),
    Column("standing", words(Standing, "standing"), nullable=False),
    Column("seen_at", UtcDateTime),
    Column("has_chosen_name", Boolean, nullable=False, server_default=false()),
    Column("has_chosen_zone", Boolean, nullable=False, server_default=false()),
    Column("has_chosen_language", Boolean, nullable=False, server_default=false()),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
    Column("is_listed", Boolean, nullable=False, server_default=false()),
    Column("left_at", UtcDateTime),
    Column("left_settled_at", UtcDateTime),
    UniqueConstraint("slack_team_id", "slack_user_id"),
)

# What professionals chose for themselves; null follows the workspace. Lengths of time in JSON are in minutes.
profile = Table(
    "profile",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("duration", Seconds),
    Column("leads", JSON(none_as_null=True)),
    Column("nudge", Seconds),
    Column("wording", words(MailWording, "wording")),
    Column("names", words(NamesShown, "names")),
    Column("signature", String(255), nullable=False),
    Column("phone", String(64), nullable=False),
    Column("hours", JSON, nullable=False),
)

# What holds for a workspace where its professionals chose nothing.
workspace_defaults = Table(
    "workspace_defaults",
    METADATA,
    Column("slack_team_id", ForeignKey("workspace.slack_team_id"), primary_key=True),
    Column("duration", Seconds, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("nudge", Seconds, nullable=False),
    Column("wording", words(MailWording, "wording"), nullable=False),
    Column("names", words(NamesShown, "names"), nullable=False),
    Column("fixes_names", Boolean, nullable=False),
)

# Who schedules for whom; `is_chosen` is the professional whom the assistant's Home shows.
assistant = Table(
    "assistant",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("assistant_id", ForeignKey("professional.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("is_chosen", Boolean, nullable=False),
    Index(None, "assistant_id"),
)

# Known by the clinic's own id, else by mail and name together: several patients may share an address, a parent's for
# example.
patient = Table(
    "patient",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("slack_team_id", SLACK_ID, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("mail_index", HMAC, nullable=False),
    Column("name_index", HMAC, nullable=False),
    Column("external_index", HMAC),
    Column("zone", Zone),
    Column("language", String(16), nullable=False),
    Column("erased_at", UtcDateTime),
    UniqueConstraint("slack_team_id", "mail_index", "name_index"),
    UniqueConstraint("slack_team_id", "external_index"),
)

# By what somebody was known who was erased, as keyed hashes: the clinic's records do not bring them back.
erased_record = Table(
    "erased_record",
    METADATA,
    Column("record_index", HMAC, primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
)

trust = Table(
    "trust",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("how", words(HowChosen, "how"), nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_by", ID),
    Index(None, "patient_id"),
)

# Patients who are asked whether they choose a professional. What is settled has no name, mail and token any more.
invitation = Table(
    "invitation",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("slack_team_id", SLACK_ID, nullable=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False),
    Column("how", words(HowChosen, "how"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("token_hash", HMAC, nullable=False),
    Column("mail_index", HMAC, nullable=False),
    Column("name_index", HMAC, nullable=False),
    Column("zone", Zone),
    Column("language", String(16), nullable=False),
    Column("state", words(InvitationState, "state"), nullable=False),
    Column("sendings", Integer, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("is_refused", Boolean, nullable=False),
    UniqueConstraint("token_hash"),
    Index(None, "professional_id", "sent_at"),
    Index(None, "mail_index", "sent_at"),
    Index(None, "expires_at"),
)

own_page = Table(
    "own_page",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("slug", ID, nullable=False),
    Column("is_on", Boolean, nullable=False),
    UniqueConstraint("slug"),
)

# Of a key only the hash of its secret is kept.
api_key = Table(
    "api_key",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)
