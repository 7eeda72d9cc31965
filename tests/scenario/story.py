"""All words of the story that the server does not say: (English, Czech)."""

import texts

LANGUAGES = ("en", "cs")
TEXTS = texts.all_texts()


def text(key, language, **values):
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def text_or(key, language, otherwise):
    return text(key, language) if key in TEXTS else otherwise
