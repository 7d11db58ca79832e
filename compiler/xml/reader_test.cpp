#include "compiler/xml/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <pugixml.hpp>

namespace idx::compiler::xml {
namespace {

using testing::HasSubstr;

class ReaderTest : public testing::Test {
 protected:
  const Element* Read(std::string text) {
    file_ = sources_.Add("test.xml", std::move(text));
    diagnostics_ = Diagnostics();
    root_ = ReadXml(sources_, file_, diagnostics_);
    return root_.get();
  }
  std::string_view Source(Span span) {
    return std::string_view(sources_.file(file_).text()).substr(span.begin, span.end - span.begin);
  }
  // "IDX4001 2:5 message"
  std::string Error(size_t i = 0) {
    if (i >= diagnostics_.all().size()) return "";
    const Diagnostic& d = diagnostics_.all()[i];
    Position at = sources_.file(file_).PositionOf(d.span.begin);
    return d.Code() + " " + std::to_string(at.line) + ":" + std::to_string(at.column) + " " + d.message;
  }

  SourceSet sources_;
  FileId file_;
  Diagnostics diagnostics_;
  std::unique_ptr<Element> root_;
};

TEST_F(ReaderTest, ElementsAttributesAndText) {
  const Element* root =
      Read("<?xml version='1.0' encoding='utf-8'?>\n<!-- c --><a x=\"1\" y='2'><b/>text<c>inner</c></a>\n");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->name, "a");
  ASSERT_EQ(root->attributes.size(), 2u);
  EXPECT_EQ(root->Find("y")->value.value, "2");
  EXPECT_EQ(Source(root->Find("y")->value.span), "2");
  EXPECT_EQ(Source(root->Find("y")->name_span), "y");
  EXPECT_EQ(Source(root->tag_span), "<a x=\"1\" y='2'>");
  ASSERT_EQ(root->children.size(), 2u);
  EXPECT_EQ(root->text.value, "text");
  EXPECT_EQ(root->children[1]->text.value, "inner");
  EXPECT_EQ(root->Find("z"), nullptr);
  EXPECT_TRUE(diagnostics_.all().empty());
}

TEST_F(ReaderTest, EntitiesKeepTheWayBack) {
  const Element* root = Read("<a when=\"x &amp;&amp; y &lt; &#233;&#x20AC; z\"/>");
  const Text& text = root->Find("when")->value;
  EXPECT_EQ(text.value, "x && y < é€ z");
  ASSERT_EQ(text.origin.size(), text.value.size() + 1);
  size_t z = text.value.find('z');
  EXPECT_EQ(Source(text.SpanOf(z, z + 1)), "z");
  EXPECT_EQ(Source(text.SpanOf(2, 4)), "&amp;&amp;");
  size_t euro = text.value.find("€");
  EXPECT_EQ(Source(text.SpanOf(euro, euro + 3)), "&#x20AC;");
  EXPECT_EQ(Source(text.AsFragment().SpanOf(0, static_cast<uint32_t>(text.value.size()))), Source(text.span));
}

TEST_F(ReaderTest, TextOverCDataCommentsAndEntities) {
  const Element* root = Read("<When>\n a <![CDATA[&& b < c]]><!-- no --> &gt; d</When>");
  EXPECT_EQ(root->text.value, "\n a && b < c > d");
  size_t b = root->text.value.find('b');
  EXPECT_EQ(Source(root->text.SpanOf(b, b + 1)), "b");
  size_t d = root->text.value.find('d');
  EXPECT_EQ(Source(root->text.SpanOf(d, d + 1)), "d");
}

TEST_F(ReaderTest, LineBreaks) {
  const Element* root = Read("<a x='1\r\n2\t3&#10;4'>p\r\nq\rr</a>");
  EXPECT_EQ(root->Find("x")->value.value, "1 2 3\n4");
  EXPECT_EQ(root->text.value, "p\nq\nr");
  EXPECT_EQ(Source(root->text.SpanOf(2, 3)), "q");
}

TEST_F(ReaderTest, NonAsciiAndByteOrderMark) {
  const Element* root = Read("\xEF\xBB\xBF<a name='Größe' x='&'/>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("name")->value.value, "Größe");
  Position at = sources_.file(file_).PositionOf(diagnostics_.all()[0].span.begin);
  EXPECT_EQ(at.column, 1u + 1u + 19u);  // the mark counts as one character
}

TEST_F(ReaderTest, BareAmpersandsAreExplainedOnceAndTaken) {
  const Element* root = Read("<a when='x && y < z'/>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("when")->value.value, "x && y < z");
  ASSERT_EQ(diagnostics_.all().size(), 2u);
  EXPECT_THAT(Error(0), HasSubstr("IDX4010 1:12 bad XML: write &amp;&amp; instead of && in an attribute"));
  EXPECT_THAT(Error(1), HasSubstr("IDX4010 1:17 bad XML: write &lt; instead of <"));
  EXPECT_EQ(diagnostics_.all()[0].fix, "&amp;&amp;");
}

TEST_F(ReaderTest, BareCharactersInText) {
  const Element* root = Read("<When>a < b && c</When>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->text.value, "a < b && c");
  EXPECT_EQ(diagnostics_.all().size(), 2u);
  EXPECT_THAT(Error(0), HasSubstr("<![CDATA["));
}

TEST_F(ReaderTest, DuplicateAttribute) {
  const Element* root = Read("<a x='1' x='2'/>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("x")->value.value, "1");
  EXPECT_THAT(Error(), HasSubstr("IDX4007 1:10 two attributes of <a> have the name 'x'"));
  EXPECT_EQ(diagnostics_.all()[0].notes.size(), 1u);
}

struct Malformed {
  const char* text;
  const char* error;
};

TEST_F(ReaderTest, MalformedDocumentsAreExplained) {
  const Malformed cases[] = {
      {"", "IDX4001 1:1 the file is empty"},
      {"  \n", "the file is empty"},
      {"text", "text stands outside the root element"},
      {"<a></b>", "IDX4001 1:4 </b> does not close <a> of line 1: write </a>"},
      {"<a>\n<b>\n</a>", "IDX4001 3:1 </a> does not close <b> of line 2"},
      {"<a>", "IDX4001 1:1 <a> is not closed with </a>"},
      {"<a x=1/>", "the value of x needs quotes"},
      {"<a x/>", "the attribute x has no value"},
      {"<a x='1/>", "the value of x on <a> is not closed with '"},
      {"<a x='1'y='2'/>", "a space is needed before the next attribute"},
      {"<a x='1'>\n<b y='>\n<c/></a>", "IDX4001 2:6 the value of y on <b> is not closed"},
      {"<a", "the tag <a … is not closed with >"},
      {"<a <b/>", "the tag <a … is not closed with >"},
      {"<a></a", "</a needs a >"},
      {"<a/><b/>", "IDX4001 1:5 something follows the end of <a>"},
      {"<a><!-- x</a>", "the comment is not closed with -->"},
      {"<a><!-- x -- y --></a>", "IDX4001 1:11 -- may not stand inside a comment"},
      {"<?<a/>", "<? must be followed by a name"},
      {"<?a<b/>", "the processing instruction is not closed"},
      {"<?a=?><b/>", "a space must follow the name after <?"},
      {" <?xml version='1.0'?><a/>", "<?xml …?> may stand only at the very beginning"},
      {"<a>]]></a>", "]]> may not stand in text"},
      {"<a><![CDATA[ x</a>", "<![CDATA[ is not closed with ]]>"},
      {"<a>&nbsp;</a>", "there is no &nbsp;"},
      {"<a>&#0;</a>", "&#0; is not a character"},
      {"<a>&#xD800;</a>", "is not a character"},
      {"<a>&#99999999999999999999;</a>", "is not a character"},
      {"<a>\x01</a>", "the character U+0001 may not stand"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "the encoding is ISO-8859-1"},
      {"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "IDX4017"},
      {"<a\xC3/>", "IDX0005 1:3 the file is not UTF-8 (byte 2)"},
      {"<a>\xED\xA0\x80</a>", "IDX0005"},
      {"<a>\xC0\xAF</a>", "IDX0005"},
      {"\xFF\xFE<\0", "IDX0005"},
      {"<a>\xF4\x90\x80\x80</a>", "IDX0005"},
      {"<a>\xEF\xBF\xBF</a>", "the character U+FFFF may not stand"},
      {"</a>", "IDX4001 1:1 the end tag closes nothing"},
      {"<a/></a>", "IDX4001 1:5 the end tag closes nothing"},
      {"<a><![cdata[x]]></a>", "IDX4001 1:4 <! must begin a comment"},
      {"<a><!DOCTYPE b></a>", "IDX4017"},
      {"<!DOCTYPE a [", "IDX4017"},
      {"<a/>text", "something follows the end of <a>"},
      {"<![CDATA[x]]><a/>", "text stands outside the root element"},
      {"<a><", "IDX4001 1:4 < must be followed by the name of an element"},
      {"<a/ >", "/ must be followed by >"},
      {"<a =''/>", "an attribute of <a> (name=\"value\") is expected here"},
      {"<a x='1' < y='2'/>", "the tag <a … is not closed with >"},
      {"<?xml version='1.0'", "<?xml … is not closed with ?>"},
      {"<?xml version=1.0?><a/>", "the XML declaration is not well-formed"},
      {"<?XML version='1.0'?><a/>", "<?xml …?> may stand only at the very beginning"},
      {"<a><?xml version='1.0'?></a>", "<?xml …?> may stand only at the very beginning"},
      {"<a><b x='1' y/></a>", "IDX4001 1:13 the attribute y has no value"},
      {"<x:a/>", "IDX4001 1:2 the prefix of x:a is not declared"},
      {"<a><b xmlns:x='u'/><c x:d='1'/></a>", "IDX4001 1:23 the prefix of x:d is not declared"},
  };
  for (const Malformed& c : cases) {
    Read(c.text);
    EXPECT_EQ(diagnostics_.all().size(), 1u) << c.text;
    EXPECT_THAT(Error(), HasSubstr(c.error)) << c.text;
  }
}

TEST_F(ReaderTest, DeclaredPrefixes) {
  ASSERT_NE(Read("<x:a xmlns:x='u'><b x:c='1' xml:lang='en'/></x:a>"), nullptr);
  EXPECT_EQ(Error(), "");
}

// What does not hide the rest is reported together with the rest.
TEST_F(ReaderTest, AllMistakesOfAFile) {
  const Element* root = Read("<a x='&nbsp;'><!-- a -- b -->&#0;]]><b y='<' y='2'/></a>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->Find("x")->value.value, "&nbsp;");
  EXPECT_EQ(root->text.value, "&#0;]]>");
  EXPECT_EQ(diagnostics_.all().size(), 6u);
  EXPECT_THAT(Error(0), HasSubstr("1:7 there is no &nbsp;"));
  EXPECT_THAT(Error(1), HasSubstr("1:22 -- may not stand inside a comment"));
  EXPECT_THAT(Error(2), HasSubstr("1:30 &#0; is not a character"));
  EXPECT_THAT(Error(3), HasSubstr("1:34 ]]> may not stand in text"));
  EXPECT_THAT(Error(4), HasSubstr("IDX4010 1:43"));
  EXPECT_THAT(Error(5), HasSubstr("IDX4007 1:46"));
}

// A '<' that begins no tag, wherever it stands, leaves everything else as it is.
TEST_F(ReaderTest, BareLessThanBesideMarkup) {
  const Element* root = Read("<a>1 < 2<b x='< &lt;'/><![CDATA[3 < 4 <]]><!-- < --><= 5</a>");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->text.value, "1 < 23 < 4 <<= 5");
  EXPECT_EQ(root->children[0]->Find("x")->value.value, "< <");
  EXPECT_EQ(diagnostics_.all().size(), 3u);
  EXPECT_EQ(Source(root->text.SpanOf(root->text.value.size() - 1, root->text.value.size())), "5");
}

TEST_F(ReaderTest, OneOfEachLimit) {
  std::string wide = "<a";
  for (int i = 0; i < 257; ++i) wide += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(Read(wide + "/>"), nullptr);
  EXPECT_THAT(Error(), HasSubstr("IDX4018 1:1942 too large: more than 256 attributes"));
  file_ = sources_.Add("long.xml", "<a>0123456789</a>");
  diagnostics_ = Diagnostics();
  ReadLimits limits;
  limits.max_bytes = 10;
  EXPECT_EQ(ReadXml(sources_, file_, diagnostics_, limits), nullptr);
  EXPECT_THAT(Error(), HasSubstr("IDX0007 1:1 the file is larger than 10 bytes"));
}

TEST_F(ReaderTest, DepthAndElementLimits) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(Read(deep), nullptr);
  EXPECT_THAT(Error(), HasSubstr("IDX4018"));
  file_ = sources_.Add("many.xml", "<a><b/><b/><b/></a>");
  diagnostics_ = Diagnostics();
  EXPECT_EQ(ReadXml(sources_, file_, diagnostics_, {64, 3}), nullptr);
  EXPECT_THAT(Error(), HasSubstr("more than 3 elements"));
}

// Our decoding, with its places, gives what pugixml's own gives.
TEST_F(ReaderTest, AgreesWithPugixml) {
  const char* documents[] = {
      "<a/>",
      "<a x='1' y=\"a'b\"><b>t&amp;u</b><!-- c --><c z='&lt;&#65;'/></a>",
      "<a>\n <b>x<![CDATA[<&]]>y</b>\n</a>",
      "<?xml version='1.0'?><a x='l1\nl2'>ä€😀</a>",
  };
  std::function<std::string(const pugi::xml_node&)> theirs = [&](const pugi::xml_node& node) {
    std::string out = std::string("<") + node.name();
    for (auto a : node.attributes()) out += std::string(" ") + a.name() + "=" + a.value();
    std::string text, children;
    for (auto c : node.children()) {
      if (c.type() == pugi::node_element)
        children += theirs(c);
      else
        text += c.value();
    }
    return out + "|" + text + children + ">";
  };
  std::function<std::string(const Element&)> ours = [&](const Element& element) {
    std::string out = "<" + element.name;
    for (const auto& a : element.attributes) out += " " + a.name + "=" + a.value.value;
    out += "|" + element.text.value;
    for (const auto& c : element.children) out += ours(*c);
    return out + ">";
  };
  for (const char* text : documents) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(text, pugi::parse_default | pugi::parse_ws_pcdata)) << text;
    const Element* root = Read(text);
    ASSERT_NE(root, nullptr) << text;
    EXPECT_EQ(ours(*root), theirs(document.document_element()));
  }
}

}  // namespace
}  // namespace idx::compiler::xml
