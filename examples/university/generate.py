#!/usr/bin/env python3
"""Makes the two exports of a university at any size, with the dirt that real ones have, and the truth about them.

    generate.py --people 10000 --seed 1 --out DIR [--change 0.01]

writes
    DIR/data/hr.csv         the student-information and HR export, 20 attributes
    DIR/data/directory.csv  the directory's accounts
    DIR/truth.csv           what must become of every account and of every person without one
    DIR/data/hr_changed.csv with --change: the next day's export, in which that share of the people is modified
    DIR/changes.csv         (70 %), deleted (15 %) or new (15 %), and who they are

The same arguments give the same bytes. Columns of truth.csv:
    account   key in directory.csv, empty for a person without an account
    person    key in hr.csv, empty where there is none
    outcome   joined     the account belongs to the person
              aside      set aside for a decision by hand, see reason
              wait       an account that matches nobody
              provision  the person gets a new account
              none       the person gets no account
              broken     a row of hr.csv that cannot be read, or whose key stands twice
    reason    the join rule (number, mail, name), or why: ambiguous, contested, occupied, class, left, candidate,
              service, unseen (its row in HR is broken), date, key, fields, twice
"""

import argparse
import os
import random
import unicodedata

GIVEN = """Ásta Björn Chloé Dávid Élodie François Gülşen Håkan Ibrahim José Katarzyna Łukasz Márta Núria Óscar Përparim
Quentin René Søren Thérèse Ünal Věra Wojciech Xīn Yaşar Zoë Aisha Ben Catherine Daniel Emma Fatima George Hannah Ian
Jack Kate Liam Mary Noah Olivia Peter Rachel Sarah Thomas Uma Victor William Xavier Yasmin Zachary Anne-Marie
Jean-Luc Mary-Jane Nguyễn Hương Siobhán Niamh Seán Gráinne Ångel Bára Čeněk Dörte Eña Frédéric Göran Hélène İpek
Jürgen Kęstutis Léa Mário Nádia Øyvind Petr Ragnhild Štěpán Tomáš Urška Vítor Žofie""".split()
FAMILY = """Ångström Björnsson Čapek D'Angelo Dupont Eriksson Fernández García Gonçalves Hernández Ibáñez Jönsson
Kowalski Løvland Łuczak Müller Novák Nowak Núñez O'Brien O'Neill Östlund Pérez Quiñones Rodríguez Sánchez Şahin
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts
Green Hall Wood Jackson Clarke Khan Ali Singh Kaur Begum Hussain Chen Wang Li Zhang Nguyễn Trần Phạm Kim Park Lee
Tanaka Satō Suzuki Schröder Weiß Groß Straße Köhler Krüger Schäfer Lefèvre Bézier Gauß Poincaré Erdős Gödel Dvořák
Martinů Janáček Sibelius Grieg Nielsen Ørsted Bohr Celsius Linné Strömgren Væver MacDonald McGregor VanDyke
DeLaCruz Saint-Exupéry Lloyd-Jones Ó'Súilleabháin Fitzgerald Murphy Kelly Walsh Ryan""".split()
FAMILY = [name.replace("VanDyke", "van Dyke").replace("DeLaCruz", "de la Cruz").replace("Ó'S", "Ó S") for name in FAMILY]
FACULTIES = [("Science", ["Chemistry", "Physics", "Biology", "Mathematics"]),
             ("Arts", ["History", "Music", "Irish", "Philosophy"]),
             ("Medicine", ["Nursing", "Surgery", "Pharmacy"]),
             ("Business", ["Economics", "Accounting", "Law"]),
             ("Services", ["Library", "Estates", "Finance", "IT Services"])]
DEPARTMENTS = [(faculty, department) for faculty, all in FACULTIES for department in all]
JOBS = ["Lecturer", "Senior Lecturer", "Professor", "Technician", "Administrator", "Librarian", "Research Fellow"]
TITLES = ["Mr", "Ms", "Dr", "Prof", "Mrs", "Mx", ""]
CAMPUSES = ["City", "Riverside", "North"]
HR_COLUMNS = ["PersonID", "Title", "FirstName", "MiddleNames", "LastName", "PreferredName", "BirthDate", "Kind",
              "Faculty", "Department", "JobTitle", "CourseCode", "YearOfStudy", "StartDate", "EndDate",
              "PersonalEmail", "WorkEmail", "Phone", "Campus", "ManagerID"]
DIRECTORY_COLUMNS = ["entryUUID", "uid", "employeeNumber", "givenName", "sn", "displayName", "mail", "birthDate",
                     "department", "title", "employeeType", "userPrincipalName", "accountStatus"]
DOMAIN = "uni.example"

# Share of the people in percent; a person whose share is not listed is "normal".
SITUATIONS = [("no_account", 10), ("by_mail", 8), ("by_name", 4), ("folded", 4), ("leaver", 4), ("surname", 3),
              ("other", 3), ("returner", 1), ("gone", 1), ("two_accounts", .5), ("contested", .4), ("shared_mail", .3),
              ("twins", .15), ("same_number", .2), ("broken_date", .1), ("missing_id", .05), ("short_row", .05),
              ("duplicate_id", .05)]
# A small university has one of each, too.
PAIRS = {"shared_mail", "twins"}  # the next person is the other one
FIRST = ["normal"] + [place for name, _ in SITUATIONS for place in ([name, "normal"] if name in PAIRS else [name])]

MARKS = str.maketrans({"ø": "oe", "Ø": "OE", "ß": "ss", "æ": "ae", "Æ": "AE", "ł": "l", "Ł": "L", "ı": "i"})


def fold(name):
    """ASCII, as an old directory holds names."""
    decomposed = unicodedata.normalize("NFKD", name.translate(MARKS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def letters(name):
    return "".join(c for c in fold(name).lower() if "a" <= c <= "z")


FOLDED = {name: fold(name) for name in GIVEN + FAMILY}
PLAIN = {name: letters(name) for name in GIVEN + FAMILY}

MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
BIRTHDAYS = [f"{month + 1:02d}-{day + 1:02d}" for month in range(12) for day in range(MONTH_DAYS[month])]


def birth_date(name_index, repetition):
    """Two people of one name never share a birth date, unless they are meant to."""
    day = (name_index * 7919 + repetition * 17) % (365 * 40)
    return f"{1963 + day // 365}-{BIRTHDAYS[day % 365]}"


def line(fields):
    """One CSV record; only what needs quotes has them."""
    return ",".join('"' + f.replace('"', '""') + '"' if "," in f or '"' in f else f for f in fields) + "\n"


def mixed_case(rng, text):
    return text.upper() if rng.random() < 0.5 else text.title()


class University:
    def __init__(self, people, seed):
        self.rng = random.Random(f"{seed}/{people}")
        self.people = people
        names = len(GIVEN) * len(FAMILY)
        self.names = names
        # So few different names that about one in seven shares hers with somebody.
        self.different = min(names, max(20, people * 85 // 100))
        step = 3571
        while names % step == 0:
            step += 2
        self.step = step
        thresholds, total = [], 0.0
        for name, percent in SITUATIONS:
            total += percent / 100
            thresholds.append((total, name))
        self.thresholds = thresholds
        self.account_number = 0

    def situation(self, index):
        if index < len(FIRST):
            return FIRST[index]
        draw = self.rng.random()
        if draw > self.thresholds[-1][0]:
            return "normal"
        for limit, name in self.thresholds:
            if draw <= limit:
                return name
        return "normal"

    def person(self, index, number, situation):
        """A row of HR, as a list."""
        rng = self.rng
        repetition, which = divmod(index, self.different)
        name = (which * self.step + 17) % self.names
        given, family = GIVEN[name % len(GIVEN)], FAMILY[name // len(GIVEN)]
        bits = rng.getrandbits(40)
        student = bits & 3 != 0
        faculty, department = DEPARTMENTS[(bits >> 2) % (len(DEPARTMENTS) - 4 if student else len(DEPARTMENTS))]
        kind = "S" if student else "T"
        if situation == "other":
            kind = "A"
        end = ""
        if situation in ("leaver", "gone"):
            end = f"{2019 + (bits >> 8) % 5}-06-30"
        elif student:
            end = f"{2090 + (bits >> 8) % 5}-07-31"
        mail = ""
        if situation not in ("no_account", "other", "gone"):
            mail = f"{PLAIN[given]}.{PLAIN[family]}{number}@{DOMAIN}"
        return [f"P{number:07d}", "" if student else TITLES[(bits >> 11) % len(TITLES)], given,
                GIVEN[(bits >> 14) % len(GIVEN)] if bits & 0x30000 == 0 else "", family,
                given[:3] if bits & 0x1C0000 == 0 else "", birth_date(name, repetition), kind, faculty, department,
                "" if student else JOBS[(bits >> 21) % len(JOBS)],
                f"{department[:3].upper()}{100 + (bits >> 24) % 300}" if student else "",
                str(1 + (bits >> 33) % 4) if student else "",
                f"{2015 + (bits >> 35) % 5 - (0 if student else 6)}-09-01", end,
                f"{PLAIN[given]}{number}@mail.example", mail, f"+44 20 7946 {(bits >> 20) % 10000:04d}",
                CAMPUSES[(bits >> 37) % 3], ""]

    def account(self, person, situation):
        """A row of the directory for the row of HR."""
        self.account_number += 1
        number = self.account_number
        (_, _, given, _, family, _, birth, kind, _, department, job, _, _, _, _, _, mail, _, _, _) = person
        uid = f"{PLAIN[given][:1]}{PLAIN[family][:6]}{number}"
        return [f"{number * 2654435761 % 4294967296:08x}-0000-4000-8000-{number:012x}", uid, person[0], given, family,
                f"{given} {family}", mail, birth, department, job, "staff" if kind == "T" else "student",
                f"{uid}@{DOMAIN}", "active"]


# ---- the situations: what the exports hold, and what must come of it ---------------------------------------------
# Each gets the university, the person's row (which it may change), and gives accounts and lines of truth.

def _joined(account, person, rule):
    return [(account[0], person[0], "joined", rule)]


def normal(u, person):
    account = u.account(person, "normal")
    return [account], _joined(account, person, "number")


def no_account(u, person):
    return [], [("", person[0], "provision", "")]


def by_mail(u, person):
    account = u.account(person, "by_mail")
    account[2] = ""
    account[6] = mixed_case(u.rng, account[6])
    return [account], _joined(account, person, "mail")


def by_name(u, person):
    account = u.account(person, "by_name")
    account[2] = account[6] = ""
    account[3] = FOLDED[person[2]].upper()
    account[4] = FOLDED[person[4]]
    account[5] = f"{account[4]}, {account[3]}"
    return [account], _joined(account, person, "name")


def folded(u, person):
    account = u.account(person, "folded")
    account[2] = account[2].lower()
    account[3], account[4] = FOLDED[person[2]], FOLDED[person[4]]
    account[5] = f"{account[3]} {account[4]}"
    return [account], _joined(account, person, "number")


def surname(u, person):
    account = u.account(person, "surname")
    account[4] = FAMILY[(FAMILY.index(person[4]) + 29) % len(FAMILY)]
    account[5] = f"{account[3]} {account[4]}"
    return [account], _joined(account, person, "number")


def other(u, person):
    return [], [("", person[0], "none", "class")]


def returner(u, person):
    account = u.account(person, "returner")
    account[12] = "disabled"
    return [account], _joined(account, person, "number")


def gone(u, person):
    return [], [("", person[0], "none", "left")]


def two_accounts(u, person):
    first, second = u.account(person, "two"), u.account(person, "two")
    second[2] = ""
    return [first, second], _joined(first, person, "number") + [(second[0], person[0], "aside", "occupied")]


def contested(u, person):
    first, second = u.account(person, "contested"), u.account(person, "contested")
    first[2] = second[2] = ""
    return [first, second], [(first[0], person[0], "aside", "contested"), (second[0], person[0], "aside", "contested"),
                             ("", person[0], "none", "candidate")]


def same_number(u, person):
    first, second = u.account(person, "same"), u.account(person, "same")
    return [first, second], [(first[0], person[0], "aside", "contested"), (second[0], person[0], "aside", "contested"),
                             ("", person[0], "none", "candidate")]


def _ambiguous(u, person, partner):
    account = u.account(person, "ambiguous")
    account[2] = ""
    return account, [(account[0], person[0], "aside", "ambiguous"), ("", person[0], "none", "candidate"),
                     ("", partner[0], "none", "candidate")]


def shared_mail(u, person, partner):
    partner[16] = person[16]
    account, truth = _ambiguous(u, person, partner)
    return [account], truth


def twins(u, person, partner):
    partner[2], partner[4], partner[6] = person[2], person[4], person[6]
    person[16] = partner[16] = ""
    account, truth = _ambiguous(u, person, partner)
    account[6] = ""
    return [account], truth


def _broken(u, person, reason):
    account = u.account(person, "broken")
    return [account], [("", person[0], "broken", reason), (account[0], person[0], "wait", "unseen")]


def broken_date(u, person):
    result = _broken(u, person, "date")
    person[6] = "31/02/1990"
    return result


def missing_id(u, person):
    result = _broken(u, person, "key")
    person[0] = ""
    return result


def short_row(u, person):
    result = _broken(u, person, "fields")
    del person[12:]
    return result


def duplicate_id(u, person):
    return _broken(u, person, "twice")


ALONE = {f.__name__: f for f in (normal, no_account, by_mail, by_name, folded, surname, other, returner, gone, two_accounts,
                                 contested, same_number, broken_date, missing_id, short_row, duplicate_id)}
ALONE["leaver"] = normal
TOGETHER = {"shared_mail": shared_mail, "twins": twins}


class Changes:
    """The next day's HR export, written beside the first."""

    def __init__(self, share, seed, folder):
        self.share = min(1.0, share / 0.86)  # of those who may change
        self.rng = random.Random(f"change/{seed}")
        self.rows = open(os.path.join(folder, "data", "hr_changed.csv"), "w", encoding="utf-8", newline="")
        self.log = open(os.path.join(folder, "changes.csv"), "w", encoding="utf-8", newline="")
        self.rows.write(line(HR_COLUMNS))
        self.log.write("person,change,attribute\n")
        self.created = 0

    def row(self, person, text, situation):
        draw = self.rng.random()
        if draw >= self.share or situation not in ("normal", "no_account", "by_mail", "folded"):
            self.rows.write(text)
            return
        part = draw / self.share
        if part < 0.15:
            self.log.write(f"{person[0]},deleted,\n")
        elif part < 0.30:
            self.rows.write(text)
            self.created += 1
        else:
            self.modify(list(person), part)

    def modify(self, person, part):
        if part < 0.5:
            column, value = 4, FAMILY[self.rng.randrange(len(FAMILY))]
            if value == person[4]:
                value += "-Smith"
        elif part < 0.7:
            column, value = 9, "Archives"
        elif part < 0.9:
            column, value = 17, f"+44 20 7946 {self.rng.randrange(10000):04d} ext 1"
        else:
            column, value = 14, "2025-01-31"
        person[column] = value
        self.rows.write(line(person))
        self.log.write(f"{person[0]},modified,{HR_COLUMNS[column]}\n")

    def close(self, university, next_number):
        for i in range(self.created):
            person = university.person(next_number + i, next_number + i, "no_account")
            self.rows.write(line(person))
            self.log.write(f"{person[0]},created,\n")
        self.rows.close()
        self.log.close()


def generate(arguments):
    university = University(arguments.people, arguments.seed)
    os.makedirs(os.path.join(arguments.out, "data"), exist_ok=True)
    changes = Changes(arguments.change, arguments.seed, arguments.out) if arguments.change > 0 else None

    def create(*path):
        return open(os.path.join(arguments.out, *path), "w", encoding="utf-8", newline="", buffering=1 << 20)

    with create("data", "hr.csv") as hr, create("data", "directory.csv") as directory, create("truth.csv") as truth:
        hr.write(line(HR_COLUMNS))
        directory.write(line(DIRECTORY_COLUMNS))
        truth.write("account,person,outcome,reason\n")
        index = 0
        managers = []
        while index < arguments.people:
            situation = university.situation(index)
            if situation in PAIRS and index + 1 >= arguments.people:
                situation = "normal"
            group = [university.person(index, 1000 + index, situation)]
            if situation in PAIRS:
                group.append(university.person(index + 1, 1001 + index, situation))
                accounts, lines = TOGETHER[situation](university, *group)
            else:
                accounts, lines = ALONE[situation](university, group[0])
            for person in group:
                if len(person) == len(HR_COLUMNS) and managers:
                    person[19] = managers[(index * 31) % len(managers)]
                text = line(person)
                hr.write(text)
                if situation == "duplicate_id":
                    hr.write(text)
                if changes:
                    changes.row(person, text, situation)
                    if situation == "duplicate_id":
                        changes.rows.write(text)
            if situation == "normal" and len(managers) < 500 and group[0][7] == "T":
                managers.append(group[0][0])
            for account in accounts:
                directory.write(line(account))
            for fields in lines:
                truth.write(",".join(fields) + "\n")
            index += len(group)
        for service in range(max(1, arguments.people // 200)):
            account = university.account(["", "", "Mary", "", "Smith"] + [""] * 15, "service")
            account[1] = f"svc-printer{service}"
            account[2:11] = ["", "", "", f"Printer {service}", "", "", "Estates", "", "service"]
            account[11] = ""
            directory.write(line(account))
            truth.write(f"{account[0]},,wait,service\n")
    if changes:
        changes.close(university, 1000 + index)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default=".")
    parser.add_argument("--change", type=float, default=0, help="share of the people that the next export changes: 0.01")
    generate(parser.parse_args())


if __name__ == "__main__":
    main()
