"""Tenants of the documents, made fit for a demonstration."""
import pathlib

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "docs/examples/tenants"


def documented(name, receiver, more=""):
    """The tenant of docs/examples, with its webhooks sent to the receiver, and with more sections."""
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    place = f"127.0.0.1:{receiver.port}"
    for old, new in ((f'url = "https://crm.{name}.example/hooks"', f'url = "http://{place}/hooks"'),
                     ('secret_files = ["crm-hook-secret"]',
                      f'secrets = ["{receiver.secret}"]\nallow = ["{place.replace(":", "/32:")}"]')):
        if text.count(old) != 1:
            raise ValueError(f"{name}.toml of the documents has no {old} to be replaced")
        text = text.replace(old, new)
    return text + more
