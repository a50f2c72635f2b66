#!/bin/sh
# Guess:   a delivery report that says which address failed for good is understood whatever letters the address has.
# Seen:    flufl.bounce finds the address after "rfc822;". RFC 6533 writes one with other letters after "utf-8;", and
#          then the report counts as no failure at all: both sets come back empty, as for a report of success. What was
#          asked for (Original-Recipient) in ASCII is found even where the final address is of another type.
# Version: flufl.bounce 6.0.0 from PyPI, seen on 2026-11-30.
# Matters: the school goes on writing to a pupil's address that has not worked for months, because the one list of
#          addresses that bounce stays empty for just the people whose names have an umlaut in them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check flufl.bounce==6.0.0
cat > "$folder/see.py" <<'PYTHON'
from email import message_from_bytes

from flufl.bounce import all_failures

REPORT = """From: MAILER-DAEMON@mx.example
To: desk@school.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary=part

--part
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

There is no such mailbox.

--part
Content-Type: message/{kind}
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.example

{original}Final-Recipient: {final}
Action: failed
Status: 5.1.1

--part--
"""


def failures(kind, final, original=""):
    report = REPORT.format(kind=kind, final=final, original=original)
    temporary, permanent = all_failures(message_from_bytes(report.encode()))
    return sorted(temporary), sorted(permanent)


ASKED_FOR = "Original-Recipient: rfc822; lena@school.example\n"
print("rfc822:", *failures("delivery-status", "rfc822; lena@school.example"))
print("utf-8:", *failures("delivery-status", "utf-8; jürgen@schule.example"))
print("utf-8, global report:", *failures("global-delivery-status", "utf-8; jürgen@schule.example"))
print("another type, asked for in ASCII:", *failures("delivery-status", "x400; c=de", ASKED_FOR))
PYTHON
cat > "$folder/expected" <<'SEEN'
rfc822: [] [b'lena@school.example']
utf-8: [] []
utf-8, global report: [] []
another type, asked for in ASCII: [] [b'lena@school.example']
SEEN
"$folder/venv/bin/python" "$folder/see.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
