"""Numbers as Excel shows them: ids are often kept as numbers, with the rest in the format."""

import re

EXACT = 10**15  # Excel keeps 15 digits
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<note>[^\]]*)\]'
    r"|(?P<digit>[0#?])|(?P<decimals>\.[0#?]*)|(?P<plain>[-+/(): ,!&'~{}<>=$])|(?P<other>.)"
)
AS_TYPED = {"general", "@", "標準", ""}


def shown_number(value: float, number_format: str) -> str:
    """The digits of a whole number in the places of its format; scientific where Excel made it so.

    A format that cannot be followed is shown beside the number, where no id can look like it.
    """
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    number, first = int(value), number_format.split(";")[0]
    if abs(number) >= EXACT:
        return f"{value:.15G}" if isinstance(value, float) else f"{float(value):.15G}"
    if first.casefold() in AS_TYPED:
        return str(number)
    if re.search(r"E[+-]", re.sub(r'"[^"]*"', "", first), re.IGNORECASE):
        return f"{number:.2E}"
    text = _in_places(str(abs(number)), list(TOKEN.finditer(first)))
    if text is None:
        return f"{number}（書式 {number_format}）"
    return text if number >= 0 else f"-{text}"


def _in_places(digits: str, tokens: list[re.Match]) -> str | None:
    """Digits from the right into the places; what is left over stands before the first place."""
    if any(t["other"] or _condition(t["note"]) for t in tokens):
        return None
    places = [n for n, token in enumerate(tokens) if token["digit"]]
    text = []
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if not token["digit"]:
            text.append("" if token["plain"] == "," else _literal(token))
            continue
        text.append(digits[-1:] or ("0" if token["digit"] == "0" else ""))
        digits = digits[:-1]
        if n == places[0]:
            text.append(digits)
    return "".join(reversed(text)).strip() if places else None


def _literal(token: re.Match) -> str:
    return token["quoted"] or token["escaped"] or token["plain"] or ""


def _condition(note: str | None) -> bool:
    """A condition or a time, unlike a language or a colour."""
    return bool(note) and note[0] in "<>=hHmMsS"
