"""Accuracy: blind sets of labelled reports, their score, the page that shows it, and the audits of the lexicon and the corpus.

Nothing here holds a report's sentence: the labels are figures with offsets, and the reports are read where they stand
beside the project (`../shared`). Where they are not there, every command says so and ends.
"""
