"""What demonstrations are played with: an installation of the daemon, a webhook receiver, a look into the Maildir."""
