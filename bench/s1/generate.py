#!/usr/bin/env python3
"""The data of benchmark S1 in its small form: two CSV files of 20 attributes for N people, from a seed.

usage: generate.py N OUT_DIR [--seed S] [--changed PERCENT]

hr.csv has everybody; directory.csv has an account for 98 of 100, joined by number (70 %), mail in another case (20 %)
or name and birth date (10 %); 5 % of the accounts have an old display name. With --changed, PERCENT of the people of hr.csv
are different: of 100 such, about 70 have another title, 15 are gone and 15 are new.
"""
import argparse
import os
import random

FIRST = ["Anna", "John", "Peter", "Maria", "Søren", "José", "Zoë", "Ulrike", "Łukasz", "Robert", "Elizabeth", "Wei",
         "Olga", "Priya", "Chloé", "Björn", "Ivan", "Grace", "Henry", "Isabel", "Karen", "Liam", "Mia", "Noah"]
LAST = ["Smith", "van der Berg", "O'Neil", "Müller", "García", "Jones", "McDonald", "de la Cruz", "Kowalski", "Johansson",
        "Brown", "Taylor", "Hernandez", "Christodoulopoulos", "Lee", "Chen", "Patel", "Novák", "Ivanov", "Dubois"]
DEPARTMENTS = ["Sales", "Engineering", "Human Resources", "Finance", "Legal", "Research", "IT Operations", "Support"]
CITIES = ["London", "Paris", "Berlin", "Madrid", "Oslo", "Kraków", "Zürich", "Lyon"]
COUNTRIES = ["GB", "FR", "DE", "ES", "NO", "PL", "CH", "FR"]
TITLES = ["Analyst", "Engineer", "Manager", "Director", "Clerk", "Consultant"]
HR = ("PersonID,FirstName,LastName,MiddleName,BirthDate,Email,Department,Title,City,Country,Street,PostCode,Phone,Mobile,"
      "CostCentre,Company,Kind,StartDate,Manager,Salary").split(",")
DIRECTORY = ("AccountID,login,givenName,sn,displayName,mail,employeeNumber,birthDate,department,title,city,country,street,"
             "postCode,phone,mobile,costCentre,company,status,description").split(",")


def person(number, random_state):
    """One HR row as a list, from the person's number alone."""
    r = random_state
    first, last = FIRST[r.randrange(24)], LAST[r.randrange(20)]
    place = r.randrange(8)
    return [f"P{number:08d}", first, last, FIRST[r.randrange(24)] if r.random() < 0.6 else "",
            f"{1950 + r.randrange(50)}-{1 + r.randrange(12):02d}-{1 + r.randrange(28):02d}",
            f"user{number}@example.com", DEPARTMENTS[r.randrange(8)], TITLES[r.randrange(6)], CITIES[place],
            COUNTRIES[place], f"{1 + r.randrange(200)} High Street", f"{10000 + r.randrange(89999)}",
            f"+44 20 {r.randrange(10**8):08d}", f"+44 7 {r.randrange(10**8):08d}" if r.random() < 0.5 else "",
            f"CC-{1000 + r.randrange(9000)}-{r.randrange(1000):03d}", "Example Ltd", "S" if r.random() < 0.8 else "T",
            f"{2000 + r.randrange(25)}-0{1 + r.randrange(9)}-15", f"P{r.randrange(number + 1):08d}",
            str(20000 + r.randrange(80000))]


def account(number, row, r):
    """The directory's row of this person, or None."""
    if r.random() < 0.02:
        return None
    way = r.random()
    display = f"{row[1]} {row[2]}" if r.random() >= 0.05 else f"{row[1]} {row[2]}-Old"
    return [f"a{number:09d}", f"user{number}", row[1], row[2], display,
            row[5].upper() if 0.7 <= way < 0.9 else row[5] if way < 0.7 else "",
            row[0] if way < 0.7 else "", row[4], row[6], row[7], row[8], row[9], row[10], row[11], row[12], row[13],
            row[14], row[15], "active", ""]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", type=float, default=0)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    change = options.changed / 100
    added = int(options.people * change * 0.15)
    r = random.Random()
    with open(f"{options.out}/hr.csv.new", "w", encoding="utf-8", newline="") as hr, \
            open(f"{options.out}/directory.csv.new", "w", encoding="utf-8", newline="") as directory:
        hr.write(",".join(HR) + "\n")
        directory.write(",".join(DIRECTORY) + "\n")
        for number in range(options.people + added):
            r.seed(options.seed * 1_000_000_007 + number)
            row = person(number, r)
            if number < options.people:
                entry = account(number, row, r)
                if entry is not None:
                    directory.write(",".join(entry) + "\n")
                roll = r.random()
                if roll < change * 0.15:
                    continue
                if roll < change * 0.85:
                    row[7] = "Senior " + row[7]
            hr.write(",".join(row) + "\n")
    os.replace(f"{options.out}/hr.csv.new", f"{options.out}/hr.csv")
    if not options.changed:
        os.replace(f"{options.out}/directory.csv.new", f"{options.out}/directory.csv")
    else:
        os.remove(f"{options.out}/directory.csv.new")


main()
