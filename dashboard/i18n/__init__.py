"""Texts, numbers and the words of a figure, in Chinese and English. Nothing here knows of Streamlit."""

from dashboard.i18n.texts import LANGUAGES, Texts, texts

__all__ = ["LANGUAGES", "Texts", "texts"]
