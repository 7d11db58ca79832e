// The loader over objects that the code generator makes, and over damaged ones.
#include <gtest/gtest.h>

#include <random>

#include "compiler/driver/compile.h"
#include "compiler/jit/jit.h"
#include "compiler/native/module_image.h"
#include "compiler/native/object_code.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {
namespace {

using native::ObjectCode;

// Never called: only its address is needed.
void Anything() {}
const void* Everything(std::string_view) { return reinterpret_cast<const void*>(&Anything); }

native::Module University() {
  auto compiled = Compile(IDX_SOURCE_DIR "/examples/university");
  if (!compiled.ok() || compiled.value().executable == nullptr) return {};
  auto module = CompileNative(*compiled.value().executable);
  return module.ok() ? std::move(module).value() : native::Module();
}

TEST(Loading, TakesWhatTheCodeGeneratorMakes) {
  native::Module module = University();
  ASSERT_FALSE(module.object.empty());
  auto code = ObjectCode::Load(module.object, Everything);
  ASSERT_TRUE(code.ok()) << code.error().message;
  EXPECT_TRUE(code.value()->FindAll(module.loops[0]).ok());
  EXPECT_EQ(code.value()->Find("nothing"), nullptr);
  std::string nothing = "nothing";
  EXPECT_FALSE(code.value()->FindAll({&nothing, 1}).ok());
}

TEST(Loading, SaysWhichFunctionIsMissing) {
  native::Module module = University();
  auto code = ObjectCode::Load(module.object, [](std::string_view) { return nullptr; });
  ASSERT_FALSE(code.ok());
  EXPECT_NE(code.error().message.find("nobody has "), std::string::npos) << code.error().message;
  auto linked = native::Link(std::move(module), {});
  ASSERT_FALSE(linked.ok());
  EXPECT_NE(linked.error().message.find("nobody has "), std::string::npos) << linked.error().message;
}

TEST(Loading, AForgedObjectCallsNothingOutsideTheList) {
  native::Module module = University();
  constexpr std::string_view kOurs = "idx_rt_row_failed";
  size_t at = module.object.find(kOurs);
  ASSERT_NE(at, std::string::npos);
  std::string forged = "system";
  forged.resize(kOurs.size(), '\0');
  module.object.replace(at, forged.size(), forged);
  auto linked = native::Link(std::move(module), stdlib::Functions());
  ASSERT_FALSE(linked.ok());
  EXPECT_NE(linked.error().message.find("nobody has system"), std::string::npos) << linked.error().message;
}

TEST(Loading, RefusesWhatIsNoObject) {
  const std::string magic(
      "\x7F"
      "ELF");
  for (const std::string& bytes :
       {std::string(), magic, magic + std::string(60, '\0'), std::string(500, 'x')})
    EXPECT_FALSE(ObjectCode::Load(bytes, Everything).ok());
}

// The code is not run; with the address sanitizer this shows that nothing is read or written outside.
TEST(Loading, DamagedObjectsTouchNothingElse) {
  const std::string sound = University().object;
  ASSERT_FALSE(sound.empty());
  std::mt19937 random(7);
  size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string object = sound;
    // Headers at the end, symbols and relocations before them: where damage matters.
    size_t from = i % 2 == 0 ? 0 : object.size() * 2 / 3;
    for (int k = 0; k < 3; ++k) {
      size_t at = i % 5 == 0 ? random() % 64 : from + random() % (object.size() - from);
      object[at] = static_cast<char>(random());
    }
    if (i % 7 == 0) object.resize(random() % object.size());
    refused += !ObjectCode::Load(object, Everything).ok();
  }
  EXPECT_GT(refused, 300u);
}

TEST(Image, GivesBackTheModuleAndNoPrefixIsOne) {
  native::Module module = University();
  std::string image = native::WriteModule(module);
  native::Module read;
  ASSERT_TRUE(native::ReadModule(image, "/elsewhere", read));
  EXPECT_EQ(native::WriteModule(read), image);
  EXPECT_EQ(read.program.configuration->directory, "/elsewhere");
  EXPECT_EQ(read.program.rules.back().id, module.program.rules.back().id);
  EXPECT_EQ(read.sites.size(), module.sites.size());
  EXPECT_EQ(read.object, module.object);
  for (size_t size = 0; size < image.size(); size += 61) {
    native::Module cut;
    EXPECT_FALSE(native::ReadModule(std::string_view(image).substr(0, size), "", cut)) << size;
  }
  EXPECT_FALSE(native::ReadModule(image + "x", "", read));
}

TEST(Image, DamagedImagesTouchNothingElse) {
  const std::string sound = native::WriteModule(University());
  std::mt19937 random(11);
  for (int i = 0; i < 2000; ++i) {
    std::string image = sound;
    for (int k = 0; k < 3; ++k)
      image[random() % (i % 2 == 0 ? image.size() : 2000)] = static_cast<char>(random());
    native::Module read;
    (void)native::ReadModule(image, "", read);
  }
}

}  // namespace
}  // namespace idx::compiler
