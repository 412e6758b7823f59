"""Zoom's own list of time zones, older and shorter than the tz database.

Zoom does not say what it does with an id it does not know. As the start is sent in UTC, the zone only says on which
clock Zoom shows it: the wrong one is a blemish, an unknown one a risk.

Source: the time zone appendix of github.com/zoom/api, 2021.
"""

from zoneinfo import ZoneInfo

UNIVERSAL = "UTC"

_LISTED = frozenset(
    """
    Africa/Algiers Africa/Bangui Africa/Cairo Africa/Casablanca Africa/Djibouti Africa/Harare
    Africa/Johannesburg Africa/Khartoum Africa/Mogadishu Africa/Nairobi Africa/Nouakchott Africa/Tripoli
    Africa/Tunis America/Anchorage America/Araguaina America/Argentina/Buenos_Aires America/Bogota
    America/Caracas America/Chicago America/Costa_Rica America/Denver America/Edmonton America/El_Salvador
    America/Godthab America/Guatemala America/Halifax America/Indianapolis America/Lima America/Los_Angeles
    America/Managua America/Mazatlan America/Mexico_City America/Montevideo America/Montreal America/New_York
    America/Panama America/Phoenix America/Puerto_Rico America/Regina America/Santiago America/Sao_Paulo
    America/St_Johns America/Tegucigalpa America/Tijuana America/Vancouver America/Winnipeg Asia/Aden
    Asia/Almaty Asia/Amman Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Beirut Asia/Calcutta
    Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dubai Asia/Hong_Kong Asia/Irkutsk Asia/Jakarta Asia/Jerusalem
    Asia/Kabul Asia/Kamchatka Asia/Kathmandu Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuwait
    Asia/Magadan Asia/Muscat Asia/Nicosia Asia/Novosibirsk Asia/Qatar Asia/Riyadh Asia/Saigon Asia/Seoul
    Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tashkent Asia/Tehran Asia/Tokyo Asia/Vladivostok Asia/Yakutsk
    Asia/Yekaterinburg Atlantic/Azores Atlantic/Cape_Verde Atlantic/Reykjavik Australia/Adelaide
    Australia/Brisbane Australia/Darwin Australia/Hobart Australia/Perth Australia/Sydney CET Canada/Atlantic
    Etc/Greenwich Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin Europe/Brussels Europe/Bucharest
    Europe/Budapest Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul Europe/Kiev Europe/Lisbon
    Europe/London Europe/Luxembourg Europe/Madrid Europe/Moscow Europe/Oslo Europe/Paris Europe/Prague
    Europe/Rome Europe/Sofia Europe/Stockholm Europe/Vienna Europe/Warsaw Europe/Zurich Pacific/Apia
    Pacific/Auckland Pacific/Fiji Pacific/Honolulu Pacific/Midway Pacific/Noumea Pacific/Pago_Pago
    Pacific/Port_Moresby UTC
    """.split()  # noqa: SIM905 - a hundred names are read more easily without quotes
)
# The same clocks under the name that Zoom's list has for them.
_ALIASES = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Fort_Wayne": "America/Indianapolis",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Nuuk": "America/Godthab",
    "America/Toronto": "America/New_York",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Istanbul": "Europe/Istanbul",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Tel_Aviv": "Asia/Jerusalem",
    "Atlantic/Canary": "Europe/Lisbon",
    "Etc/GMT": "Etc/Greenwich",
    "Etc/UTC": UNIVERSAL,
    "Europe/Belfast": "Europe/London",
    "Europe/Bratislava": "Europe/Prague",
    "Europe/Kyiv": "Europe/Kiev",
    "Europe/Ljubljana": "Europe/Belgrade",
    "Europe/Sarajevo": "Europe/Belgrade",
    "Europe/Skopje": "Europe/Belgrade",
    "Europe/Zagreb": "Europe/Belgrade",
    "GMT": "Etc/Greenwich",
    "US/Central": "America/Chicago",
    "US/Eastern": "America/New_York",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
}


def zoom_timezone(zone: ZoneInfo) -> str:
    """Name the zone as Zoom does, `UTC` where Zoom has no name for it."""
    name = _ALIASES.get(zone.key, zone.key)
    return name if name in _LISTED else UNIVERSAL
