"""Composition objects: texts, options, option groups, the confirmation, each with Slack's limits."""

from sandbox.slack.blocks.checks import Check, Place, Shape, boolean, by_type, list_of, one_of, string, url


def plain_text(longest: int) -> Check:
    """A text object that may only be plain."""
    return by_type({"plain_text": _plain(longest)})


def any_text(longest: int) -> Check:
    """A text object, plain or mrkdwn."""
    return by_type({"plain_text": _plain(longest), "mrkdwn": _mrkdwn(longest)})


def _plain(longest: int) -> Shape:
    return Shape(
        fields={"type": one_of("plain_text"), "text": string(longest=longest, shortest=1), "emoji": boolean},
        required=frozenset({"type", "text"}),
    )


def _mrkdwn(longest: int) -> Shape:
    return Shape(
        fields={"type": one_of("mrkdwn"), "text": string(longest=longest, shortest=1), "verbatim": boolean},
        required=frozenset({"type", "text"}),
    )


def _option(text: Check, description: Check) -> Shape:
    return Shape(
        fields={"text": text, "value": string(longest=150, shortest=1), "description": description},
        required=frozenset({"text", "value"}),
    )


select_option = _option(plain_text(75), plain_text(75))
choice_option = _option(any_text(75), any_text(75))  # radio buttons and checkboxes alone allow mrkdwn
overflow_option = Shape(
    fields={**select_option.fields, "url": url},
    required=frozenset({"text", "value"}),
)

select_options = list_of(select_option, most=100, least=1)
option_groups = list_of(
    Shape(
        fields={"label": plain_text(75), "options": select_options},
        required=frozenset({"label", "options"}),
    ),
    most=100,
    least=1,
)

confirm = Shape(
    fields={
        "title": plain_text(100),
        "text": plain_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": one_of("primary", "danger"),
    },
    required=frozenset({"title", "text", "confirm", "deny"}),
)


def either_options_or_groups(value: object, place: Place) -> None:
    if isinstance(value, dict) and ("options" in value) == ("option_groups" in value):
        place.refuse("must have either options or option_groups")


# What the app answers when an external_select asks; nothing found is an empty list here, unlike in a view.
offered_options = Shape(
    fields={
        "options": list_of(select_option, most=100),
        "option_groups": list_of(
            Shape(
                fields={"label": plain_text(75), "options": list_of(select_option, most=100)},
                required=frozenset({"label", "options"}),
            ),
            most=100,
        ),
    },
    rules=(either_options_or_groups,),
)
