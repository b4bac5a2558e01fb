"""What is not to leave the program, by its shape and by the name that it stands under: the same rules as for Node programs."""

from __future__ import annotations

# (name, one of these must be there at all in lower case, pattern, ignore case). What group 1 holds stays.
_shapes = (
    (
        "private-key",
        ("-----begin",),
        r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$)",
        False,
    ),
    ("jwt", ("eyj",), r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?", False),
    (
        "authorization",
        ("bearer", "basic", "digest", "token"),
        r"\b((?:Bearer|Basic|Digest|Token)\s+)[\w.~+/=-]{8,}",
        True,
    ),
    (
        "key",
        (
            *("sk-", "k_live_", "k_test_", "gho_", "ghp_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox"),
            *("npm_", "hf_", "akia", "asia", "aiza", "ya29.", "sg.", "whsec_"),
        ),
        r"\b(?:sk-|[spr]k_(?:live|test)_|gh[opusr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|hf_|AKIA|ASIA|AIza|ya29\.|SG\.|whsec_)"
        r"[\w.-]{12,}",
        False,
    ),
    ("password", ("://",), r"(:\/\/[^\s:/@]{0,100}:)[^\s@/]{1,200}(?=@)", False),
    (
        "field",
        ("passw", "pwd", "secret", "key", "token", "authorization", "signature", "_pass"),
        r"((?:password|passwd|pwd|secret|api[_-]?key|a(?:ccess|ccount)[_-]?key|token|authorization|signature|\w_pass)"
        r"[\"']?\s{0,3}[=:]\s{0,3}[\"']?)(?!\[redacted)[^\s\"'&;,}\]]{3,}",
        True,
    ),
    ("field", ("?", "&"), r"([?&](?:auth|key|pass|sig)=)(?!\[redacted)[^\s\"'&;#]{8,}", True),
)
_card = ("card", (), r"\b[2-6]\d{3}(?:[ -]?\d){9,15}\b", False)
_compiled: dict = {}


def hide(text: str) -> str:
    """The text with each secret in it replaced by `[redacted: …]`."""
    if len(text) < 8:
        return text
    lower = text.lower()
    for number, (name, needs, pattern, ignores) in enumerate(_shapes):
        for need in needs:
            if need in lower:
                text = _hide(text, number, name, pattern, ignores)
                break
    if len(text) > 12 and not text.isalpha() and sum(map(str.isdigit, text)) > 12:
        text = _hide(text, -1, *_card[::2], False)
    return text


def _hide(text: str, number: int, name: str, pattern: str, ignores: bool) -> str:
    compiled = _compiled.get(number)
    if compiled is None:
        import re

        compiled = _compiled[number] = re.compile(pattern, re.ASCII | (re.IGNORECASE if ignores else 0))

    def put(found) -> str:
        if name == "card" and not is_card(found.group()):
            return found.group()
        kept = found.group(1) if compiled.groups else ""
        return f"{kept}[redacted: {name}]"

    return compiled.sub(put, text)


def is_card(text: str) -> bool:
    """13 to 19 digits with a right check digit (Luhn), beginning as payment cards do."""
    digits = [int(one) for one in text if one.isdigit()]
    total = 0
    for at, digit in enumerate(reversed(digits)):
        weighed = digit * 2 if at % 2 else digit
        total += weighed - 9 if weighed > 9 else weighed
    return 13 <= len(digits) <= 19 and total % 10 == 0 and 2 <= digits[0] <= 6
