"""Looks into a Maildir: each file of new/ is a mail that went out."""
import email
import email.policy
import email.utils
import pathlib


class Mail:
    """A mail and the file that it is in."""

    def __init__(self, path):
        self.path = path
        self.message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)

    @property
    def to(self):
        return [address.addr_spec for address in self.message["To"].addresses]

    @property
    def subject(self):
        return str(self.message["Subject"])

    @property
    def date(self):
        return email.utils.parsedate_to_datetime(self.message["Date"])

    @property
    def id(self):
        return str(self.message["Message-ID"])

    def ids(self, header):
        """Of In-Reply-To or References."""
        return str(self.message[header] or "").split()

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()


class Mailbox:
    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._seen = set()

    def arrived(self):
        """The mails that were filed since the last look, oldest first."""
        paths = sorted(path for path in self._folder.glob("new/*") if path.name not in self._seen)
        self._seen.update(path.name for path in paths)
        return [Mail(path) for path in paths]

    def unfinished(self):
        return list(self._folder.glob("tmp/*"))
