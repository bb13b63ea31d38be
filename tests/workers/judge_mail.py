#!/usr/bin/python3
"""Reads mails with Python's email package, a judge that shares no code with ours, and prints what it found as JSON.

usage: judge_mail.py FILE...    prints a list with one object a file:
  headers   [[name, decoded value], ...] in order
  addresses {From|To: [[display name, address], ...]}
  defects   everything the parser did not like, in the mail, its headers and its parts
  parts     [{type, charset, encoding, text}, ...] of the leaves; of a file the number of its bytes
  wire      what breaks the rules of the wire: bare CR or LF, NUL, 8-bit bytes, long lines
  long      number of lines over 78 bytes
"""
import email
import email.policy
import json
import re
import sys


def wire_faults(data):
    faults = []
    if re.search(rb"\r(?!\n)|(?<!\r)\n", data):
        faults.append("bare CR or LF")
    if b"\0" in data:
        faults.append("NUL")
    if any(byte > 0x7F for byte in data):
        faults.append("8-bit byte")
    if any(len(line) > 998 for line in data.split(b"\r\n")):
        faults.append("line over 998 bytes")
    if not data.endswith(b"\r\n"):
        faults.append("no line end at the end")
    return faults


def text_of(part):
    content = part.get_content()
    return content.replace("\r\n", "\n") if isinstance(content, str) else f"{len(content)} bytes"


def judge(path):
    with open(path, "rb") as file:
        data = file.read()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    defects = []
    for part in mail.walk():
        defects += [type(defect).__name__ for defect in part.defects]
        for name, value in part.items():
            defects += [f"{name}: {type(defect).__name__}" for defect in value.defects]
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    return {
        "headers": [[name, str(value)] for name, value in mail.items()],
        "addresses": {
            name: [[a.display_name, a.addr_spec] for a in mail[name].addresses] for name in ("From", "To")
        },
        "type": mail.get_content_type(),
        "defects": defects,
        "parts": [
            {
                "type": part.get_content_type(),
                "charset": part.get_content_charset(),
                "encoding": part["Content-Transfer-Encoding"],
                "text": text_of(part),
            }
            for part in leaves
        ],
        "wire": wire_faults(data),
        "long": sum(len(line) > 78 for line in data.split(b"\r\n")),
    }


print(json.dumps([judge(path) for path in sys.argv[1:]]))
