#include "cli/argument_errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/engine_session.h"
#include "cli/session.h"

namespace idx::cli {
namespace {

using testing::HasSubstr;

TEST(Suggestion, NearWordsOnly) {
  EXPECT_EQ(Suggestion("--aap", {"--app", "--json"}), "; did you mean '--app'?");
  EXPECT_EQ(Suggestion("snyc", {"sync", "dump"}), "; did you mean 'sync'?") << "two letters changed places";
  EXPECT_EQ(Suggestion("frobnicate", {"sync", "dump"}), "");
}

TEST(ShellQuoted, OnlyWhatAShellWouldTakeApart) {
  EXPECT_EQ(ShellQuoted("my-idx/a.b"), "my-idx/a.b");
  EXPECT_EQ(ShellQuoted("my idx"), "'my idx'");
  EXPECT_EQ(ShellQuoted("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellQuoted(""), "''");
  EXPECT_EQ(ShellQuoted("-x"), "'-x'");
  EXPECT_EQ(ShellQuoted("a;rm"), "'a;rm'");
}

Configuration Two() {
  Configuration c;
  c.vault_type_count = 1;
  c.types.push_back({"Vault", "User", "v", {{"Mail", "Mail", "a_mail"}}, 0});
  c.types.push_back({"HR", "Person", "hr", {{"Id", "Id", "a_id"}, {"E-Mail", "E_Mail", "a_e"}}, 0});
  Application hr;
  hr.name = "HR";
  ApplicationType type;
  type.type = 1;
  type.join.vault_type = 0;
  hr.types.push_back(type);
  c.applications.push_back(hr);
  return c;
}

TEST(FindTypeAndAttribute, InTheirOwnSpelling) {
  Configuration c = Two();
  std::string type = "hr.person", attribute = "mail";
  EXPECT_TRUE(FindTypeAndAttribute(c, type, attribute).ok());
  EXPECT_EQ(type, "HR.Person");
  EXPECT_EQ(attribute, "Mail") << "of the Vault's type";
}

TEST(FindTypeAndAttribute, WrongNamesAreToldWithTheNearest) {
  Configuration c = Two();
  std::string type = "HR.Persons", attribute;
  EXPECT_THAT(FindTypeAndAttribute(c, type, attribute).error().message,
              HasSubstr("did you mean 'HR.Person'?"));
  type = "Vault.User";
  attribute = "Mial";
  EXPECT_THAT(FindTypeAndAttribute(c, type, attribute).error().message, HasSubstr("did you mean 'Mail'?"));
}

}  // namespace
}  // namespace idx::cli
