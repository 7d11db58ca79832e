#include "compiler/jit/code_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace idx::compiler::jit {
namespace {

namespace fs = std::filesystem;

class CodeCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "idx-cache-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    directory_ = root_ + "/code";
  }
  void TearDown() override { fs::remove_all(root_); }

  static CachedCode Code() {
    CachedCode code;
    code.sites = {{FileId{0}, 3, 9}, {FileId{-1}, 0, 0}};
    code.objects = {std::string("object\0one", 10), ""};
    return code;
  }
  void Change(const std::string& path, size_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    char c = static_cast<char>(file.get() ^ 1);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(c);
  }

  std::string root_;
  std::string directory_;
};

TEST_F(CodeCacheTest, GivesBackWhatWasSaved) {
  auto cache = CodeCache::Open(directory_);
  ASSERT_TRUE(cache.ok()) << cache.error().message;
  CodeKey key = KeyOf({"a", "b"});
  EXPECT_FALSE(cache.value().Load(key).has_value());
  ASSERT_TRUE(cache.value().Save(key, Code()).ok());
  auto loaded = cache.value().Load(key);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->objects, Code().objects);
  ASSERT_EQ(loaded->sites.size(), 2u);
  EXPECT_EQ(loaded->sites[0].begin, 3u);
  EXPECT_EQ(loaded->sites[1].file.index, -1);
  struct stat folder {
  }, file{};
  ASSERT_EQ(::stat(directory_.c_str(), &folder), 0);
  ASSERT_EQ(::stat(cache.value().PathOf(key).c_str(), &file), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0700u);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST_F(CodeCacheTest, KeysKeepPartsApart) {
  EXPECT_NE(KeyOf({"ab", "c"}), KeyOf({"a", "bc"}));
  EXPECT_NE(KeyOf({"a"}), KeyOf({"a", ""}));
}

TEST_F(CodeCacheTest, NothingOfADamagedFile) {
  auto cache = CodeCache::Open(directory_);
  ASSERT_TRUE(cache.ok());
  CodeKey key = KeyOf({"a"});
  ASSERT_TRUE(cache.value().Save(key, Code()).ok());
  std::string path = cache.value().PathOf(key);
  size_t size = fs::file_size(path);
  for (size_t at = 0; at < size; ++at) {
    Change(path, at);
    EXPECT_FALSE(cache.value().Load(key).has_value()) << "byte " << at;
    Change(path, at);
  }
  EXPECT_TRUE(cache.value().Load(key).has_value());
  for (size_t shorter = 0; shorter < size; ++shorter) {
    ASSERT_TRUE(cache.value().Save(key, Code()).ok());
    fs::resize_file(path, shorter);
    EXPECT_FALSE(cache.value().Load(key).has_value()) << shorter << " bytes";
  }
}

TEST_F(CodeCacheTest, AFileUnderAnotherNameIsNotTaken) {
  auto cache = CodeCache::Open(directory_);
  ASSERT_TRUE(cache.ok());
  ASSERT_TRUE(cache.value().Save(KeyOf({"a"}), Code()).ok());
  fs::rename(cache.value().PathOf(KeyOf({"a"})), cache.value().PathOf(KeyOf({"b"})));
  EXPECT_FALSE(cache.value().Load(KeyOf({"b"})).has_value());
}

TEST_F(CodeCacheTest, NoFileThatOthersCouldWriteAndNoLink) {
  auto cache = CodeCache::Open(directory_);
  ASSERT_TRUE(cache.ok());
  CodeKey key = KeyOf({"a"});
  ASSERT_TRUE(cache.value().Save(key, Code()).ok());
  std::string path = cache.value().PathOf(key);
  ASSERT_EQ(::chmod(path.c_str(), 0622), 0);
  EXPECT_FALSE(cache.value().Load(key).has_value());
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  fs::rename(path, root_ + "/elsewhere");
  fs::create_symlink(root_ + "/elsewhere", path);
  EXPECT_FALSE(cache.value().Load(key).has_value());
}

TEST_F(CodeCacheTest, NoFolderThatOthersMayEnter) {
  ASSERT_TRUE(fs::create_directory(directory_));
  ASSERT_EQ(::chmod(directory_.c_str(), 0755), 0);
  auto cache = CodeCache::Open(directory_);
  ASSERT_FALSE(cache.ok());
  EXPECT_NE(cache.error().message.find("0700"), std::string::npos);
  std::ofstream(root_ + "/file") << "x";
  EXPECT_FALSE(CodeCache::Open(root_ + "/file").ok());
}

TEST_F(CodeCacheTest, KeepsABoundedNumberOfFiles) {
  auto cache = CodeCache::Open(directory_);
  ASSERT_TRUE(cache.ok());
  for (size_t i = 0; i < CodeCache::kMaxFiles + 5; ++i)
    ASSERT_TRUE(cache.value().Save(KeyOf({std::to_string(i)}), Code()).ok());
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(directory_)) ++files;
  EXPECT_EQ(files, CodeCache::kMaxFiles);
}

}  // namespace
}  // namespace idx::compiler::jit
