"""What somebody typed is kept whole or refused: a silent cut would change what they said."""

from server.domain.errors import DoorstepError


def kept_whole(text: str, most: int, field: str) -> str:
    """`text` with plain ends of lines and no space around it; `field` begins the sentence of the error.

    Raises `text_too_long`. A browser counts the end of a line as one letter and sends it as two, so they are made
    one before they are counted: a text that fits its field is never refused.
    """
    said = text.replace("\r\n", "\n").strip()
    if len(said) > most:
        sentence = f"{field} may have {most} letters and has {len(said)}. Nothing was saved: shorten it and save again."
        raise DoorstepError("text_too_long", sentence, {"most": most, "has": len(said)})
    return said
