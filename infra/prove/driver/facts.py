"""States facts for lib.sh, which judges them: one a line, with | between the fields."""


def expect(name, expected, measured):
    """Passes when the two are equal as text. What is measured may be a function: where it finds no answer, that is what was measured, and
    later facts are stated all the same."""
    _print("PROVE", name, expected, _answer(measured) if callable(measured) else measured)


def expect_between(name, low, high, measured):
    """Passes when a whole number is in the range, ends included."""
    _print("PROVE_BETWEEN", name, low, high, measured)


def not_run(name, reason):
    _print("PROVE_NOT_RUN", name, reason)


def note(text):
    """For people; judged by nobody."""
    _print("PROVE_NOTE", text)


def _answer(question):
    try:
        return question()
    except Exception as e:  # whatever was missing: the fact that lacks it says so
        return f"no answer ({type(e).__name__}: {e})"


def _print(kind, *fields):
    texts = (str(field).replace("|", "/").replace("\n", " ") for field in fields)
    print("|".join((kind, *texts)), flush=True)
