"""What the sandbox's Slack knows of people who are signing in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class SignInCode:
    """What a code stands for; `made_at` is real time."""

    user_id: str
    redirect_uri: str
    nonce: str
    made_at: float


@dataclass
class SignIns:
    """The codes and tokens that are good now."""

    codes: dict[str, SignInCode] = field(default_factory=dict, repr=False)
    tokens: dict[str, str] = field(default_factory=dict, repr=False)  # to the user id
