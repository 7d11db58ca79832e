// Any bytes as an XML file, and as the table that it names: the reader and the loader stay within bounds,
// places lead back into the file, and what is accepted without a diagnostic is what pugixml reads with its
// own decoding.
#include <cstdint>
#include <cstdlib>
#include <pugixml.hpp>

#include "base/core/assert.h"
#include "compiler/xml/load.h"
#include "compiler/xml/reader.h"

namespace {

using idx::compiler::xml::Element;

void CheckPlaces(const idx::compiler::xml::Text& text, size_t size) {
  IDX_ASSERT(text.origin.size() == text.value.size() + 1);
  for (size_t i = 0; i + 1 < text.origin.size(); ++i) IDX_ASSERT(text.origin[i] <= text.origin[i + 1]);
  IDX_ASSERT(text.origin.back() <= size);
}

void CheckElement(const Element& element, size_t size) {
  CheckPlaces(element.text, size);
  for (const auto& attribute : element.attributes) CheckPlaces(attribute.value, size);
  for (const auto& child : element.children) CheckElement(*child, size);
}

void CheckSame(const Element& ours, const pugi::xml_node& theirs) {
  IDX_ASSERT(ours.name == theirs.name());
  auto attribute = theirs.attributes().begin();
  for (const auto& a : ours.attributes) {
    IDX_ASSERT(attribute != theirs.attributes().end());
    IDX_ASSERT(a.name == attribute->name() && a.value.value == attribute->value());
    ++attribute;
  }
  std::string text;
  auto child = ours.children.begin();
  for (const pugi::xml_node& node : theirs.children()) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
    if (node.type() != pugi::node_element) continue;
    IDX_ASSERT(child != ours.children.end());
    CheckSame(**child++, node);
  }
  IDX_ASSERT(text == ours.text.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 65'536) return 0;
  std::string text(reinterpret_cast<const char*>(data), size);
  idx::compiler::SourceSet sources;
  idx::compiler::Diagnostics diagnostics;
  auto root = idx::compiler::xml::ReadXml(sources, sources.Add("idx.xml", text), diagnostics);
  if (root != nullptr) CheckElement(*root, size);
  if (root != nullptr && diagnostics.all().empty()) {
    pugi::xml_document document;
    auto options = pugi::parse_default | pugi::parse_ws_pcdata;
    IDX_ASSERT(document.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8));
    CheckSame(*root, document.document_element());
  }
  idx::compiler::Diagnostics all;
  auto loaded =
      idx::compiler::LoadConfigurationFiles({{"idx.xml", text}, {"apps/a.xml", text}, {"t.csv", text}}, all);
  for (const auto& d : all.all()) IDX_ASSERT(d.span.begin <= d.span.end && d.span.end <= size);
  return 0;
}
