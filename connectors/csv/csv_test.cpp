#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/csv/csv_source.h"
#include "base/platform/file.h"
#include "base/platform/temp_folder.h"
#include "connectors/csv/csv_connector.h"
#include "connectors/sdk/convert.h"

namespace idx::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Attribute Make(const char* name, TypeKind type = TypeKind::kString) {
  Attribute attribute;
  attribute.name = attribute.identifier = name;
  attribute.type = type;
  return attribute;
}

// What a whole read gave, as texts.
struct Outcome {
  std::vector<std::string> rows;  // "a=1;b=2"
  std::vector<ReadPage::Record> records;
  std::vector<uint32_t> unchanged;
  std::vector<BrokenRow> broken;
  Completeness completeness = Completeness::kUnknown;
  std::string reason;
};

class CsvTest : public ::testing::Test {
 protected:
  TempFolder folder_ = TempFolder::Create("idx-csv").value();
  std::string path_ = folder_.File("people.csv");
  ObjectType type_{"HR", "User", "hr", {Make("id"), Make("name")}, 0};
  std::vector<EnumType> enums_;
  Options options_;

  CsvTest() { options_.Set("path", path_, "hr.xml:3:5"); }
  void Write(std::string_view bytes) { ASSERT_TRUE(WriteFileAtomic(path_, bytes).ok()); }
  std::string Bytes() { return ReadFile(path_).value(); }
  std::unique_ptr<Connector> Connect() { return MakeCsvConnector(options_).value(); }

  Result<Outcome> TryRead(std::vector<Digest> known = {}, uint32_t capacity = 3) {
    std::unique_ptr<Connector> connector = Connect();
    IDX_ASSIGN(std::unique_ptr<Reader> reader, connector->OpenRead({type_, enums_, std::move(known)}));
    BatchBuilder rows(type_, capacity);
    Outcome outcome;
    for (;;) {
      ReadPage page;
      IDX_TRY(reader->Pull(rows, page));
      EXPECT_EQ(page.records.size(), rows.rows());
      for (uint32_t row = 0; row < rows.rows(); ++row) outcome.rows.push_back(Show(rows, row));
      outcome.records.insert(outcome.records.end(), page.records.begin(), page.records.end());
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
  std::string Show(BatchBuilder& rows, uint32_t row) {
    std::string text;
    for (uint32_t a = 0; a < type_.attributes.size(); ++a) {
      std::vector<std::string> values = FormatValue(type_, enums_, rows.batch(), a, row);
      text += (a == 0 ? "" : ";") + type_.attributes[a].name + "=";
      if (values.empty()) text += "null";
      for (size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "+") + values[i];
    }
    return text;
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
  static Change Update(const char* key, const char* name) {
    return {ChangeKind::kUpdate, key, {{1, {name}}}};
  }
  static Change Create(const char* key, const char* name) {
    return {ChangeKind::kCreate, key, {{1, {name}}}};
  }
  static Change Delete(const char* key) { return {ChangeKind::kDelete, key, {}}; }
  std::string messages_;
};

TEST_F(CsvTest, ReadsPlainRows) {
  Outcome outcome = Read("id,name,more\n1,Ann,x\n2,Ben,\n");
  EXPECT_THAT(outcome.rows, ElementsAre("id=1;name=Ann", "id=2;name=Ben"));
  EXPECT_EQ(outcome.completeness, Completeness::kComplete);
  EXPECT_THAT(outcome.reason, IsEmpty());
  EXPECT_EQ(outcome.records[1].line, 3u);
}

TEST_F(CsvTest, ReadsQuotesNewlinesMarksAndEveryLineEnd) {
  EXPECT_THAT(Read("\xEF\xBB\xBFid,name\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,x").rows,
              ElementsAre("id=1;name=a, \"b\"\r\nc", "id=2;name=x"));
  EXPECT_THAT(Read("id,name\r1,a\r2,b\r").rows, ElementsAre("id=1;name=a", "id=2;name=b"));
  EXPECT_THAT(Read("id,name\n1,\"\"\n2,\"\"\"\"\n\n\n3,5\" pipe\n").rows,
              ElementsAre("id=1;name=null", "id=2;name=\"", "id=3;name=5\" pipe"));
  Outcome outcome = Read("id,name\n1,\"a\nb\nc\"\n2,x\n");
  EXPECT_EQ(outcome.records[1].line, 5u);
}

TEST_F(CsvTest, FindsColumnsByNameOnly) {
  EXPECT_THAT(Read("name,x,id\nAnn,-,1\n").rows, ElementsAre("id=1;name=Ann"));
  Write("ID,name\n1,a\n");
  EXPECT_THAT(TryRead().error().message, HasSubstr("no column \"id\""));
  EXPECT_THAT(TryRead().error().message, HasSubstr("ID, name"));
  Write("id,name,name\n1,a,b\n");
  EXPECT_THAT(TryRead().error().message, HasSubstr("two columns \"name\""));
  EXPECT_FALSE(Connect()->Test(type_).ok());
}

TEST_F(CsvTest, KnowsDelimiters) {
  options_.Set("delimiter", "auto");
  EXPECT_THAT(Read("id;name\n1;a,b\n").rows, ElementsAre("id=1;name=a,b"));
  EXPECT_THAT(Read("id\tname\n1\ta\n").rows, ElementsAre("id=1;name=a"));
  EXPECT_THAT(Read("\"id,x\"|name|id\n1|\"a|b\"|3\n").rows, ElementsAre("id=3;name=a|b"));
  options_.Set("delimiter", "tab");
  EXPECT_THAT(Read("id\tname\n1\ta\n").rows, ElementsAre("id=1;name=a"));
  options_.Set("delimiter", "::");
  EXPECT_THAT(MakeCsvConnector(options_).error().message, HasSubstr("delimiter"));
}

TEST_F(CsvTest, ABrokenRowIsNoOtherRowsProblem) {
  type_.attributes[1].required = true;
  Outcome outcome = Read("id,name\n1,a\n2\n3,b,c\n4,\n5,\"x\"y\n6,\xFF\n7,ok\n");
  EXPECT_THAT(outcome.rows, ElementsAre("id=1;name=a", "id=7;name=ok"));
  ASSERT_THAT(outcome.broken, SizeIs(5));
  EXPECT_THAT(outcome.broken[0].why, HasSubstr("1 fields, the header has 2"));
  EXPECT_EQ(outcome.broken[0].key, "2");
  EXPECT_EQ(outcome.broken[0].line, 3u);
  EXPECT_EQ(outcome.broken[1].sample, "3,b,c");
  EXPECT_THAT(outcome.broken[2].why, HasSubstr("name is required"));
  EXPECT_THAT(outcome.broken[3].why, HasSubstr("closing quote"));
  EXPECT_THAT(outcome.broken[4].why, HasSubstr("UTF-8"));
  EXPECT_EQ(outcome.broken[4].sample, "6,?");
  EXPECT_EQ(outcome.completeness, Completeness::kComplete);
}

TEST_F(CsvTest, ShowsNothingOfSensitiveAttributes) {
  type_.attributes[1].sensitive = true;
  type_.attributes[1].type = TypeKind::kInt;
  Outcome outcome = Read("id,name\n1,secret\n");
  ASSERT_THAT(outcome.broken, SizeIs(1));
  EXPECT_EQ(outcome.broken[0].sample, "");
  EXPECT_THAT(outcome.broken[0].why, ::testing::Not(HasSubstr("secret")));
}

TEST_F(CsvTest, AnOpenQuoteAtTheEndMakesItPartial) {
  Outcome outcome = Read("id,name\n1,a\n2,\"cut off");
  EXPECT_THAT(outcome.rows, ElementsAre("id=1;name=a"));
  EXPECT_EQ(outcome.completeness, Completeness::kPartial);
  EXPECT_THAT(outcome.reason, HasSubstr("line 3"));
}

TEST_F(CsvTest, AnEmptyFileIsAnErrorAHeaderAloneIsNot) {
  Write("");
  EXPECT_THAT(TryRead().error().message, HasSubstr("is empty"));
  Write("\n\n");
  EXPECT_FALSE(TryRead().ok());
  Write("id,\"na");
  EXPECT_FALSE(TryRead().ok());
  Outcome outcome = Read("id,name");
  EXPECT_THAT(outcome.rows, IsEmpty());
  EXPECT_EQ(outcome.completeness, Completeness::kComplete);
  options_.Set("path", folder_.File("none.csv"));
  EXPECT_THAT(TryRead().error().message, HasSubstr("none.csv"));
}

TEST_F(CsvTest, ReadsOtherEncodings) {
  options_.Set("encoding", "windows-1252");
  EXPECT_THAT(Read("id,name\n1,\xC5sa \x80\n").rows, ElementsAre("id=1;name=Åsa €"));
  EXPECT_THAT(Read("id,name\n1,\x81\n").broken, SizeIs(1));
  std::string wide = "\xFF\xFE";
  for (char c : std::string_view("id,name\r\n1,")) wide += {c, '\0'};
  wide += std::string_view("\x3D\xD8\x00\xDE\n\0", 6);  // U+1F600
  options_.Set("encoding", "utf-16");
  EXPECT_THAT(Read(wide).rows, ElementsAre("id=1;name=\xF0\x9F\x98\x80"));
  EXPECT_EQ(Read(wide + "x").completeness, Completeness::kPartial);
  options_.Set("encoding", "utf-8");
  Write(wide);
  EXPECT_THAT(TryRead().error().message, HasSubstr("utf-16"));
}

TEST_F(CsvTest, ConvertsTypesAndLists) {
  type_.attributes = {Make("id", TypeKind::kLong), Make("born", TypeKind::kDateOnly), Make("tags"),
                      Make("n", TypeKind::kInt)};
  type_.attributes[2].multi = type_.attributes[3].multi = true;
  options_.Set("dateFormat", "dd/MM/yyyy");
  options_.Set("listSeparator", ", ");
  Outcome outcome = Read("id,born,tags,n\n 7 ,29/02/2024,\"b, a, b\",\"3, -1\"\n8,,,\n9,30/02/2024,,\n");
  EXPECT_THAT(outcome.rows,
              ElementsAre("id=7;born=2024-02-29;tags=a+b;n=-1+3", "id=8;born=null;tags=null;n=null"));
  EXPECT_THAT(outcome.broken[0].why, HasSubstr("dd/MM/yyyy"));
}

TEST_F(CsvTest, RecognisesKnownRecordsInAnyOrder) {
  Outcome first = Read("id,name\n1,a\n2,b\n3,c\n4,d\n");
  std::vector<Digest> known;
  for (const auto& record : first.records) known.push_back(record.digest);
  Write("id,name\n1,a\n3,c\n2,changed\n4,d\n5,new\n1,a\n");
  Outcome second = TryRead(known).value();
  EXPECT_THAT(second.unchanged, ElementsAre(0, 2, 3));
  EXPECT_THAT(second.rows, ElementsAre("id=2;name=changed", "id=5;name=new", "id=1;name=a"));
  Write("id,name\n4,d\n3,c\n2,b\n1,a\n");
  EXPECT_THAT(TryRead(known).value().unchanged, ElementsAre(3, 2, 1, 0));
  // The same bytes mean something else under another header.
  Write("name,id\n1,a\n");
  EXPECT_THAT(TryRead(known).value().unchanged, IsEmpty());
}

TEST_F(CsvTest, RecordsCrossBlocks) {
  std::string bytes = "id,name\n";
  for (int i = 0; i < 30'000; ++i)
    bytes += std::to_string(i) + ",\"" + std::string(static_cast<size_t>(i % 97), 'x') + "\"\"\n\"\n";
  Write(bytes);
  Outcome outcome = TryRead({}, 2048).value();
  EXPECT_THAT(outcome.rows, SizeIs(30'000));
  EXPECT_EQ(outcome.rows[29'999], "id=29999;name=" + std::string(29'999 % 97, 'x') + "\"\n");
  EXPECT_EQ(outcome.records[29'999].line, 2u + 2 * 29'999);
}

TEST_F(CsvTest, ARecordWithoutEndIsRefused) {
  Write("id,name\n1,a\n2,\"" + std::string(17 << 20, 'x'));
  Outcome outcome = TryRead().value();
  EXPECT_EQ(outcome.completeness, Completeness::kPartial);
  EXPECT_THAT(outcome.rows, SizeIs(1));
}

TEST_F(CsvTest, ExportsChangesAndKeepsTheRestToTheByte) {
  Write("\xEF\xBB\xBFmore,id,name\r\n\" x \",1,\"Ann\"\r\n\r\ny,2, Ben \r\nz,\"3\",Cy");
  EXPECT_THAT(Apply({Update("2", "B, \"C\""), Delete("1"), Create("4", "Dee"), Update("9", "x"), Delete("8"),
                     Update("3", "Cy")}),
              ElementsAre(ChangeOutcome::kApplied, ChangeOutcome::kApplied, ChangeOutcome::kApplied,
                          ChangeOutcome::kNotFound, ChangeOutcome::kUnchanged, ChangeOutcome::kUnchanged));
  EXPECT_EQ(Bytes(), "\xEF\xBB\xBFmore,id,name\r\n\r\ny,2,\"B, \"\"C\"\"\"\r\nz,\"3\",Cy\r\n,4,Dee\r\n");
}

TEST_F(CsvTest, RepeatingAnExportChangesNothing) {
  Write("id,name\n1,a\n2,b\n");
  std::vector<Change> changes = {Update("1", "x"), Delete("2"), Create("3", "c")};
  Apply(changes);
  std::string once = Bytes();
  EXPECT_EQ(once, "id,name\n1,x\n3,c\n");
  EXPECT_THAT(Apply(changes),
              ElementsAre(ChangeOutcome::kUnchanged, ChangeOutcome::kUnchanged, ChangeOutcome::kUnchanged));
  EXPECT_EQ(Bytes(), once);
  EXPECT_THAT(Apply({Create("3", "other")}), ElementsAre(ChangeOutcome::kConflict));
}

TEST_F(CsvTest, RefusesWhatItCannotWrite) {
  type_.attributes.push_back(Make("tags"));
  type_.attributes[2].multi = true;
  Write("id,name,tags\n1,a,\n1,b,\n2,c\n3,d,\n");
  EXPECT_THAT(Apply({Update("1", "x"),
                     Update("2", "x"),
                     {ChangeKind::kUpdate, "3", {{2, {"a|b"}}}},
                     {ChangeKind::kUpdate, "3", {{0, {"4"}}}},
                     {ChangeKind::kCreate, "", {}},
                     {ChangeKind::kUpdate, "5", {{1, {"a", "b"}}}},
                     {ChangeKind::kUpdate, "6", {{7, {}}}},
                     {ChangeKind::kUpdate, "7", {{1, {"\xFF"}}}}}),
              ::testing::Each(ChangeOutcome::kRefused));
  EXPECT_THAT(messages_, HasSubstr("lines 2 and 3"));
  EXPECT_THAT(messages_, HasSubstr("broken"));
  EXPECT_EQ(Bytes(), "id,name,tags\n1,a,\n1,b,\n2,c\n3,d,\n");
}

TEST_F(CsvTest, ExportsTypesListsAndClears) {
  type_.attributes = {Make("id", TypeKind::kInt), Make("born", TypeKind::kDateOnly), Make("tags")};
  type_.attributes[2].multi = true;
  options_.Set("dateFormat", "dd.MM.yyyy");
  Write("id,born,tags\n007,01.02.2003,a|b\n");
  EXPECT_THAT(Apply({{ChangeKind::kUpdate, "7", {{1, {"2024-02-29"}}, {2, {}}}}}),
              ElementsAre(ChangeOutcome::kApplied));
  EXPECT_EQ(Bytes(), "id,born,tags\n007,29.02.2024,\n");
  EXPECT_THAT(Apply({{ChangeKind::kUpdate, "7", {{1, {}}, {2, {"x", "y"}}}}}),
              ElementsAre(ChangeOutcome::kApplied));
  EXPECT_EQ(Bytes(), "id,born,tags\n007,,x|y\n");
}

TEST_F(CsvTest, BytesAreBase64) {
  type_.attributes = {Make("id", TypeKind::kByte), Make("photo", TypeKind::kByte)};
  Outcome outcome = Read("id,photo\nAA==,\"AP8H\nAP8H\"\nAQ==,\nAg==,x\n");
  EXPECT_THAT(outcome.rows, ElementsAre("id=AA==;photo=AP8HAP8H", "id=AQ==;photo=null"));
  EXPECT_THAT(outcome.broken[0].why, HasSubstr("photo is \"x\", which is not base64"));
  Write("id,photo\nAA==,\"AP8H\nAP8H\"\n AQ==,\n");
  EXPECT_THAT(
      Apply({{ChangeKind::kUpdate, "AA==", {{1, {}}}}, {ChangeKind::kUpdate, "AQ==", {{1, {"AP8H"}}}}}),
      ::testing::Each(ChangeOutcome::kApplied));
  EXPECT_EQ(Bytes(), "id,photo\nAA==,\"\"\n AQ==,AP8H\n");
}

TEST_F(CsvTest, DoesNotRewriteADamagedFile) {
  std::string bytes = "id,name\n1,a\n2,\"cut";
  Write(bytes);
  Result<ExportReply> reply = Connect()->Apply({type_, enums_, {Update("1", "x")}});
  EXPECT_THAT(reply.error().message, HasSubstr("not whole"));
  EXPECT_EQ(Bytes(), bytes);
}

TEST_F(CsvTest, KeepsEncodingsAndQuotingHabits) {
  options_.Set("encoding", "windows-1252");
  Write("\"id\",\"name\"\n\"1\",\"\xC5sa\"\n");
  EXPECT_THAT(Apply({Create("2", "Ö €"), Update("1", "日本")}),
              ElementsAre(ChangeOutcome::kApplied, ChangeOutcome::kRefused));
  EXPECT_EQ(Bytes(), "\"id\",\"name\"\n\"1\",\"\xC5sa\"\n\"2\",\"\xD6 \x80\"\n");
}

TEST_F(CsvTest, MakesTheFileWhereThereIsNone) {
  EXPECT_THAT(Apply({Create("1", "a"), Update("2", "b")}),
              ElementsAre(ChangeOutcome::kApplied, ChangeOutcome::kNotFound));
  EXPECT_EQ(Bytes(), "id,name\n1,a\n");
}

TEST_F(CsvTest, ChecksItsOptions) {
  auto error = [&](const char* name, const char* value) {
    Options options = options_;
    options.Set(name, value, "hr.xml:4:1");
    Result<std::unique_ptr<Connector>> made = MakeCsvConnector(options);
    return made.ok() ? std::string() : made.error().message;
  };
  EXPECT_THAT(error("delimeter", ","), HasSubstr("hr.xml:4:1"));
  EXPECT_THAT(error("encoding", "latin1"), HasSubstr("windows-1252"));
  EXPECT_THAT(error("dateFormat", "hh"), HasSubstr("yyyy"));
  EXPECT_THAT(error("quote", ","), HasSubstr("delimiter"));
  EXPECT_THAT(error("path", ""), HasSubstr("missing"));
  EXPECT_EQ(error("quote", "'"), "");
  ConnectorRegistry registry;
  AddCsv(registry);
  EXPECT_TRUE(registry.Create("csv", options_).ok());
  EXPECT_THAT(registry.Create("cvs", options_).error().message, HasSubstr("csv"));
}

}  // namespace
}  // namespace idx::connectors
