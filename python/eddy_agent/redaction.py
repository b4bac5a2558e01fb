"""What is not to leave the program by the name that it stands under: the same rules as for Node programs."""

from __future__ import annotations

_text_keys = (
    "password passwd pwd passphrase passcode secret secrets token authorization cookie cookies apikey accesskey privatekey "
    "encryptionkey signingkey authkey accountkey credential credentials sessionid connectsid connectionstring connstring dbpass "
    "userpass mailpass smtppass basicauth proxyauth"
).split()
_whole_keys = ("auth", "pass")
_signature_keys = ("signature", "sig")
_signature_letters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+/=.:,-")
_number_keys = "ssn cvv cvc pin otp password passcode cardnumber creditcard iban".split()
_endings = tuple(one for one in _text_keys if len(one) > 4)
most_remembered = 2_000


class Redaction:
    def __init__(self, add_keys=(), except_keys=()) -> None:
        added = ["".join(words_of(one)) for one in add_keys]
        self._text = {*_text_keys, *_number_keys, *added}
        self._number = {*_number_keys, *added}
        self._except = {"".join(words_of(one)) for one in except_keys}
        self._remembered: dict = {}

    def hides_key(self, key: str, value: object) -> bool:
        rule = self._remembered.get(key)
        if rule is None:
            rule = self._rule_for(key)
            if len(self._remembered) < most_remembered:
                self._remembered[key] = rule
        # `isinstance` asks the value itself for its class.
        kind = type(value)
        if rule == "no" or value is None or kind is bool or callable(value):
            return False
        if rule == "string":
            return issubclass(kind, str)
        if rule == "signature":
            return issubclass(kind, str) and str.__len__(value) >= 8 and set(str.__iter__(value)) <= _signature_letters
        return rule == "any" or not issubclass(kind, (int, float))

    def _rule_for(self, key: str) -> str:
        if len(key) > 100:
            return "no"
        words = words_of(key)
        whole = "".join(words)
        if whole in self._except:
            return "no"
        rule = "no"
        for start in range(len(words)):
            joined = ""
            for word in words[start : start + 4]:
                joined += word
                if joined in self._number:
                    return "any"
                if joined in self._text:
                    rule = "text"
        if rule == "no" and whole.endswith(_endings):
            return "text"
        if rule == "no" and (whole in _whole_keys or (key.endswith("_PASS") and key.upper() == key)):
            return "string"
        if rule == "no" and any(word in _signature_keys for word in words):
            return "signature"
        return rule


def words_of(key: str) -> list:
    """In lower case: cut at what is no letter or digit, and where lower case turns to upper."""
    words: list = []
    word = ""
    was_lower = False
    for char in key:
        is_upper = char != char.lower()
        is_part = is_upper or char != char.upper() or char.isdigit()
        if not is_part or (is_upper and was_lower):
            if word:
                words.append(word)
            word = ""
        if is_part:
            word += char.lower()
        was_lower = is_part and not is_upper
    if word:
        words.append(word)
    return words


redaction = Redaction()
