"""The pages of Slack and of Zoom that a browser passes on its way: each has its own, and all look alike."""

from jinja2 import ChoiceLoader, Environment, PackageLoader


def pages_of(package: str) -> Environment:
    """Find a package's own templates, and beside them what the sandbox's pages share."""
    return Environment(loader=ChoiceLoader([PackageLoader(package), PackageLoader("sandbox")]), autoescape=True)
