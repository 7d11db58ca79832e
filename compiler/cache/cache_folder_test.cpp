#include "compiler/cache/cache_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;

constexpr CacheKind kKind = {"IDXTEST1", ".test", 8, 4096};
const std::string kContent("one\0two", 7);

class CacheFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "idx-cache-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    directory_ = root_ + "/code";
  }
  void TearDown() override { fs::remove_all(root_); }

  CacheFolder Folder() const { return CacheFolder(directory_, kKind); }
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

TEST_F(CacheFolderTest, GivesBackWhatWasSaved) {
  CacheKey key = KeyOf({"a", "b"});
  EXPECT_FALSE(Folder().Load(key).has_value());
  EXPECT_FALSE(fs::exists(directory_)) << "looking makes no folder";
  Status saved = Folder().Save(key, kContent);
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  EXPECT_EQ(Folder().Load(key), kContent);
  ASSERT_TRUE(Folder().Save(key, "").ok());
  EXPECT_EQ(Folder().Load(key), "");
  struct stat folder {
  }, file{};
  ASSERT_EQ(::stat(directory_.c_str(), &folder), 0);
  ASSERT_EQ(::stat(Folder().PathOf(key).c_str(), &file), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0700u);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST_F(CacheFolderTest, KeysKeepPartsApart) {
  EXPECT_NE(KeyOf({"ab", "c"}), KeyOf({"a", "bc"}));
  EXPECT_NE(KeyOf({"a"}), KeyOf({"a", ""}));
}

TEST_F(CacheFolderTest, NothingOfADamagedFile) {
  CacheKey key = KeyOf({"a"});
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  std::string path = Folder().PathOf(key);
  size_t size = fs::file_size(path);
  for (size_t at = 0; at < size; ++at) {
    Change(path, at);
    EXPECT_FALSE(Folder().Load(key).has_value()) << "byte " << at;
    Change(path, at);
  }
  EXPECT_TRUE(Folder().Load(key).has_value());
  for (size_t shorter = 0; shorter < size; ++shorter) {
    ASSERT_TRUE(Folder().Save(key, kContent).ok());
    fs::resize_file(path, shorter);
    EXPECT_FALSE(Folder().Load(key).has_value()) << shorter << " bytes";
  }
}

TEST_F(CacheFolderTest, AFileOfAnotherKeyOrFormatIsNotTaken) {
  ASSERT_TRUE(Folder().Save(KeyOf({"a"}), kContent).ok());
  fs::rename(Folder().PathOf(KeyOf({"a"})), Folder().PathOf(KeyOf({"b"})));
  EXPECT_FALSE(Folder().Load(KeyOf({"b"})).has_value());
  CacheFolder newer(directory_, {"IDXTEST2", ".test", 8, 4096});
  ASSERT_TRUE(Folder().Save(KeyOf({"a"}), kContent).ok());
  EXPECT_FALSE(newer.Load(KeyOf({"a"})).has_value());
}

TEST_F(CacheFolderTest, NoFileThatWasSealedElsewhere) {
  CacheKey key = KeyOf({"a"});
  CacheFolder other(root_ + "/other", kKind);
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  ASSERT_TRUE(other.Save(key, kContent).ok());
  fs::copy_file(other.PathOf(key), Folder().PathOf(key), fs::copy_options::overwrite_existing);
  EXPECT_FALSE(Folder().Load(key).has_value());
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  EXPECT_TRUE(Folder().Load(key).has_value());
}

TEST_F(CacheFolderTest, WithoutItsSecretNothingIsLoadedAndANewOneIsMade) {
  CacheKey key = KeyOf({"a"});
  std::string secret = directory_ + "/secret";
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  struct stat status {};
  ASSERT_EQ(::stat(secret.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  for (int way = 0; way < 3; ++way) {
    if (way == 0) fs::remove(secret);
    if (way == 1) fs::resize_file(secret, 31);
    if (way == 2) Change(secret, 5);
    EXPECT_FALSE(Folder().Load(key).has_value()) << way;
    ASSERT_TRUE(Folder().Save(key, kContent).ok()) << way;
    EXPECT_EQ(Folder().Load(key), kContent) << way;
  }
}

TEST_F(CacheFolderTest, NoFileThatOthersCouldWriteAndNoLink) {
  CacheKey key = KeyOf({"a"});
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  std::string path = Folder().PathOf(key);
  ASSERT_EQ(::chmod(path.c_str(), 0622), 0);
  EXPECT_FALSE(Folder().Load(key).has_value());
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_TRUE(Folder().Load(key).has_value());
  fs::rename(path, root_ + "/elsewhere");
  fs::create_symlink(root_ + "/elsewhere", path);
  EXPECT_FALSE(Folder().Load(key).has_value());
  fs::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(Folder().Load(key).has_value());
}

TEST_F(CacheFolderTest, NoFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  CacheKey key = KeyOf({"a"});
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  ASSERT_EQ(::chown(Folder().PathOf(key).c_str(), 12345, 12345), 0);
  EXPECT_FALSE(Folder().Load(key).has_value());
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  EXPECT_TRUE(Folder().Load(key).has_value());
  ASSERT_EQ(::chown(directory_.c_str(), 12345, 12345), 0);
  EXPECT_FALSE(Folder().Load(key).has_value());
  EXPECT_FALSE(Folder().Save(key, kContent).ok());
}

TEST_F(CacheFolderTest, NoFolderThatOthersMayEnterAndNoLink) {
  CacheKey key = KeyOf({"a"});
  ASSERT_TRUE(Folder().Save(key, kContent).ok());
  ASSERT_EQ(::chmod(directory_.c_str(), 0755), 0);
  EXPECT_FALSE(Folder().Load(key).has_value());
  Status refused = Folder().Save(key, kContent);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("0700"), std::string::npos);
  ASSERT_EQ(::chmod(directory_.c_str(), 0700), 0);
  EXPECT_TRUE(Folder().Load(key).has_value());
  fs::create_directory_symlink(directory_, root_ + "/link");
  EXPECT_FALSE(CacheFolder(root_ + "/link", kKind).Load(key).has_value());
  std::ofstream(root_ + "/file") << "x";
  EXPECT_FALSE(CacheFolder(root_ + "/file", kKind).Save(key, kContent).ok());
}

TEST_F(CacheFolderTest, KeepsABoundedNumberOfFilesAndNoneTooLarge) {
  for (size_t i = 0; i < kKind.max_files + 5; ++i)
    ASSERT_TRUE(Folder().Save(KeyOf({std::to_string(i)}), kContent).ok());
  auto files = fs::directory_iterator(directory_);
  EXPECT_EQ(static_cast<size_t>(std::distance(begin(files), end(files))), kKind.max_files + 1)
      << "and the secret";
  EXPECT_FALSE(Folder().Save(KeyOf({"x"}), std::string(4096, 'x')).ok());
  EXPECT_FALSE(Folder().Load(KeyOf({"x"})).has_value());
}

}  // namespace
}  // namespace idx::compiler
