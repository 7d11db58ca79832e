#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/platform/file.h"
#include "base/platform/temp_folder.h"
#include "connectors/ldif/ldif_connector.h"
#include "connectors/ldif/ldif_source.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Attribute Make(const char* name, TypeKind type = TypeKind::kString, bool multi = false) {
  Attribute attribute;
  attribute.name = attribute.identifier = name;
  attribute.type = type;
  attribute.multi = multi;
  return attribute;
}

struct Outcome {
  std::vector<std::string> rows;
  std::vector<Digest> digests;
  std::vector<uint64_t> lines;
  std::vector<uint32_t> unchanged;
  std::vector<BrokenRow> broken;
  Completeness completeness = Completeness::kUnknown;
  std::string reason;
};

class LdifTest : public ::testing::Test {
 protected:
  TempFolder folder_ = TempFolder::Create("idx-ldif").value();
  std::string path_ = folder_.File("people.ldif");
  ObjectType type_{
      "Dir", "User", "dir", {Make("dn"), Make("uid"), Make("cn"), Make("mail", TypeKind::kString, true)}, 1};
  std::vector<EnumType> enums_;
  Options options_;
  std::string messages_;

  LdifTest() { options_.Set("path", path_); }
  void Write(std::string_view bytes) { ASSERT_TRUE(WriteFileAtomic(path_, bytes).ok()); }
  std::string Bytes() { return ReadFile(path_).value(); }
  std::unique_ptr<Connector> Connect() { return MakeLdifConnector(options_).value(); }

  Result<Outcome> TryRead(std::vector<Digest> known = {}) {
    std::unique_ptr<Connector> connector = Connect();
    IDX_ASSIGN(std::unique_ptr<Reader> reader, connector->OpenRead({type_, enums_, std::move(known)}));
    BatchBuilder rows(type_, 3);
    Outcome outcome;
    for (;;) {
      ReadPage page;
      IDX_TRY(reader->Pull(rows, page));
      for (uint32_t row = 0; row < rows.rows(); ++row) {
        std::string text;
        for (uint32_t a = 0; a < type_.attributes.size(); ++a) {
          text += a == 0 ? "" : "|";
          for (const std::string& value : FormatValue(type_, enums_, rows.batch(), a, row))
            text += "<" + value + ">";
        }
        outcome.rows.push_back(text);
        outcome.digests.push_back(page.records[row].digest);
        outcome.lines.push_back(page.records[row].line);
      }
      outcome.unchanged.insert(outcome.unchanged.end(), page.unchanged.begin(), page.unchanged.end());
      outcome.broken.insert(outcome.broken.end(), page.broken.begin(), page.broken.end());
      if (!page.done) continue;
      outcome.completeness = page.completeness;
      outcome.reason = page.reason;
      return outcome;
    }
  }
  Outcome Read(std::string_view bytes) {
    Write(bytes);
    return TryRead().value();
  }
  std::vector<ChangeOutcome> Apply(std::vector<Change> changes) {
    Result<ExportReply> reply = Connect()->Apply({type_, enums_, std::move(changes)});
    EXPECT_TRUE(reply.ok()) << reply.error().message;
    std::vector<ChangeOutcome> outcomes;
    messages_.clear();
    for (const ChangeResult& result : reply.value().results) {
      outcomes.push_back(result.outcome);
      messages_ += result.message;
    }
    return outcomes;
  }
};

TEST_F(LdifTest, ReadsEntriesWithEveryForm) {
  Outcome outcome = Read(
      "version: 1\n\n# people\ndn: uid=a,dc=x\nUID: a\nobjectClass: top\ncn:: w4VzYQ==\nmail: a@x\nMAIL: b\n "
      " b\nmail:a@x\n"
      "\n\ndn:: dWlkPWIsZGM9eA==\nuid: b\ncn;lang-de: Bé\n# folded\n  comment\n\n# only a comment\n\ndn: "
      "uid=c,dc=x\nuid:c\ncn:\n");
  EXPECT_THAT(outcome.rows,
              ElementsAre("<uid=a,dc=x>|<a>|<Åsa>|<a@x><b b>", "<uid=b,dc=x>|<b>||", "<uid=c,dc=x>|<c>||"));
  EXPECT_THAT(outcome.lines, ElementsAre(3, 14, 22));
  EXPECT_THAT(outcome.broken, IsEmpty());
  EXPECT_EQ(outcome.completeness, Completeness::kComplete);
}

TEST_F(LdifTest, ReadsCrlfWithoutAVersion) {
  EXPECT_THAT(Read("dn: x\r\nuid: a\r\ncn: long\r\n  name\r\n\r\ndn: y\r\nuid: b\r\n").rows,
              ElementsAre("<x>|<a>|<long name>|", "<y>|<b>||"));
  EXPECT_THAT(Read("version: 1\ndn: x\nuid: a\n").rows, ElementsAre("<x>|<a>||"));
}

TEST_F(LdifTest, TakesOneObjectClassOnly) {
  options_.Set("objectClass", "person");
  EXPECT_THAT(
      Read("dn: a\nobjectClass: top\nobjectClass: PERSON\nuid: a\n\ndn: b\nobjectClass: group\nuid: b\n")
          .rows,
      ElementsAre("<a>|<a>||"));
}

TEST_F(LdifTest, ABrokenEntryIsNoOtherEntrysProblem) {
  type_.attributes[1].required = true;
  Outcome outcome = Read(
      "uid: a\n\ndn: b\nuid: b\ncn:: w4V\n\ndn: c\nuid: c\nno colon here\n\ndn: d\nuid: d\ncn:< "
      "file:///etc/passwd\n\n"
      "dn: e\ncn: e\n\ndn: f\nuid: f\ncn: x\ncn: y\n\ndn: g\nuid: g\ncn:: /w==\n\ndn: h\nuid: h\n");
  EXPECT_THAT(outcome.rows, ElementsAre("<h>|<h>||"));
  ASSERT_THAT(outcome.broken, SizeIs(7));
  EXPECT_THAT(outcome.broken[0].why, HasSubstr("dn"));
  EXPECT_EQ(outcome.broken[0].key, "a");
  EXPECT_THAT(outcome.broken[1].why, HasSubstr("base64 of cn"));
  EXPECT_EQ(outcome.broken[1].line, 3u);
  EXPECT_THAT(outcome.broken[2].why, HasSubstr("colon"));
  EXPECT_THAT(outcome.broken[3].why, HasSubstr("URL"));
  EXPECT_THAT(outcome.broken[4].why, HasSubstr("uid is required"));
  EXPECT_THAT(outcome.broken[5].why, HasSubstr("2 values"));
  EXPECT_THAT(outcome.broken[6].why, HasSubstr("UTF-8"));
}

TEST_F(LdifTest, RefusesFilesOfChangesAndOtherVersions) {
  Write("dn: a\nchangetype: delete\n");
  EXPECT_THAT(TryRead().error().message, HasSubstr("file of changes"));
  Write("version: 2\n\ndn: a\n");
  EXPECT_THAT(TryRead().error().message, HasSubstr("version 2"));
  Write("");
  EXPECT_THAT(TryRead().error().message, HasSubstr("empty"));
  EXPECT_THAT(Read("version: 1\n").rows, IsEmpty());
  options_.Set("path", folder_.File("none"));
  EXPECT_FALSE(Connect()->Test(type_).ok());
}

TEST_F(LdifTest, ALastLineWithoutEndMakesItPartial) {
  Outcome outcome = Read("dn: a\nuid: a\n\ndn: b\nuid: b\ncn: cut o");
  EXPECT_THAT(outcome.rows, ElementsAre("<a>|<a>||"));
  EXPECT_EQ(outcome.completeness, Completeness::kPartial);
  EXPECT_THAT(outcome.reason, HasSubstr("line 6"));
}

TEST_F(LdifTest, RecognisesKnownEntries) {
  Outcome first = Read("dn: a\nuid: a\n\ndn: b\nuid: b\n");
  Write("dn: b\nuid: b\n\n\ndn: a\nuid: a2\n");
  Outcome second = TryRead(first.digests).value();
  EXPECT_THAT(second.unchanged, ElementsAre(1));
  EXPECT_THAT(second.rows, ElementsAre("<a>|<a2>||"));
}

TEST_F(LdifTest, EntriesCrossBlocks) {
  std::string bytes;
  for (int i = 0; i < 40'000; ++i)
    bytes += "dn: uid=" + std::to_string(i) + "\r\nuid: " + std::to_string(i) +
             "\r\ncn: " + std::string(static_cast<size_t>(i % 61), 'x') + "\r\n\r\n";
  Outcome outcome = Read(bytes);
  EXPECT_THAT(outcome.rows, SizeIs(40'000));
  EXPECT_THAT(outcome.broken, IsEmpty());
  EXPECT_EQ(outcome.lines.back(), 1u + 4 * 39'999);
}

TEST(LdifLine, WritesWhatItReads) {
  for (std::string value : {std::string("plain"), std::string(" blank"), std::string("blank "),
                            std::string(":colon"), std::string("<url"), std::string("Ö"), std::string("a\nb"),
                            std::string(), std::string(300, 'x'), std::string(300, '\xC3')}) {
    std::string text = WriteLdifLine("cn", value, "\n");
    for (size_t at = 0; at < text.size();) {
      size_t end = text.find('\n', at);
      EXPECT_LE(end - at, 76u);
      at = end + 1;
    }
    Arena arena;
    std::vector<LdifLine> lines;
    EXPECT_EQ(SplitLdif(text, arena, lines), "");
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_EQ(lines[0].value, value);
  }
}

TEST_F(LdifTest, ExportsChangesAndKeepsTheRestToTheByte) {
  Write(
      "version: 1\n\n# first\ndn: uid=a\nuid: a\nCN:: w4VzYQ==\nmail: x\nmail: y\nother: long \n er\n\ndn: "
      "uid=b\nuid: b\n\ndn: uid=c\nuid: c\ncn: C\n");
  std::vector<Change> changes = {{ChangeKind::kUpdate, "a", {{2, {"Ann"}}, {3, {"y", "x"}}}},
                                 {ChangeKind::kDelete, "b", {}},
                                 {ChangeKind::kUpdate, "c", {{2, {}}, {3, {"c@x", "d@x"}}}},
                                 {ChangeKind::kCreate, "d", {{0, {"uid=d"}}, {2, {"Dée"}}}},
                                 {ChangeKind::kUpdate, "none", {{2, {"x"}}}},
                                 {ChangeKind::kCreate, "e", {{2, {"no dn"}}}}};
  EXPECT_THAT(Apply(changes),
              ElementsAre(ChangeOutcome::kApplied, ChangeOutcome::kApplied, ChangeOutcome::kApplied,
                          ChangeOutcome::kApplied, ChangeOutcome::kNotFound, ChangeOutcome::kRefused));
  std::string once =
      "version: 1\n\n# first\ndn: uid=a\nuid: a\nCN: Ann\nmail: x\nmail: y\nother: long \n er\n\ndn: "
      "uid=c\nuid: c\nmail: c@x\nmail: d@x\n"
      "\ndn: uid=d\nuid: d\ncn:: RMOpZQ==\n";
  EXPECT_EQ(Bytes(), once);
  EXPECT_THAT(Apply(changes),
              ElementsAre(ChangeOutcome::kUnchanged, ChangeOutcome::kUnchanged, ChangeOutcome::kUnchanged,
                          ChangeOutcome::kUnchanged, ChangeOutcome::kNotFound, ChangeOutcome::kRefused));
  EXPECT_EQ(Bytes(), once);
}

TEST_F(LdifTest, RefusesWhatItCannotWrite) {
  std::string bytes = "dn: 1\nuid: a\n\ndn: 2\nuid: a\n\ndn: 3\nuid: b\nbroken\n\ndn: 4\nuid: c\n";
  Write(bytes);
  EXPECT_THAT(Apply({{ChangeKind::kUpdate, "a", {{2, {"x"}}}},
                     {ChangeKind::kUpdate, "b", {{2, {"x"}}}},
                     {ChangeKind::kUpdate, "c", {{0, {}}}}}),
              ::testing::Each(ChangeOutcome::kRefused));
  EXPECT_THAT(messages_, HasSubstr("lines 1 and 4"));
  EXPECT_EQ(Bytes(), bytes);
  Write("dn: a\nuid: a\ncn: cut");
  EXPECT_FALSE(Connect()->Apply({type_, enums_, {{ChangeKind::kUpdate, "a", {{2, {"x"}}}}}}).ok());
}

TEST_F(LdifTest, MakesTheFileWhereThereIsNoneWithTheDnAsKey) {
  type_.key = 0;
  options_.Set("objectClass", "inetOrgPerson");
  EXPECT_THAT(Apply({{ChangeKind::kCreate, "uid=a,dc=x", {{1, {"a"}}}}}),
              ElementsAre(ChangeOutcome::kApplied));
  EXPECT_EQ(Bytes(), "version: 1\n\ndn: uid=a,dc=x\nobjectClass: inetOrgPerson\nuid: a\n");
  EXPECT_THAT(TryRead().value().rows, ElementsAre("<uid=a,dc=x>|<a>||"));
}

TEST_F(LdifTest, BytesAreTheLinesOwn) {
  type_.attributes = {Make("dn"), Make("objectGUID", TypeKind::kByte),
                      Make("userCertificate;binary", TypeKind::kByte)};
  Outcome outcome = Read(
      "dn: a\nobjectGUID:: AP8H\nuserCertificate;binary: text\n\ndn: b\nobjectguid:: /w==\n\n"
      "dn: c\nobjectGUID:: AA==\nuserCertificate;binary: x\nuserCertificate;binary: y\n\ndn: d\n");
  EXPECT_THAT(outcome.rows, ElementsAre("<a>|<AP8H>|<dGV4dA==>", "<b>|</w==>|", "<d>||"));
  ASSERT_THAT(outcome.broken, SizeIs(1));
  EXPECT_THAT(outcome.broken[0].why, HasSubstr("userCertificate;binary has 2 values"));
  EXPECT_EQ(outcome.broken[0].key, "AA==");

  Write("dn: a\nobjectGUID:: AP8H\nuserCertificate;binary: text\n\ndn: b\nobjectguid:: /w==\n");
  std::vector<Change> changes = {{ChangeKind::kUpdate, "AP8H", {{2, {"AAEC"}}}},
                                 {ChangeKind::kUpdate, "/w==", {{2, {"dGV4dA=="}}}},
                                 {ChangeKind::kCreate, "gA==", {{0, {"c"}}, {2, {"IA=="}}}}};
  EXPECT_THAT(Apply(changes), ::testing::Each(ChangeOutcome::kApplied));
  EXPECT_EQ(Bytes(),
            "dn: a\nobjectGUID:: AP8H\nuserCertificate;binary:: AAEC\n\n"
            "dn: b\nobjectguid:: /w==\nuserCertificate;binary: text\n\n"
            "dn: c\nobjectGUID:: gA==\nuserCertificate;binary:: IA==\n");
  EXPECT_THAT(Apply(changes), ::testing::Each(ChangeOutcome::kUnchanged));
}

TEST_F(LdifTest, ChecksItsOptions) {
  options_.Set("delimiter", ",");
  EXPECT_THAT(MakeLdifConnector(options_).error().message, HasSubstr("delimiter"));
  EXPECT_FALSE(MakeLdifConnector(Options()).ok());
}

}  // namespace
}  // namespace idx::connectors
