# SPDX-License-Identifier: Apache-2.0
"""Finds the functions of a C file: name, lines, how deep they nest, whether they are static.

Reads C as clang-format leaves it, without a preprocessor: comments, strings and directives are
blanked out, then braces and parentheses are matched. Code that comes out of macros is not seen."""

import re
from dataclasses import dataclass

BLANK = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | ^[ \t]*\#(?:\\\n|/\*.*?\*/|[^\n])*""",
    re.S | re.M | re.X)
TOKEN = re.compile(r"[A-Za-z_]\w*|[{}()\[\];:?]|[^\s\w]|\d\w*")
LOOPS = {"for", "while", "switch", "if"}
FOREACH = re.compile(r".*_(foreach|FOREACH)\b|[A-Z_]*FOREACH$")


@dataclass
class Function:
    name: str
    static: bool
    first: int  # line of the signature, from 1
    lines: int
    nesting: int  # control structures inside each other; 0 for straight code


def blank(text):
    """TEXT with comments, strings and directives replaced; every line stays where it was. A string
    becomes "" so that a call keeps its argument."""

    def replace(match):
        found = match.group()
        newlines = "\n" * found.count("\n")
        return '""' + newlines if found[0] in "\"'" else " " + newlines

    return BLANK.sub(replace, text)


def tokens_of(text):
    """Pairs of token and line number."""
    found, line, at = [], 1, 0
    for match in TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.append((match.group(), line))
    return found


class Walker:
    """Walks the statements of one function body and notes the deepest nesting."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.deepest = 0

    def token(self, at):
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def skip_pair(self, at, opening, closing):
        """The place after the bracket that closes the one at AT."""
        depth = 0
        while at < len(self.tokens):
            depth += (self.token(at) == opening) - (self.token(at) == closing)
            at += 1
            if depth == 0:
                break
        return at

    def block(self, at, depth):
        at += 1
        while at < len(self.tokens) and self.token(at) != "}":
            at = self.statement(at, depth)
        return at + 1

    def body(self, at, depth):
        self.deepest = max(self.deepest, depth)
        return self.statement(at, depth)

    def statement(self, at, depth):
        token, following = self.token(at), self.token(at + 1)
        if token == "{":
            return self.block(at, depth)
        if following == "(" and (token in LOOPS or FOREACH.match(token)):
            at = self.body(self.skip_pair(at + 1, "(", ")"), depth + 1)
            return self.otherwise(at, depth) if token == "if" else at
        if token == "do":
            return self.statement_end(self.body(at + 1, depth + 1))
        if token in ("case", "default") or (following == ":" and token.isidentifier()):
            while self.token(at) not in (":", ""):
                at += 1
            return at + 1
        return self.statement_end(at)

    def otherwise(self, at, depth):
        if self.token(at) != "else":
            return at
        if self.token(at + 1) == "if":
            return self.statement(at + 1, depth)
        return self.body(at + 1, depth + 1)

    def statement_end(self, at):
        while at < len(self.tokens) and self.token(at) not in (";", "}"):
            if self.token(at) in "({":
                opening = self.token(at)
                at = self.skip_pair(at, opening, ")" if opening == "(" else "}")
            else:
                at += 1
        return at + 1 if self.token(at) == ";" else at


def signature(tokens, brace):
    """Name, place of the first token and static of the function whose body opens at BRACE; None
    when the brace opens something else (an initialiser, a struct)."""
    if brace == 0 or tokens[brace - 1][0] != ")":
        return None
    at, depth = brace - 1, 0
    while at >= 0:
        depth += (tokens[at][0] == ")") - (tokens[at][0] == "(")
        if depth == 0:
            break
        at -= 1
    name = tokens[at - 1][0] if at > 0 else ""
    if not name.isidentifier():
        return None
    start = at - 1
    while start > 0 and tokens[start - 1][0] not in (";", "}", ")"):
        start -= 1
    return name, start, "static" in [token for token, _ in tokens[start:at]]


def functions(text):
    tokens = tokens_of(blank(text))
    walker, found, at = Walker(tokens), [], 0
    while at < len(tokens):
        if tokens[at][0] != "{":
            at += 1
            continue
        end = walker.skip_pair(at, "{", "}")
        signed = signature(tokens, at)
        if signed:
            inside = Walker(tokens[at:end])
            inside.statement(0, 0)
            name, start, static = signed
            first, last = tokens[start][1], tokens[end - 1][1]
            found.append(Function(name, static, first, last - first + 1, inside.deepest))
        at = end
    return found
