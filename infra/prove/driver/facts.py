"""States facts for lib.sh, which judges them: one a line, with | between the fields."""


def expect(name, expected, measured):
    """Passes when the two are equal as text."""
    _print("PROVE", name, expected, measured)


def expect_between(name, low, high, measured):
    """Passes when a whole number is in the range, ends included."""
    _print("PROVE_BETWEEN", name, low, high, measured)


def not_run(name, reason):
    _print("PROVE_NOT_RUN", name, reason)


def note(text):
    """For people; judged by nobody."""
    _print("PROVE_NOTE", text)


def _print(kind, *fields):
    texts = (str(field).replace("|", "/").replace("\n", " ") for field in fields)
    print("|".join((kind, *texts)), flush=True)
