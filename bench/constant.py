"""The measure of all pages: a Flask application with one constant page of 60 KB."""

from flask import Flask

SIZE = 60 * 1024
PAGE = "<!doctype html><title>Constant</title>".ljust(SIZE, "x")

app = Flask(__name__)


@app.get("/")
def page() -> str:
    return PAGE
