"""Runs a command on a terminal of its own and types the answers to what it asks.

The command is the arguments. Standard input is a JSON list of {"asked", "typed", "hidden"}: each answer is typed once
its question is shown and, if it is to be hidden, once the terminal shows nothing typed. What the terminal showed goes to
standard output, and the command's exit status is this program's: 128 and its number if a signal ended it. A terminal that
is then not as it was before is an error.
"""

import json
import os
import pty
import select
import sys
import termios

ECHO = 3  # the place of the local flags in what tcgetattr tells


def main():
    dialogue = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    before = termios.tcgetattr(terminal)
    shown = bytearray()
    for answer in dialogue:
        begun = len(shown)
        while answer["asked"].encode() not in shown[begun:]:
            if not hear(terminal, shown):
                sys.exit(f"{answer['asked']!r} was not asked, but: {shown.decode(errors='replace')}")
        while answer["hidden"] and shows_what_is_typed(terminal):
            # It says nothing when it stops showing; it is looked at again after whatever comes or a moment.
            if select.select([terminal], [], [], 0.01)[0] and not hear(terminal, shown):
                sys.exit("it ended without hiding what is typed")
        os.write(terminal, answer["typed"].encode() + b"\n")
    while hear(terminal, shown):
        pass
    sys.stdout.buffer.write(shown)
    sys.stdout.flush()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if termios.tcgetattr(terminal) != before:
        sys.exit("it did not leave the terminal as it was")
    sys.exit(status if status >= 0 else 128 - status)


def hear(terminal, shown):
    try:
        heard = os.read(terminal, 65536)
    except OSError:  # Linux says so when nobody is at the other end any more.
        return False
    shown += heard
    return bool(heard)


def shows_what_is_typed(terminal):
    return bool(termios.tcgetattr(terminal)[ECHO] & termios.ECHO)


main()
