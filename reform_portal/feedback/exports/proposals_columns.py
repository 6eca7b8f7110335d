"""The columns of the table of proposals and the words for decisions in it. Pure.

The form is the practice of drafters, so its words are Ukrainian whatever the language of the draft.
"""

NUMBER, TEXT, PROPOSALS, CONCLUSIONS, FINAL = "№", "Текст", "Пропозиції", "Висновки", "Остаточна редакція"
HEADER = (NUMBER, TEXT, PROPOSALS, CONCLUSIONS, FINAL)
REASON, ID = "Обґрунтування", "id"
CONCLUSION_WORDS = {
    "accepted": "Враховано",
    "partly": "Враховано частково",
    "rejected": "Відхилено",
    "out_of_scope": "Поза предметом",
}
