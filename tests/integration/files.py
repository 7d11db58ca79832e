"""The files of a configuration and of its applications, as tests write and read them."""
import csv
import os


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def table(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["PersonID"]: row for row in csv.DictReader(file)}
